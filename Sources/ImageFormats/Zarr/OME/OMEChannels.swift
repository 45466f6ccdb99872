import ImageCore

/// How the channels of an image are named and shown: the `omero` block.
struct OMEChannels: Sendable, Equatable {
    /// The name of the image.
    var name: String?
    /// The channels in order.
    var channels: [OMEChannel]
    /// How viewers are to begin, as it stands in the file.
    var rdefs: AttributeValue?

    /// The names of the channels, a number where one has none; nil if none has.
    var channelNames: [String]? {
        guard channels.contains(where: { $0.label != nil }) else { return nil }
        return channels.enumerated().map { $1.label ?? String($0) }
    }
}

/// One channel.
struct OMEChannel: Sendable, Equatable {
    /// The name.
    var label: String?
    /// The colour as six hexadecimal digits.
    var color: String?
    /// The contrast.
    var window: OMEWindow?
    /// Whether it is shown.
    var isActive: Bool?
}

/// The range of values of a channel and the part of it that is shown.
struct OMEWindow: Sendable, Equatable {
    /// The smallest and largest value that there can be, or that there is.
    var min, max: Double?
    /// The values shown as black and as the full colour.
    var start, end: Double?
}

extension OMEReader {
    /// The `omero` block.
    mutating func channels(_ map: Attributes) -> OMEChannels {
        // One that is no mapping keeps its place, for the names that follow.
        let channels = list(map, "channels").map { value in
            guard let entry = value.mappingValue else {
                note("a channel is described by \(value.kindName), not a mapping")
                return OMEChannel()
            }
            return channel(entry)
        }
        return OMEChannels(name: Self.text(map["name"]), channels: channels, rdefs: map["rdefs"])
    }

    private mutating func channel(_ map: Attributes) -> OMEChannel {
        var channel = OMEChannel(label: Self.text(map["label"]), isActive: map["active"]?.boolValue)
        if let text = Self.text(map["color"]) {
            let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
            if digits.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
                channel.color = digits.uppercased()
            } else {
                note("'\(OMEPath.shown(text))' is no colour of six hexadecimal digits; it is left out")
            }
        }
        if let window = mapping(map, "window") {
            channel.window = OMEWindow(
                min: window["min"]?.doubleValue, max: window["max"]?.doubleValue,
                start: window["start"]?.doubleValue, end: window["end"]?.doubleValue)
        }
        return channel
    }
}
