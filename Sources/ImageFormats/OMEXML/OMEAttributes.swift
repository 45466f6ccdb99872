import ImageCore

/// The attributes of an element of OME-XML as values.
struct OMEAttributes {
    private let element: String
    private let attributes: XMLAttributes
    private let builder: OMEDocumentBuilder

    init(_ element: String, _ attributes: XMLAttributes, _ builder: OMEDocumentBuilder) {
        self.element = element
        self.attributes = attributes
        self.builder = builder
    }

    /// The text of an attribute; nil if there is none or it is empty.
    subscript(name: StaticString) -> String? {
        attributes[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    // MARK: What is optional

    private func ignored(_ name: StaticString, _ text: String, _ what: String) {
        builder.note(
            "\(element) at byte \(attributes.offset): \(name) is '\(OMEText.shown(text))', which is no \(what)")
    }

    /// A whole number from 0; a diagnostic for anything else.
    func wholeNumber(_ name: StaticString, from minimum: Int = 0) -> Int? {
        guard let text = self[name] else { return nil }
        if let number = Self.integer(text), number >= minimum, number <= Self.largest { return number }
        ignored(name, text, "whole number from \(minimum)")
        return nil
    }

    private func number(_ name: StaticString) -> Double? {
        guard let text = self[name] else { return nil }
        if let number = OMEText.trimmed(text).flatMap(Double.init), number.isFinite { return number }
        ignored(name, text, "number")
        return nil
    }

    private func quantity(_ name: StaticString, _ unit: StaticString, default known: String) -> OMEQuantity? {
        number(name).map { OMEQuantity(value: $0, unit: self.unit(unit) ?? known) }
    }

    /// A distance or duration above 0; 0 is how writers say that they do not know.
    private func distance(_ name: StaticString, _ unit: StaticString, default known: String) -> OMEQuantity? {
        guard let quantity = quantity(name, unit, default: known), quantity.value != 0 else { return nil }
        if quantity.value > 0 {
            if !OMEUnit.relative.contains(quantity.unit), OMEUnit.parse(quantity.unit) == nil {
                ignored(unit, quantity.unit, "known unit")
            }
            return quantity
        }
        ignored(name, "\(quantity.value)", "number above 0")
        return nil
    }

    private func unit(_ name: StaticString) -> String? {
        self[name].flatMap(OMEText.trimmed)
    }

    private func truth(_ name: StaticString) -> Bool? {
        guard let text = self[name] else { return nil }
        switch OMEText.trimmed(text)?.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default:
            ignored(name, text, "truth value")
            return nil
        }
    }

    /// A convention of naming rows or columns.
    func naming(_ name: StaticString) -> OMEDocument.Naming? {
        guard let text = self[name] else { return nil }
        if let naming = OMEDocument.Naming(rawValue: text.lowercased()) { return naming }
        ignored(name, text, "convention of naming")
        return nil
    }

    // MARK: What is required

    private static let largest = 1 << 31

    private static func integer(_ text: String) -> Int? {
        Int(text) ?? OMEText.trimmed(text).flatMap { Int($0) }
    }

    private func invalid(_ name: StaticString, _ what: String) -> ParseError {
        let found = attributes[name].map { "is '\(OMEText.shown($0))'" } ?? "is missing"
        return ParseError("\(element): \(name) \(found); it must be \(what)", at: attributes.offset)
    }

    private func size(_ name: StaticString) throws(ParseError) -> Int {
        guard let number = self[name].flatMap(Self.integer), number >= 1, number <= Self.largest else {
            throw invalid(name, "a whole number from 1 to \(Self.largest)")
        }
        return number
    }

    /// A whole number that may be absent but not wrong.
    private func place(_ name: StaticString) throws(ParseError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Self.integer(text), number >= 0, number <= Self.largest else {
            throw invalid(name, "a whole number from 0 to \(Self.largest)")
        }
        return number
    }

    // MARK: Elements

    /// The attributes of `Pixels`.
    func pixels() throws(ParseError) -> OMEPixels {
        guard let order = self["DimensionOrder"].flatMap({ OMEPixels.DimensionOrder(rawValue: $0.uppercased()) }) else {
            throw invalid("DimensionOrder", "an order of planes such as XYZCT")
        }
        let typeName: StaticString = self["Type"] == nil && self["PixelType"] != nil ? "PixelType" : "Type"
        guard let type = self[typeName].flatMap({ OMEPixels.PixelType(rawValue: $0.lowercased()) }) else {
            throw invalid(typeName, "a type of OME-XML such as uint16")
        }
        var pixels = OMEPixels(
            dimensionOrder: order, type: type, sizeX: try size("SizeX"), sizeY: try size("SizeY"),
            sizeZ: try size("SizeZ"), sizeC: try size("SizeC"), sizeT: try size("SizeT"))
        var total = type.elementType.size
        for size in [pixels.sizeX, pixels.sizeY, pixels.sizeZ, pixels.sizeC, pixels.sizeT] {
            let (product, overflows) = total.multipliedReportingOverflow(by: size)
            guard !overflows else {
                throw ParseError("Pixels: the sizes make more bytes than can be counted", at: attributes.offset)
            }
            total = product
        }
        let micrometre = Unit.micrometre.symbol
        pixels.physicalSizeX = distance("PhysicalSizeX", "PhysicalSizeXUnit", default: micrometre)
        pixels.physicalSizeY = distance("PhysicalSizeY", "PhysicalSizeYUnit", default: micrometre)
        pixels.physicalSizeZ = distance("PhysicalSizeZ", "PhysicalSizeZUnit", default: micrometre)
        pixels.timeIncrement = distance("TimeIncrement", "TimeIncrementUnit", default: "s")
        pixels.significantBits = wholeNumber("SignificantBits", from: 1)
        pixels.isInterleaved = truth("Interleaved")
        pixels.isBigEndian = truth("BigEndian")
        return pixels
    }

    /// The attributes of `Channel`, or of the `LogicalChannel` of early files.
    func channel() -> OMEPixels.Channel {
        OMEPixels.Channel(
            id: self["ID"], name: self["Name"], samplesPerPixel: wholeNumber("SamplesPerPixel", from: 1),
            color: color(),
            emissionWavelength: distance("EmissionWavelength", "EmissionWavelengthUnit", default: "nm")
                ?? distance("EmWave", "", default: "nm"),
            excitationWavelength: distance("ExcitationWavelength", "ExcitationWavelengthUnit", default: "nm")
                ?? distance("ExWave", "", default: "nm"),
            fluor: self["Fluor"])
    }

    private func color() -> ChannelColor? {
        guard let text = self["Color"] else { return nil }
        if let number = Self.integer(text) {
            // Some write the same bits without a sign.
            if let bits = Int32(exactly: number) ?? UInt32(exactly: number).map({ Int32(bitPattern: $0) }) {
                return ChannelColor(omeNumber: bits)
            }
        }
        ignored("Color", text, "colour")
        return nil
    }

    /// The attributes of `Plane`; nil with a diagnostic if it belongs nowhere.
    func plane(_ pixels: OMEPixels?) -> OMEPixels.Plane? {
        guard let pixels, let z = wholeNumber("TheZ"), let c = wholeNumber("TheC"), let t = wholeNumber("TheT"),
            z < pixels.sizeZ, c < pixels.sizeC, t < pixels.sizeT
        else {
            builder.note("Plane at byte \(attributes.offset) is no plane of the image; it is left out")
            return nil
        }
        return completed(OMEPixels.Plane(z: z, c: c, t: t))
    }

    /// A plane with its times and positions, which early files have in elements of their own.
    func completed(_ plane: OMEPixels.Plane) -> OMEPixels.Plane {
        var known = plane
        known.deltaT = quantity("DeltaT", "DeltaTUnit", default: "s") ?? known.deltaT
        known.exposureTime = quantity("ExposureTime", "ExposureTimeUnit", default: "s") ?? known.exposureTime
        let frame = "reference frame"
        known.positionX = quantity("PositionX", "PositionXUnit", default: frame) ?? known.positionX
        known.positionY = quantity("PositionY", "PositionYUnit", default: frame) ?? known.positionY
        known.positionZ = quantity("PositionZ", "PositionZUnit", default: frame) ?? known.positionZ
        return known
    }

    /// The attributes of `TiffData`.
    func tiffData() throws(ParseError) -> OMEPixels.TiffData {
        var part = OMEPixels.TiffData()
        part.ifd = try place("IFD")
        part.firstZ = try place("FirstZ") ?? 0
        part.firstC = try place("FirstC") ?? 0
        part.firstT = try place("FirstT") ?? 0
        part.planeCount = try place("PlaneCount")
        // The name of the attribute in early files.
        if part.planeCount == nil { part.planeCount = try place("NumPlanes") }
        return part
    }

    /// The attributes of `ModuloAlongZ` and its kind.
    func modulo(_ axis: Axis) -> OMEModulo {
        let start = number("Start") ?? 0
        return OMEModulo(
            axis: axis, type: self["Type"], start: start, step: number("Step") ?? 1, end: number("End") ?? start,
            unit: unit("Unit"))
    }
}
