import ImageCore
import ImageSources

/// The header of an NRRD file to be written, without encoding and data file.
///
/// Two layouts are read alike by teem and ITK. Images of space (and channels) state `space directions`, `space units`
/// and `space origin`, or the full placement where one is known. Images with time or `i`, or with a spacing known along
/// some axes only, state `spacings`, `units` and `axis mins` per axis, because directions leave no room for these.
enum NRRDHeaderText {
    static func make(_ image: WritableImage) -> (text: String, lost: [Diagnostic]) {
        let encoded = EncodedImage(image)
        // The file lists the fastest axis first.
        let axes = Array(encoded.axes.reversed())
        let spatial = axes.filter { $0.kind == .space }
        let others = axes.contains { $0.kind == .time || $0.kind == .list }
        var lost: [Diagnostic] = []
        var lines = [
            "NRRD0005", "# written by ImageIntake", "type: \(typeName(image.elementType))", "dimension: \(axes.count)",
        ]
        let placed = !others && !spatial.isEmpty && spatial.allSatisfy { $0.direction != nil }
        let vectorLength = encoded.metadata.spaceOrigin?.count ?? 0
        if placed, vectorLength >= spatial.count, spatial.allSatisfy({ $0.direction?.count == vectorLength }) {
            lines.append(encoded.metadata.space.map { "space: \($0)" } ?? "space dimension: \(vectorLength)")
            lines += sizesAndKinds(axes)
            lines.append("space directions: " + axes.map { vector($0.direction) }.joined(separator: " "))
            // The space's axes are not the image's: only a unit that all share can be said of them.
            if let unit = spatial.first?.unit, spatial.allSatisfy({ $0.unit == unit }) {
                lines += spaceUnits(Array(repeating: unit, count: vectorLength))
            } else if spatial.contains(where: { $0.unit != nil }) {
                lost.append(Diagnostic("units that differ between axes are not kept beside a placement in space"))
            }
            lines.append("space origin: \(vector(encoded.metadata.spaceOrigin))")
            if let frame = headerField("measurement frame", encoded) { lines.append("measurement frame: \(frame)") }
        } else {
            if headerField("measurement frame", encoded) != nil {
                lost.append(Diagnostic("the measurement frame is not kept without a placement in space"))
            }
            if image.metadata.affine != nil {
                lost.append(Diagnostic("the placement in space is not kept beside other axes than those of space"))
            }
            if !others, !spatial.isEmpty, spatial.allSatisfy({ $0.spacing != nil }) {
                lines.append("space dimension: \(spatial.count)")
                lines += sizesAndKinds(axes)
                lines += directions(axes, spatial)
            } else {
                lines += sizesAndKinds(axes)
                lines += perAxis(axes)
            }
        }
        lines += keyValues(image, encoded, &lost)
        return (lines.joined(separator: "\n") + "\n", lost)
    }

    /// A field of the file that the image came from, where that was an NRRD file.
    private static func headerField(_ name: String, _ encoded: EncodedImage) -> String? {
        encoded.metadata.attributes["fileheader"]?.mappingValue?[name]?.stringValue
    }

    private static func sizesAndKinds(_ axes: [StoredAxis]) -> [String] {
        let kinds = axes.map { axis in
            switch axis.kind {
            case .space: "domain"
            case .time: "time"
            case .channel, .list, .unknown: "list"
            }
        }
        return [
            "sizes: " + axes.map { String($0.length) }.joined(separator: " "),
            "kinds: " + kinds.joined(separator: " "),
            "labels: " + axes.map { quoted($0.label ?? "") }.joined(separator: " "),
        ]
    }

    /// Directions along the space's own axes: x along its first, y and z along the next, in whatever order the file has
    /// them.
    private static func directions(_ axes: [StoredAxis], _ spatial: [StoredAxis]) -> [String] {
        let space = spatial.sorted { ($0.label ?? "") < ($1.label ?? "") }
        let vectors = axes.map { axis in
            axis.kind == .space ? vector(space.map { $0.label == axis.label ? axis.spacing ?? 0 : 0 }) : "none"
        }
        var lines = ["space directions: " + vectors.joined(separator: " ")] + spaceUnits(space.map(\.unit))
        if space.contains(where: { $0.origin != nil }) {
            lines.append("space origin: \(vector(space.map { $0.origin ?? 0 }))")
        }
        return lines
    }

    private static func perAxis(_ axes: [StoredAxis]) -> [String] {
        var lines: [String] = []
        func list(_ numbers: [Double?]) -> String { numbers.map { number($0 ?? .nan) }.joined(separator: " ") }
        if axes.contains(where: { $0.spacing != nil }) {
            lines.append("spacings: " + list(axes.map(\.spacing)))
            if axes.contains(where: { $0.unit != nil }) {
                lines.append("units: " + axes.map { quoted(ascii($0.unit)) }.joined(separator: " "))
            }
        }
        if axes.contains(where: { $0.origin != nil }) {
            lines.append("axis mins: " + list(axes.map(\.origin)))
            // With "cell" ITK would move the origin by half an element.
            lines.append(
                "centers: " + axes.map { $0.kind == .space || $0.kind == .time ? "node" : "???" }.joined(separator: " ")
            )
        }
        return lines
    }

    private static func spaceUnits(_ units: [String?]) -> [String] {
        guard units.contains(where: { $0 != nil }) else { return [] }
        return ["space units: " + units.map { quoted(ascii($0)) }.joined(separator: " ")]
    }

    private static func keyValues(
        _ image: WritableImage, _ encoded: EncodedImage, _ lost: inout [Diagnostic]
    ) -> [String] {
        var lines: [String] = []
        if let names = encoded.metadata.channelNames {
            lines.append("channels:=" + escaped(names.map(quoted).joined(separator: " ")))
        }
        for (axis, coords) in image.metadata.coords.sorted(by: { $0.key < $1.key }) where axis != .c {
            lost.append(Diagnostic("NRRD files have no place for the \(coords.count) coordinates along \(axis)"))
        }
        for (key, value) in encoded.metadata.attributes.pairs where key != "fileheader" {
            // A key with these would be read as a field, a comment or another key.
            guard !key.isEmpty, !key.contains(":"), !key.hasPrefix("#"), key != "channels" else {
                lost.append(Diagnostic("'\(key)' cannot be a key of NRRD files; it is left out"))
                continue
            }
            lines.append("\(escaped(key)):=\(escaped(value.stringValue ?? value.json()))")
            if value.stringValue == nil {
                lost.append(Diagnostic("'\(key)' is kept as text, the only kind of value of NRRD files"))
            }
        }
        return lines
    }

    private static func typeName(_ type: ElementType) -> String {
        switch type {
        case .float32: "float"
        case .float64: "double"
        default: type.rawValue
        }
    }

    private static func ascii(_ symbol: String?) -> String {
        symbol.flatMap { Unit(rawValue: $0)?.asciiSymbol } ?? ""
    }

    /// The shortest digits that give the same number again.
    private static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }

    private static func vector(_ numbers: [Double]?) -> String {
        guard let numbers else { return "none" }
        return "(" + numbers.map(number).joined(separator: ",") + ")"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + replacing(text, ["\\": "\\\\", "\"": "\\\"", "\n": " ", "\r": ""]) + "\""
    }

    private static func escaped(_ text: String) -> String {
        replacing(text, ["\\": "\\\\", "\n": "\\n", "\r": ""])
    }

    /// Replaces code points: a carriage return and a line feed are one `Character`, which would slip through.
    private static func replacing(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let other = table[scalar] {
                result.append(contentsOf: other.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
