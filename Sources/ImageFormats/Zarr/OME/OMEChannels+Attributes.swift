import ImageCore

extension OMEChannels {
    /// The block of an image that is written: all that viewers ask for.
    ///
    /// One channel is white, several have colours that can be told apart. Channels without a window show all values of
    /// their type.
    /// - Parameters:
    ///   - names: the names of the channels.
    ///   - windows: the contrast of each channel, as far as it is known.
    ///   - elementType: the type of the values.
    ///   - depth: the number of planes in z; viewers begin in the middle.
    init(name: String? = nil, names: [String], windows: [OMEWindow], elementType: ElementType, depth: Int = 1) {
        self.name = name
        channels = names.enumerated().map { number, label in
            OMEChannel(
                label: label, color: Self.color(number, of: names.count),
                window: windows.indices.contains(number) ? windows[number] : OMEWindow(allOf: elementType),
                isActive: true)
        }
        rdefs = [
            "model": names.count > 1 ? "color" : "greyscale", "defaultZ": .int(max(depth, 1) / 2), "defaultT": 0,
        ]
    }

    /// The colour of a channel that nobody chose one for.
    static func color(_ number: Int, of count: Int) -> String {
        ChannelColor.standard(number, of: count).hexadecimal
    }

    /// The block, without a version; colours and windows that are required are filled in.
    var attributes: Attributes {
        var block = Attributes()
        if let name { block["name"] = .string(name) }
        block["channels"] = .array(
            channels.enumerated().map { number, channel in
                var entry = Attributes()
                if let label = channel.label { entry["label"] = .string(label) }
                entry["color"] = .string(channel.color ?? Self.color(number, of: channels.count))
                entry["window"] = .mapping((channel.window ?? OMEWindow()).attributes)
                entry["active"] = .bool(channel.isActive ?? true)
                entry["coefficient"] = 1
                entry["family"] = "linear"
                entry["inverted"] = false
                return .mapping(entry)
            })
        if let rdefs { block["rdefs"] = rdefs }
        return block
    }
}

extension OMEWindow {
    /// All values of a type; 0 to 1 for those that are no whole numbers.
    init(allOf type: ElementType) {
        let bits = type.size * 8
        let (low, high): (Double, Double) =
            switch type {
            case .uint8, .uint16, .uint32, .uint64: (0, Double(sign: .plus, exponent: bits, significand: 1) - 1)
            case .int8, .int16, .int32, .int64:
                (
                    -Double(sign: .plus, exponent: bits - 1, significand: 1),
                    Double(sign: .plus, exponent: bits - 1, significand: 1) - 1
                )
            default: (0, 1)
            }
        self.init(min: low, max: high, start: low, end: high)
    }

    /// The four numbers; what is missing follows from the others.
    fileprivate var attributes: Attributes {
        let low = [min, start].lazy.compactMap { $0 }.first { $0.isFinite } ?? 0
        let high = [max, end].lazy.compactMap { $0 }.first { $0.isFinite } ?? (low < 1 ? 1 : low + 1)
        func number(_ value: Double?, _ other: Double) -> AttributeValue {
            let known = value.flatMap { $0.isFinite ? $0 : nil } ?? other
            // Whole numbers without a fraction, as others write them.
            return known.magnitude < 0x1p53 ? Int(exactly: known).map { .int($0) } ?? .double(known) : .double(known)
        }
        return [
            "min": number(min, low), "max": number(max, high), "start": number(start, low), "end": number(end, high),
        ]
    }
}
