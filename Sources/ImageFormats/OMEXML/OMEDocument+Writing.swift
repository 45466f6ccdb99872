import ImageCore

extension OMEDocument {
    /// The document as OME-XML of 2016-06, in UTF-8.
    ///
    /// Identities are made of the places of images and channels. Characters that XML cannot hold become U+FFFD.
    var xml: String {
        let schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06"
        var writer = XMLWriter()
        writer.open(
            "OME",
            [
                ("xmlns", schema), ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                ("xsi:schemaLocation", "\(schema) \(schema)/ome.xsd"), ("UUID", uuid), ("Creator", creator),
            ])
        for (number, image) in images.enumerated() { image.write(to: &writer, number) }
        writer.close()
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + writer.text
    }
}

extension OMEImage {
    fileprivate func write(to writer: inout XMLWriter, _ number: Int) {
        writer.open("Image", [("ID", "Image:\(number)"), ("Name", name)])
        if let acquisitionDate { writer.element("AcquisitionDate", text: acquisitionDate) }
        if let text { writer.element("Description", text: text) }
        pixels.write(to: &writer, number)
        writer.close()
    }
}

extension OMEPixels {
    fileprivate func write(to writer: inout XMLWriter, _ number: Int) {
        var attributes: [(String, String?)] = [
            ("ID", "Pixels:\(number)"), ("DimensionOrder", dimensionOrder.rawValue), ("Type", type.rawValue),
            ("SizeX", "\(sizeX)"), ("SizeY", "\(sizeY)"), ("SizeZ", "\(sizeZ)"), ("SizeC", "\(sizeC)"),
            ("SizeT", "\(sizeT)"), ("BigEndian", isBigEndian.map { "\($0)" }),
            ("Interleaved", isInterleaved.map { "\($0)" }), ("SignificantBits", significantBits.map { "\($0)" }),
        ]
        attributes += Self.pair("PhysicalSizeX", physicalSizeX) + Self.pair("PhysicalSizeY", physicalSizeY)
        attributes += Self.pair("PhysicalSizeZ", physicalSizeZ) + Self.pair("TimeIncrement", timeIncrement)
        writer.open("Pixels", attributes)
        for (place, channel) in channels.enumerated() {
            writer.element(
                "Channel",
                [
                    ("ID", "Channel:\(number):\(place)"), ("Name", channel.name),
                    ("SamplesPerPixel", "\(channel.samplesPerPixel ?? 1)"),
                    ("Color", channel.color.map { "\($0.omeNumber)" }), ("Fluor", channel.fluor),
                ] + Self.pair("EmissionWavelength", channel.emissionWavelength)
                    + Self.pair("ExcitationWavelength", channel.excitationWavelength))
        }
        for part in tiffData { write(part, to: &writer) }
        for plane in planes {
            writer.element(
                "Plane",
                [("TheZ", "\(plane.z)"), ("TheC", "\(plane.c)"), ("TheT", "\(plane.t)")]
                    + Self.pair("DeltaT", plane.deltaT) + Self.pair("ExposureTime", plane.exposureTime)
                    + Self.pair("PositionX", plane.positionX) + Self.pair("PositionY", plane.positionY)
                    + Self.pair("PositionZ", plane.positionZ))
        }
        writer.close()
    }

    private func write(_ part: TiffData, to writer: inout XMLWriter) {
        let attributes: [(String, String?)] = [
            ("IFD", part.ifd.map { "\($0)" }), ("FirstZ", part.firstZ == 0 ? nil : "\(part.firstZ)"),
            ("FirstC", part.firstC == 0 ? nil : "\(part.firstC)"),
            ("FirstT", part.firstT == 0 ? nil : "\(part.firstT)"), ("PlaneCount", part.planeCount.map { "\($0)" }),
        ]
        guard let place = part.file, files.indices.contains(place), let uuid = files[place].uuid else {
            return writer.element("TiffData", attributes)
        }
        writer.open("TiffData", attributes)
        writer.element("UUID", [("FileName", files[place].fileName)], text: uuid)
        writer.close()
    }

    /// A number with its unit; the unit always stands, since readers differ about what its absence means.
    private static func pair(_ name: String, _ quantity: OMEQuantity?) -> [(String, String?)] {
        guard let quantity, quantity.value.isFinite else { return [] }
        return [(name, "\(quantity.value)"), (name + "Unit", quantity.unit)]
    }
}

/// XML text that grows.
struct XMLWriter {
    /// What has been written.
    private(set) var text = ""
    private var names: [String] = []

    /// Begins an element; attributes without a value are left out.
    mutating func open(_ name: String, _ attributes: [(String, String?)] = []) {
        begin(name, attributes)
        text += ">"
        names.append(name)
    }

    /// Ends the element that was begun last.
    mutating func close() {
        if let name = names.popLast() { text += "</\(name)>" }
    }

    /// A whole element.
    mutating func element(_ name: String, _ attributes: [(String, String?)] = [], text content: String? = nil) {
        begin(name, attributes)
        guard let content else {
            text += "/>"
            return
        }
        text += ">"
        append(content, isAttribute: false)
        text += "</\(name)>"
    }

    private mutating func begin(_ name: String, _ attributes: [(String, String?)]) {
        text += "<" + name
        for (key, value) in attributes {
            guard let value else { continue }
            text += " \(key)=\""
            append(value, isAttribute: true)
            text += "\""
        }
    }

    private mutating func append(_ content: String, isAttribute: Bool) {
        for scalar in content.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            // Readers turn line ends in attributes into blanks, and a carriage return into a line end.
            case "\r": text += "&#13;"
            case "\n" where isAttribute: text += "&#10;"
            case "\t" where isAttribute: text += "&#9;"
            case "\u{0}"..<"\u{9}", "\u{B}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": text.unicodeScalars.append("\u{FFFD}")
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
