import ImageCore

/// The description by which ImageJ keeps what TIFF has no tags for.
struct ImageJDescription: Sendable, Equatable {
    /// How channels are shown.
    enum Mode: String, Sendable {
        case composite, color, grayscale
    }

    /// The program that wrote it: `ImageJ` or `SCIFIO`.
    var program = "ImageJ"
    /// Its version.
    var version = "1.11a"
    /// How many planes there are; 1 if nothing is said.
    var images = 1
    /// How many channels there are.
    var channels = 1
    /// How many planes in z there are.
    var slices = 1
    /// How many planes in time there are.
    var frames = 1
    /// Whether it is shown by channel, slice and frame.
    var isHyperstack = false
    /// How channels are shown.
    var mode: Mode?
    /// The unit of x, and of y and z if they have none of their own.
    var unit: String?
    /// Units of their own.
    var yUnit, zUnit, tUnit: String?
    /// The distance of planes in z, without its sign; nil if it is 0.
    var spacing: Double?
    /// The time from frame to frame; nil if it is 0.
    var frameInterval: Double?
    /// Frames in a second, when played.
    var framesPerSecond: Double?
    /// Whether playing begins anew at the end.
    var loops: Bool?
    /// The values shown as black and white.
    var minimum, maximum: Double?
    /// The element at which coordinates are 0.
    var xOrigin, yOrigin, zOrigin: Double?
    /// The unit of the values.
    var valueUnit: String?
    /// The order of planes that some programs state, such as `czt`.
    var order: String?
    /// The pairs with no meaning here, as they stand.
    var attributes = Attributes()
    /// What was wrong and could be left out.
    var diagnostics: [Diagnostic] = []

    /// The sizes of a stack.
    struct Dimensions: Sendable, Equatable {
        /// How many frames, slices and channels there are.
        var frames, slices, channels: Int
    }

    /// The sizes of a file with so many planes; nil if those that are stated do not make it.
    ///
    /// Planes lie with channels fastest, then slices, then frames.
    func dimensions(planeCount: Int) -> Dimensions? {
        let planes = channels.multipliedReportingOverflow(by: slices)
        let all = planes.partialValue.multipliedReportingOverflow(by: frames)
        guard !planes.overflow, !all.overflow, all.partialValue == planeCount else { return nil }
        return Dimensions(frames: frames, slices: slices, channels: channels)
    }
}

extension ImageJDescription {
    /// Whether a description is one of ImageJ.
    static func isImageJ(_ text: RawSpan) -> Bool {
        text.withUnsafeBytes { $0.starts(with: Array("ImageJ=".utf8)) || $0.starts(with: Array("SCIFIO=".utf8)) }
    }

    /// Parses a description; nil if its first line is none of ImageJ.
    ///
    /// Numbers that are none become diagnostics.
    static func parse(_ text: RawSpan) -> ImageJDescription? {
        guard isImageJ(text) else { return nil }
        var description = ImageJDescription()
        for (place, pair) in JavaProperties.parse(text).enumerated() {
            if place == 0 {
                description.program = pair.key
                description.version = pair.value
            } else {
                description.set(pair.key, pair.value)
            }
        }
        return description
    }

    private mutating func set(_ key: String, _ value: String) {
        switch key {
        case "images": images = count(key, value)
        case "channels": channels = count(key, value)
        case "slices": slices = count(key, value)
        case "frames": frames = count(key, value)
        case "hyperstack": isHyperstack = value.lowercased() == "true"
        case "mode":
            mode = Mode(rawValue: value)
            if mode == nil { attributes[key] = .string(value) }
        case "unit": unit = value
        case "yunit": yUnit = value
        case "zunit": zUnit = value
        case "tunit": tUnit = value
        case "spacing": spacing = number(key, value).flatMap { $0 == 0 ? nil : $0.magnitude }
        case "finterval": frameInterval = number(key, value).flatMap { $0 == 0 ? nil : $0 }
        case "fps": framesPerSecond = number(key, value)
        case "loop": loops = value.lowercased() == "true"
        case "min": minimum = number(key, value)
        case "max": maximum = number(key, value)
        case "xorigin": xOrigin = number(key, value)
        case "yorigin": yOrigin = number(key, value)
        case "zorigin": zOrigin = number(key, value)
        case "vunit": valueUnit = value
        case "order": order = value
        default: attributes[key] = .string(value)
        }
    }

    private mutating func count(_ key: String, _ value: String) -> Int {
        // ImageJ itself reads 5.0 as well.
        if let number = Int(value) ?? Double(value).flatMap({ Int(exactly: $0) }), number >= 1, number < 1 << 31 {
            return number
        }
        note(key, value, "no count")
        return 1
    }

    private mutating func number(_ key: String, _ value: String) -> Double? {
        if let number = Double(value), number.isFinite { return number }
        note(key, value, "no number")
        return nil
    }

    private mutating func note(_ key: String, _ value: String, _ what: String) {
        diagnostics.append(Diagnostic("ImageJ's \(key) is '\(OMEText.shown(value))', which is \(what)"))
    }
}
