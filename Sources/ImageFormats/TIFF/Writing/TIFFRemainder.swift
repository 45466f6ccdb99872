import ImageCore
import ImageSources

/// What the description of a TIFF file has no place for, kept beside it so that an image comes back as it was: an XMP
/// packet (tag 700) with one property, a mapping in JSON.
///
/// Other programs leave it out when they save the image, so that it never tells of pixels that were changed since. The
/// keys are `axes` (letters, slowest first, those of length 1 included), `dtype`, and `spacing`, `spacing_units`,
/// `origin`, `coords`, `affine`, `metadata` as in `ImageDescription`; null stands for what is not known although the
/// description says something.
struct TIFFRemainder: Sendable {
    /// The mapping; empty if the description says it all.
    private(set) var fields = Attributes()
    private let metadata: ImageMetadata
    private let found: AxisOrder

    static let element = "imageintake"

    /// Begins with what no description holds.
    ///
    /// - Parameter axes: those that readers find by the description.
    init(_ image: WritableImage, of axes: AxisOrder) {
        metadata = image.metadata
        found = axes
        if image.axes != axes { fields["axes"] = .string(image.axes.letters) }
        if image.elementType == .bool { fields["dtype"] = .string(image.elementType.rawValue) }
        for (axis, values) in metadata.coords.sorted(by: { $0.key < $1.key }) where image.axes.contains(axis) {
            set("coords", axis, values.attribute)
        }
        fields["affine"] = metadata.affine?.attribute
        var attributes = metadata.attributes
        // The header of the file that the image came from is none of this one.
        attributes["fileheader"] = nil
        if !attributes.isEmpty { fields["metadata"] = .mapping(attributes) }
    }

    /// Takes up what is known about an axis and is not what readers find.
    mutating func compare(_ axis: Axis, spacing: Double?, unit text: String?, origin: Double?) {
        var (spacing, unit, origin) = (spacing, text.flatMap { Unit.parse($0)?.unit }, origin)
        // A pixel as large as a pixel is of unknown size.
        if axis.kind == .space, unit == nil, spacing == 1 { spacing = nil }
        if !found.contains(axis) { spacing = nil }
        if spacing == nil { (unit, origin) = (nil, nil) }
        // What is made of times is for each reader to decide.
        let isCertain = metadata.coords[axis] == nil
        if spacing != metadata.spacing[axis] || !isCertain {
            set("spacing", axis, metadata.spacing[axis].map { .double($0) } ?? .null)
        }
        if unit != metadata.units[axis] || !isCertain {
            set("spacing_units", axis, metadata.units[axis].map { .string($0.symbol) } ?? .null)
        }
        if origin != metadata.origin[axis] || !isCertain {
            set("origin", axis, metadata.origin[axis].map { .double($0) } ?? .null)
        }
    }

    /// Leaves out the names of channels if readers find them.
    mutating func compareNames(_ names: [String]?) {
        guard let names, case .labels(names)? = metadata.coords[.c], found.contains(.c),
            names.allSatisfy({ !$0.isEmpty && $0 == $0.trimmingBlanks && $0.unicodeScalars.allSatisfy { $0 >= " " } }),
            var coords = fields["coords"]?.mappingValue
        else { return }
        coords["c"] = nil
        fields["coords"] = coords.isEmpty ? nil : .mapping(coords)
    }

    private mutating func set(_ key: String, _ axis: Axis, _ value: AttributeValue) {
        var map = fields[key]?.mappingValue ?? Attributes()
        map[axis.description] = value
        fields[key] = .mapping(map)
    }

    /// The packet; nil if there is nothing to keep.
    var packet: String? {
        guard !fields.isEmpty else { return nil }
        var writer = XMLWriter()
        writer.open("x:xmpmeta", [("xmlns:x", "adobe:ns:meta/")])
        writer.open("rdf:RDF", [("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")])
        writer.open("rdf:Description", [("rdf:about", ""), ("xmlns:intake", "urn:imageintake:tiff")])
        writer.element("intake:" + Self.element, text: AttributeValue.mapping(fields).json())
        for _ in 0..<3 { writer.close() }
        return "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" + writer.text + "<?xpacket end=\"r\"?>"
    }

    /// The mapping of a packet; nil if it has none, as those of other programs.
    static func fields(ofPacket bytes: RawSpan) -> Attributes? {
        let handler = Handler()
        guard (try? XMLParser.parse(bytes, handler)) != nil, !handler.text.isEmpty else { return nil }
        return (try? AttributeValue(parsingJSON: Bytes(utf8: handler.text)))?.mappingValue
    }

    private final class Handler: XMLHandler {
        var text = ""
        var wantsText = false

        func start(_ name: String, _ attributes: XMLAttributes) { wantsText = name == TIFFRemainder.element }
        func text(_ piece: String) { text += piece }
        func end() { wantsText = false }
    }
}
