import ImageCore

extension ImageJMetadata {
    /// The property that holds the names of channels, as a list in JSON.
    ///
    /// ImageJ keeps properties when it saves a file.
    static let channelsKey = "intake.c"

    /// The names of channels: those of our property, else those of labels that say the same for all planes of a channel
    /// and differ between channels.
    func channelNames(_ dimensions: ImageJDescription.Dimensions) -> [String]? {
        let count = dimensions.channels
        if let stored = properties.last(where: { $0.key == Self.channelsKey }),
            let list = (try? AttributeValue(parsingJSON: Bytes(utf8: stored.value)))?.arrayValue,
            list.count == count
        {
            let names = list.compactMap(\.stringValue)
            if names.count == count { return names }
        }
        let slices = dimensions.slices.multipliedReportingOverflow(by: dimensions.frames)
        let planes = slices.partialValue.multipliedReportingOverflow(by: count)
        guard count > 1, !slices.overflow, !planes.overflow, labels.count == planes.partialValue else { return nil }
        let names = labels.prefix(count).map(Self.firstLine)
        guard names.allSatisfy({ !$0.isEmpty }), Set(names).count == count else { return nil }
        for (place, label) in labels.enumerated() where Self.firstLine(label) != names[place % count] { return nil }
        return names
    }

    // ImageJ shows the first line of a label, and keeps what else it knows about a slice in the others.
    private static func firstLine(_ label: String) -> String {
        OMEText.trimmed(String(label.prefix { !$0.isNewline })) ?? ""
    }

    /// The metadata of an image that is written.
    ///
    /// Names stand three times: ImageJ shows labels over the planes and `info` on request, and we read the property,
    /// which alone keeps any name as it is.
    /// - Parameters:
    ///   - names: the names of the channels.
    ///   - planeCount: how many planes each channel has.
    ///   - ranges: what is shown of the values of each channel.
    ///   - colors: the colours of the channels.
    init(channelNames names: [String], planeCount: Int, ranges: [Range] = [], colors: [ChannelColor] = []) {
        self.init()
        if !names.isEmpty {
            // One label for each plane; ImageJ cuts them at line ends.
            let shown = names.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
            labels = (0..<max(planeCount, 0)).flatMap { _ in shown }
            let list = AttributeValue.array(names.map { .string($0) })
            properties = [Property(key: Self.channelsKey, value: list.json())]
            info = shown.enumerated().map { "Channel \($0 + 1): \($1)\n" }.joined()
        }
        self.ranges = ranges
        tables = colors.map(Self.table)
    }

    /// The table of a colour: from black to the full colour.
    static func table(_ color: ChannelColor) -> [UInt8] {
        [color.red, color.green, color.blue].flatMap { full in
            (0..<256).map { UInt8($0 * Int(full) / 255) }
        }
    }

    /// How each channel is shown, as `color` or, for colours that are no even ramp, `table`, and as `window`; nil if
    /// nothing is known of as many channels as there are.
    func channelAttributes(count: Int) -> AttributeValue? {
        var channels = [Attributes](repeating: Attributes(), count: count)
        if tables.count == count {
            for (number, color) in colors.enumerated() {
                if let color {
                    channels[number]["color"] = .string(color.hexadecimal)
                } else {
                    let table = tables[number]
                    channels[number]["table"] = .array(
                        (0..<256).map { place in
                            let color = ChannelColor(
                                red: table[place], green: table[256 + place], blue: table[512 + place])
                            return .string(color.hexadecimal)
                        })
                }
            }
        }
        if ranges.count == count {
            for (number, range) in ranges.enumerated() where range.minimum.isFinite && range.maximum.isFinite {
                channels[number]["window"] = ["start": .double(range.minimum), "end": .double(range.maximum)]
            }
        }
        return channels.allSatisfy(\.isEmpty) ? nil : .array(channels.map { .mapping($0) })
    }

    /// Takes up how the channels of an image were shown that is written, where it is known of all of them.
    ///
    /// - Parameter limits: the values that there can be; windows beyond are those of another type.
    mutating func show(_ attributes: Attributes, count: Int, in limits: ClosedRange<Double>) {
        let own = attributes["imagej"]?.mappingValue?["channels"]?.arrayValue?.map { $0.mappingValue ?? Attributes() }
        if let own, own.count == count {
            let windows = own.compactMap { channel -> Range? in
                guard let window = channel["window"]?.mappingValue, let start = window["start"]?.doubleValue,
                    let end = window["end"]?.doubleValue, limits.contains(start), limits.contains(end)
                else { return nil }
                return Range(minimum: start, maximum: end)
            }
            if windows.count == count { ranges = windows }
        }
        let colors = ChannelColor.known(attributes, count: count)
        let tables = (0..<count).compactMap { number -> [UInt8]? in
            if let own, own.count == count, let table = Self.table(own[number]["table"]) { return table }
            return colors[number].map(Self.table)
        }
        if tables.count == count { self.tables = tables }
    }

    private static func table(_ value: AttributeValue?) -> [UInt8]? {
        let colors = value?.arrayValue?.compactMap { $0.stringValue.flatMap { ChannelColor(hexadecimal: $0) } }
        guard let colors, colors.count == 256 else { return nil }
        return colors.map(\.red) + colors.map(\.green) + colors.map(\.blue)
    }

    /// The full colour of each table that goes evenly from black to it; nil for others.
    var colors: [ChannelColor?] {
        tables.map { table in
            guard table.count == 768 else { return nil }
            let color = ChannelColor(red: table[255], green: table[511], blue: table[767])
            let expected = Self.table(color)
            // Programs round differently.
            let isEven = zip(table, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 }
            return isEven ? color : nil
        }
    }
}
