public import ByteStores
public import ImageCore

/// What a source was asked to be: where, with which options, with what corrected.
public struct SourceRequest: Sendable {
    /// What to read.
    public var resource: Resource
    /// The driver's options by name.
    public var options: Attributes
    /// What the catalog and the caller correct.
    public var overrides: MetadataOverrides
    /// The order in which axes are delivered if a read does not say otherwise.
    public var axisOrder: OutputOrder
    /// The known drivers, limits and so on.
    public var environment: SourceEnvironment
    /// The only selection that will be read, where that is known beforehand; nil if any may be asked for.
    ///
    /// A driver may look at no more of the file than that takes: its extents need only be large enough for it, and what is
    /// wrong elsewhere in the file need not be noticed.
    package var only: Selection?

    /// A request with everything said.
    public init(
        _ resource: Resource, options: Attributes = Attributes(), overrides: MetadataOverrides = MetadataOverrides(),
        axisOrder: OutputOrder = .canonical, environment: SourceEnvironment
    ) {
        self.resource = resource
        self.options = options
        self.overrides = overrides
        self.axisOrder = axisOrder
        self.environment = environment
    }

    /// A request from the keyword arguments of a catalog entry or a command line.
    ///
    /// All sources know `output_axis_order` (a text, or null for the file's own order) and `metadata` (overrides, laid
    /// over `overrides`); everything else is the driver's.
    /// - Throws: `invalidArgument` if one of the two cannot be read.
    public init(
        _ resource: Resource, arguments: Attributes, overrides: MetadataOverrides = MetadataOverrides(),
        environment: SourceEnvironment
    ) throws(ImageError) {
        var options = arguments
        var corrected = overrides
        if let more = options["metadata"] {
            corrected = corrected.overlaid(by: try MetadataOverrides(parsing: more))
            options["metadata"] = nil
        }
        var order = OutputOrder.canonical
        if let value = options["output_axis_order"] {
            order = try OutputOrder(parsing: value)
            options["output_axis_order"] = nil
        }
        self.init(resource, options: options, overrides: corrected, axisOrder: order, environment: environment)
    }
}

extension SourceRequest {
    /// How many of the first places along an axis of the first series hold all that is read; nil if that is not known
    /// without the number of places.
    package func reach(along axis: Axis) -> Int? {
        // Corrections may name other axes, and the names of all places.
        guard let only, only.series == nil, only.level == 0, overrides.isEmpty else { return nil }
        return only.region.selections[axis]?.reach
    }
}

extension AxisSelection {
    /// How many of the first places hold all that is taken; nil if that depends on how many there are.
    fileprivate var reach: Int? {
        let last: Int?
        switch self {
        case .index(let place): last = place
        case .indices(let places): last = places.contains { $0 < 0 } ? nil : places.max()
        // A range that selects nothing is an error that tells how many places there are.
        case .range(let lower, let upper?, _) where lower ?? 0 >= 0 && lower ?? 0 < upper: last = upper - 1
        case .range, .label, .labels: last = nil
        }
        guard let last, last >= 0, last < .max else { return nil }
        return last + 1
    }
}

extension SourceEnvironment {
    /// The source behind a resource.
    ///
    /// - Parameters:
    ///   - driver: the driver's name; nil detects it by content, then by extension.
    ///   - keepsFileOpen: whether a file that was opened to find the driver stays open for it, as where it is read at once.
    ///   - only: the only selection that will be read, where that is known beforehand.
    /// - Throws: as finding the driver does; `invalidArgument` for an option that does not exist.
    package func source(
        at resource: Resource, driver: String?, arguments: Attributes,
        overrides: MetadataOverrides = MetadataOverrides(),
        keepsFileOpen: Bool, only: Selection? = nil
    ) async throws -> ImageSource {
        var resource = resource
        let type: ImageSource.Type
        if let driver {
            type = try drivers.requiredDriver(named: driver)
        } else {
            let detection = try await DriverDetection(resource, drivers: drivers, stores: stores)
            type = try detection.best(of: drivers)
            if keepsFileOpen { resource = detection.resource }
        }
        var request = try SourceRequest(resource, arguments: arguments, overrides: overrides, environment: self)
        request.only = only
        return try type.init(request)
    }
}

/// The order in which a read delivers the axes.
public enum OutputOrder: Sendable, Hashable {
    /// `itczyx`.
    case canonical
    /// The file's own.
    case stored
    /// This one; it must have a place for every axis that the result has, and may name others.
    case custom(AxisOrder)

    /// The order written as in a catalog: null, `stored`, or letters.
    ///
    /// - Throws: `invalidArgument` for anything else.
    public init(parsing value: AttributeValue) throws(ImageError) {
        switch value {
        case .null, .string("stored"): self = .stored
        case .string(""):
            throw .invalidArgument("an empty order of axes", hint: "write letters such as tczyx, or 'stored'")
        case .string(let letters): self = .custom(try AxisOrder(parsing: letters))
        default:
            throw .invalidArgument(
                "output_axis_order is letters such as tczyx, or null for the file's order, not \(value.json())")
        }
    }

    /// The axes of a result in this order.
    func arranged(_ axes: AxisOrder) throws(ImageError) -> AxisOrder {
        switch self {
        case .canonical: try axes.arranged(by: .canonical)
        case .stored: axes
        case .custom(let order): try axes.arranged(by: order)
        }
    }
}
