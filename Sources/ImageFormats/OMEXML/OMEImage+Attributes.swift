import ImageCore

extension OMEImage {
    /// Takes up what an image brought along that OME-XML has a place for: the attribute `ome` of OME-TIFF files, and
    /// the colours of channels that OME-Zarr and ImageJ know.
    ///
    /// What is known of channels counts only if it is known of as many as there are. Values that OME-XML does not allow
    /// are left out.
    mutating func restore(_ attributes: Attributes) {
        let count = pixels.channels.count
        for (number, color) in ChannelColor.known(attributes, count: count).enumerated() {
            if let color { pixels.channels[number].color = color }
        }
        guard let ome = attributes["ome"]?.mappingValue else { return }
        if let date = ome["acquisition_date"]?.stringValue, Self.isDate(date) { acquisitionDate = date }
        if let text = ome["description"]?.stringValue { self.text = text }
        let type = pixels.type.elementType
        if pixels.significantBits == nil, type.isInteger, let bits = ome["significant_bits"]?.intValue,
            (1...8 * type.size).contains(bits)
        {
            pixels.significantBits = bits
        }
        guard let channels = ome["channels"]?.arrayValue, channels.count == count else { return }
        for (number, channel) in channels.enumerated() {
            if let channel = channel.mappingValue { pixels.channels[number].restore(channel) }
        }
    }

    /// Whether a text is a date with a time as XML Schema has it.
    private static func isDate(_ text: String) -> Bool {
        let form = Array("0000-00-00T00:00:00".utf8)
        let bytes = Array(text.utf8)
        guard bytes.count >= form.count else { return false }
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        guard zip(form, bytes).allSatisfy({ isDigit($0) ? isDigit($1) : $0 == $1 }) else { return false }
        func number(_ place: Int) -> Int { Int(bytes[place] - 48) * 10 + Int(bytes[place + 1] - 48) }
        guard (1...12).contains(number(5)), (1...31).contains(number(8)), number(11) < 24, number(14) < 60,
            number(17) < 60
        else { return false }
        // A fraction of a second and UTC; other zones are rare enough to be left out.
        var rest = bytes[form.count...]
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard let first = rest.first, isDigit(first) else { return false }
            rest = rest.drop(while: isDigit)
        }
        return rest.isEmpty || rest.elementsEqual("Z".utf8)
    }
}

extension OMEPixels.Channel {
    /// What there is no other place for in an image, as the attribute `ome` holds it.
    ///
    /// - Parameter isNamed: whether the name stands elsewhere.
    func attributes(isNamed: Bool) -> Attributes {
        var attributes = Attributes()
        if let name, !isNamed { attributes["name"] = .string(name) }
        if let color { attributes["color"] = .string(color.hexadecimal) }
        if let fluor { attributes["fluor"] = .string(fluor) }
        for (name, length) in [
            ("emission_wavelength", emissionWavelength), ("excitation_wavelength", excitationWavelength),
        ] {
            if let length { attributes[name] = ["value": .double(length.value), "unit": .string(length.unit)] }
        }
        return attributes
    }

    /// Takes up what `attributes(isNamed:)` gave.
    fileprivate mutating func restore(_ attributes: Attributes) {
        name = name ?? attributes["name"]?.stringValue
        fluor = attributes["fluor"]?.stringValue
        emissionWavelength = Self.length(attributes["emission_wavelength"])
        excitationWavelength = Self.length(attributes["excitation_wavelength"])
    }

    private static func length(_ value: AttributeValue?) -> OMEQuantity? {
        guard let length = value?.mappingValue, let number = length["value"]?.doubleValue, number > 0,
            number.isFinite, let text = length["unit"]?.stringValue, let unit = OMEUnit.parse(text), !unit.unit.isTime
        else { return nil }
        // Spelled as the schema has it.
        return unit.factor == 1
            ? OMEQuantity(value: number, unit: unit.unit.symbol) : OMEQuantity(value: number, unit: text)
    }
}
