/// The facts of one array, known from headers alone: what `imdescribe`, `imcat info` and catalogs show.
public struct ImageDescription: Sendable, Hashable {
    /// The name of the variable.
    public var name: String
    /// The axes as they are delivered.
    public var axes: AxisOrder
    /// The extents in the order of `axes`.
    public var shape: [Int]
    /// The type of the pixels that reading gives.
    public var elementType: ElementType
    /// Spacing, units, names, what else is known, and diagnostics.
    public var metadata: ImageMetadata
    /// The axes in the order of the file, slowest first.
    public var storedAxes: AxisOrder
    /// The extents in the order of the file.
    public var storedShape: [Int]
    /// The extents of a chunk, in the order of `axes`.
    public var chunks: [Int]
    /// The shapes of the resolution levels, in the order of `axes`, the full one first.
    public var levels: [[Int]]

    /// Makes a description.
    public init(
        name: String, axes: AxisOrder, shape: [Int], elementType: ElementType, metadata: ImageMetadata,
        storedAxes: AxisOrder, storedShape: [Int], chunks: [Int], levels: [[Int]]
    ) {
        self.name = name
        self.axes = axes
        self.shape = shape
        self.elementType = elementType
        self.metadata = metadata
        self.storedAxes = storedAxes
        self.storedShape = storedShape
        self.chunks = chunks
        self.levels = levels
    }

    /// The number of partitions: the extent of the first axis.
    public var partitionCount: Int { shape.first ?? 1 }

    /// The description as the mapping that `imcat info --json` prints; the keys are stable.
    public var attribute: AttributeValue {
        func list(_ numbers: [Int]) -> AttributeValue { .array(numbers.map { .int($0) }) }
        func map<T>(_ values: [Axis: T], _ value: (T) -> AttributeValue) -> AttributeValue {
            .mapping(Attributes(axes.compactMap { axis in values[axis].map { (axis.description, value($0)) } }))
        }
        var fields = Attributes()
        fields["name"] = .string(name)
        fields["axes"] = .string(axes.letters)
        fields["shape"] = list(shape)
        fields["dtype"] = .string(elementType.rawValue)
        fields["spacing"] = map(metadata.spacing) { .double($0) }
        fields["spacing_units"] = map(metadata.units) { .string($0.symbol) }
        fields["origin"] = map(metadata.origin) { .double($0) }
        fields["coords"] = map(metadata.coords) { $0.attribute }
        fields["affine"] = metadata.affine?.attribute
        fields["stored_axes"] = .string(storedAxes.letters)
        fields["stored_shape"] = list(storedShape)
        fields["chunks"] = list(chunks)
        fields["levels"] = .array(levels.map { list($0) })
        fields["npartitions"] = .int(partitionCount)
        fields["metadata"] = .mapping(metadata.attributes)
        fields["diagnostics"] = .array(metadata.diagnostics.map { .string($0.message) })
        return .mapping(fields)
    }
}
