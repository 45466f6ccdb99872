import ImageCodecs
import ImageCore

/// What is known of an image that no field of a header holds.
///
/// That is names of channels, attributes, numbers beyond single precision. It lies in an extension (a comment), as JSON.
///
/// What it says about geometry holds only as long as the header is as it was written: other programs change headers and
/// copy extensions.
struct NIfTIRecord: Sendable {
    var geometry: NIfTIGeometry?
    var channels: [String]?
    var attributes = Attributes()
    /// The header that the geometry belongs to.
    private var fingerprint = ""

    private static let key = "ImageIntake"
    /// The code of a comment.
    private static let code = 6

    /// The record for a header; nil if there is nothing to keep.
    init?(_ geometry: NIfTIGeometry?, channels: [String]?, attributes: Attributes, for header: Attributes) {
        guard geometry != nil || channels != nil || !attributes.isEmpty else { return nil }
        self.geometry = geometry
        self.channels = channels
        self.attributes = attributes
        fingerprint = Self.fingerprint(of: header)
    }

    /// The record in an extension; nil if it is another one.
    init?(_ one: NIfTIExtension, for header: Attributes) {
        guard one.code == Self.code, one.content.starts(with: Array("{\"\(Self.key)\":".utf8)), let text = one.text,
            let document = try? AttributeValue(parsingJSON: Bytes(utf8: text)),
            let map = document.mappingValue?[Self.key]?.mappingValue
        else { return nil }
        if let names = map["channels"]?.arrayValue { channels = names.compactMap(\.stringValue) }
        attributes = map["attributes"]?.mappingValue ?? Attributes()
        fingerprint = map["header"]?.stringValue ?? ""
        if fingerprint == Self.fingerprint(of: header), let value = map["geometry"]?.mappingValue {
            geometry = NIfTIGeometry(value)
        }
    }

    /// The extension that holds it.
    var asExtension: NIfTIExtension {
        var map: Attributes = ["header": .string(fingerprint)]
        map["geometry"] = geometry.map { .mapping($0.attribute) }
        map["channels"] = channels.map { .array($0.map { .string($0) }) }
        if !attributes.isEmpty { map["attributes"] = .mapping(attributes) }
        let document = AttributeValue.mapping([Self.key: .mapping(map)])
        return NIfTIExtension(code: Self.code, content: Array(document.json().utf8))
    }

    /// A checksum of the fields that geometry is read from.
    private static func fingerprint(of header: Attributes) -> String {
        let names = [
            "dim", "pixdim", "xyzt_units", "toffset", "qform_code", "sform_code", "quatern_b", "quatern_c", "quatern_d",
            "qoffset_x", "qoffset_y", "qoffset_z", "srow_x", "srow_y", "srow_z",
        ]
        let text = AttributeValue.array(names.map { header[$0] ?? .null }).json()
        let bytes = Bytes(utf8: text)
        var checksum = CRC32()
        bytes.withBytes { checksum.append($0) }
        return String(checksum.value, radix: 16)
    }
}

extension NIfTIGeometry {
    /// As a mapping.
    fileprivate var attribute: Attributes {
        func byLetter(_ pairs: [(Axis, AttributeValue)]) -> AttributeValue {
            .mapping(Attributes(pairs.sorted { $0.0 < $1.0 }.map { ($0.0.description, $0.1) }))
        }
        var map: Attributes = ["axes": .string(String(axes.flatMap(\.description)))]
        map["spacing"] = byLetter(spacing.map { ($0, .double($1)) })
        map["units"] = byLetter(units.map { ($0, .string($1.symbol)) })
        map["origin"] = byLetter(origin.map { ($0, .double($1)) })
        map["coords"] = byLetter(coords.map { ($0, $1.attribute) })
        map["affine"] = affine?.attribute
        return map
    }

    /// From such a mapping; nil if it is none.
    fileprivate init?(_ map: Attributes) {
        guard let letters = map["axes"]?.stringValue else { return nil }
        axes = letters.compactMap { Axis(letter: $0) }
        guard axes.count == letters.count else { return nil }
        func byAxis<T>(_ key: String, _ value: (AttributeValue) -> T?) -> [Axis: T] {
            var result: [Axis: T] = [:]
            for (letter, item) in map[key]?.mappingValue?.pairs ?? [] {
                if letter.count == 1, let axis = letter.first.flatMap({ Axis(letter: $0) }) {
                    result[axis] = value(item)
                }
            }
            return result
        }
        func numbers(_ value: AttributeValue?) -> [Double]? {
            guard let items = value?.arrayValue else { return nil }
            let numbers = items.compactMap(\.doubleValue)
            return numbers.count == items.count ? numbers : nil
        }
        spacing = byAxis("spacing", \.doubleValue)
        units = byAxis("units") { $0.stringValue.flatMap { Unit(rawValue: $0) } }
        origin = byAxis("origin", \.doubleValue)
        coords = byAxis("coords") { value in
            if let values = numbers(value) { return .values(values) }
            let labels = value.arrayValue?.compactMap(\.stringValue)
            return labels.map { .labels($0) }
        }
        if let placement = map["affine"]?.mappingValue, let origin = numbers(placement["origin"]) {
            var directions: [Axis: [Double]] = [:]
            for (letter, item) in placement["directions"]?.mappingValue?.pairs ?? [] {
                guard letter.count == 1, let axis = letter.first.flatMap({ Axis(letter: $0) }),
                    let vector = numbers(item), vector.count == origin.count
                else { return nil }
                directions[axis] = vector
            }
            affine = Affine(space: placement["space"]?.stringValue, directions: directions, origin: origin)
        }
    }
}
