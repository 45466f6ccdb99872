public import ImageCore

/// What saves arrays in one format.
///
/// It gets what the format can hold in one file or folder; splitting and naming files happen before.
public protocol ImageWriter: Sendable {
    /// What one file can hold.
    var capabilities: WritingCapabilities { get }

    /// Writes arrays to a local path, under its name only when everything is complete.
    ///
    /// - Parameter images: one array, or several where the capabilities say that they may be.
    /// - Returns: what the format could not keep.
    /// - Throws: `invalidArgument` if something stands there and may not be replaced, `unsupported` for an array beyond
    ///   the capabilities, `io`.
    func write(_ images: [WritableImage], to path: String, options: WriteOptions) async throws -> [Diagnostic]
}

/// What one file of a format can hold.
public struct WritingCapabilities: Sendable {
    /// The axes, each at most once, in any order.
    public var axes: Set<Axis>
    /// Those of them that become files of their own all the same unless they are asked for, because few programs read
    /// them.
    public var splitAxes: Set<Axis>
    /// The element types.
    public var elementTypes: Set<ElementType>
    /// The names of the compressions it knows, besides `none`.
    public var compressions: [String]
    /// Whether one file holds several arrays.
    public var holdsSeveralArrays: Bool
    /// Whether what is written is a folder, which may be put into an archive.
    public var isFolder: Bool
    /// What the writer can be told.
    public var options: [OptionDescriptor]

    /// Capabilities.
    public init(
        axes: Set<Axis>, splitAxes: Set<Axis> = [], elementTypes: Set<ElementType>, compressions: [String],
        holdsSeveralArrays: Bool = false, isFolder: Bool = false, options: [OptionDescriptor] = []
    ) {
        self.axes = axes
        self.splitAxes = splitAxes
        self.elementTypes = elementTypes
        self.compressions = compressions
        self.holdsSeveralArrays = holdsSeveralArrays
        self.isFolder = isFolder
        self.options = options
    }

    /// The writer's options, each checked against its description; texts as from a command line are read.
    ///
    /// - Throws: `invalidArgument` for an option that does not exist (with the nearest) or of a wrong kind.
    public func checked(_ values: Attributes) throws(ImageError) -> Attributes {
        var result = Attributes()
        for (name, value) in values.pairs {
            guard let option = options.first(where: { $0.name == name }) else {
                let known = options.map(\.name)
                throw .invalidArgument(
                    "the format has no setting '\(name)' for writing",
                    hint: nearestNameHint(
                        to: name, among: known,
                        else: known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"))
            }
            result[name] = try option.checked(value)
        }
        return result
    }

    /// Checks that an array fits.
    ///
    /// - Throws: `unsupported`, naming what does not.
    public func check(_ array: WritableImage, format: String) throws(ImageError) {
        if let axis = array.axes.first(where: { !axes.contains($0) }) {
            throw .unsupported("\(format) files have no axis \(axis)", hint: "select one place along \(axis)")
        }
        guard elementTypes.contains(array.elementType) else {
            let known = ElementType.allCases.filter { elementTypes.contains($0) }.map(\.rawValue)
            throw .unsupported(
                "\(format) files cannot hold \(array.elementType)",
                hint: "convert the image to one of \(known.joined(separator: ", "))")
        }
    }
}

/// How an array is written.
public struct WriteOptions: Sendable {
    /// The compression.
    public var compression: Compression
    /// Whether a file that stands there may be replaced.
    public var overwrite: Bool
    /// How many blocks are compressed at once.
    public var concurrency: Int
    /// The writer's own options, as its capabilities list them.
    public var format: Attributes
    /// Is told the pixels' bytes done and in all.
    public var progress: ReadProgress?

    /// Options.
    public init(
        compression: Compression = .automatic, overwrite: Bool = false, concurrency: Int = 1,
        format: Attributes = Attributes(), progress: ReadProgress? = nil
    ) {
        self.compression = compression
        self.overwrite = overwrite
        self.concurrency = concurrency
        self.format = format
        self.progress = progress
    }
}
