import ImageCore

/// An image at several resolutions.
struct OMEMultiscale: Sendable, Equatable {
    /// The name of the image.
    var name: String?
    /// How the smaller levels were made, such as `gaussian`.
    var type: String?
    /// What else is said about how they were made.
    var metadata: AttributeValue?
    /// The axes, slowest first.
    var axes: [OMEAxis]
    /// The levels from the finest on; at least one.
    var levels: [OMELevel]
}

/// An axis of a multiscale image.
struct OMEAxis: Sendable, Equatable {
    /// What an axis means.
    enum Kind: String, Sendable, Hashable {
        case space, time, channel, other
    }

    /// The name, usually one of `t`, `c`, `z`, `y` and `x`; empty if the file has none.
    var name: String
    /// The meaning.
    var kind: Kind
    /// The unit as written, for axes of space and time.
    var unit: String?
    /// Which way the axis runs in a body, such as `left-to-right`.
    var orientation: String?

    init(_ name: String, kind: Kind? = nil, unit: String? = nil, orientation: String? = nil) {
        self.name = name
        self.kind = kind ?? Self.kind(of: name)
        self.unit = unit
        self.orientation = orientation
    }

    /// The meaning that goes with a name.
    static func kind(of name: String) -> Kind {
        switch name.lowercased() {
        case "x", "y", "z": .space
        case "t", "time": .time
        case "c", "channel": .channel
        default: .other
        }
    }
}

/// One resolution of a multiscale image.
struct OMELevel: Sendable, Equatable {
    /// The array, relative to the group.
    var path: String
    /// The distance between elements along each axis, with everything that applies; nil if unknown.
    var scale: [Double]?
    /// The position of the first element along each axis; nil if nothing is said.
    var translation: [Double]?
}
