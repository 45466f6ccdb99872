import ImageCore
import ImageSources

/// What a KLB header has no field for: a mapping in JSON in its 256 bytes of metadata, as much of it as fits.
///
/// The keys are `axes` (letters, slowest first, those of length 1 included), and `spacing`, `spacing_units`, `origin`,
/// `coords`, `affine`, `metadata` as in `ImageDescription`, in µm and s; null stands for what is not known although the
/// header says something. Numbers that are in the header too count only as long as they agree with it. `channels`, a list
/// of names, is understood as well.
enum KLBRemainder {
    /// The unit of the header along an axis.
    static func unit(_ axis: Axis) -> Unit { axis == .t ? .second : .micrometre }

    /// The mapping in a text; nil if it is none.
    static func fields(of text: String) -> Attributes? {
        guard text.utf8.first == UInt8(ascii: "{") else { return nil }
        return (try? AttributeValue(parsingJSON: Bytes(utf8: text)))?.mappingValue
    }

    /// The axes that the image had, if the mapping says so.
    static func axes(of fields: Attributes?) -> AxisOrder? {
        fields?["axes"]?.stringValue.flatMap { try? AxisOrder(parsing: $0) }
    }

    /// Takes up what the mapping says about axes that are there; what is of another kind than it should be is reported.
    static func restore(_ fields: Attributes, _ axes: inout [StoredAxis], _ metadata: inout StoredMetadata) {
        var odd: [String] = []
        change("spacing", of: fields, &axes, &odd) { axis, value in
            let header = axis.spacing.map { Float($0) }
            if value.isNull {
                if header == 1 { axis.spacing = nil }
            } else if let number = value.doubleValue {
                if Float(number) == header { axis.spacing = number }
            } else {
                return false
            }
            return true
        }
        change("spacing_units", of: fields, &axes, &odd) { axis, value in
            // Without a word an axis of space would take the unit of the others.
            if value.isNull { axis.unit = axis.kind == .space && axis.spacing != 1 ? "pixel" : nil }
            return value.isNull || value.stringValue != nil
        }
        change("origin", of: fields, &axes, &odd) { axis, value in
            axis.origin = value.doubleValue.flatMap { $0.isFinite ? $0 : nil }
            return value.isNull || axis.origin != nil
        }
        change("coords", of: fields, &axes, &odd) { axis, value in
            axis.coords = coordinates(value)
            return value.isNull || axis.coords != nil
        }
        if let value = fields["channels"] { name(value, &axes, &odd) }
        if let value = fields["affine"], !place(value, &axes, &metadata) { odd.append("affine") }
        if let value = fields["metadata"] {
            if value.mappingValue == nil { odd.append("metadata") }
            for (key, value) in value.mappingValue?.pairs ?? [] { metadata.attributes[key] = value }
        }
        guard !odd.isEmpty else { return }
        metadata.diagnostics.append(
            Diagnostic(
                "the metadata of the header say nothing that is understood about \(odd.joined(separator: ", ")); that is "
                    + "left out"))
    }

    /// Takes up names of channels, if there are as many as channels.
    private static func name(_ value: AttributeValue, _ axes: inout [StoredAxis], _ odd: inout [String]) {
        let names = value.arrayValue?.compactMap(\.stringValue) ?? []
        guard let count = value.arrayValue?.count, names.count == count else { return odd.append("channels") }
        if !names.isEmpty, let place = axes.firstIndex(where: { $0.kind == .channel }),
            axes[place].length == names.count
        {
            axes[place].coords = axes[place].coords ?? .labels(names)
        }
    }

    /// Takes up a placement in space, if its steps are as long as the header says.
    ///
    /// - Returns: whether it is one.
    private static func place(
        _ value: AttributeValue, _ axes: inout [StoredAxis], _ metadata: inout StoredMetadata
    ) -> Bool {
        guard let affine = value.mappingValue, let origin = numbers(affine["origin"]) else { return false }
        var placed = axes
        var fits = true
        var odd: [String] = []
        change("directions", of: affine, &placed, &odd) { axis, value in
            guard let vector = numbers(value), vector.count == origin.count else { return false }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if let spacing = axis.spacing, abs(length - spacing) > 1e-6 * spacing { fits = false }
            axis.direction = vector
            return true
        }
        guard odd.isEmpty else { return false }
        guard fits else { return true }
        axes = placed
        metadata.space = affine["space"]?.stringValue
        metadata.spaceOrigin = origin
        return true
    }

    /// A list of finite numbers.
    private static func numbers(_ value: AttributeValue?) -> [Double]? {
        guard let items = value?.arrayValue else { return nil }
        let numbers = items.compactMap(\.doubleValue).filter(\.isFinite)
        return numbers.count == items.count ? numbers : nil
    }

    private static func coordinates(_ value: AttributeValue) -> Coordinates? {
        guard let items = value.arrayValue else { return nil }
        let names = items.compactMap(\.stringValue)
        if names.count == items.count { return .labels(names) }
        return numbers(value).map { .values($0) }
    }

    /// Changes the axes that a mapping from letters names.
    ///
    /// - Parameters:
    ///   - odd: gets what is of another kind.
    ///   - body: returns whether the value is of the right kind.
    private static func change(
        _ key: String, of fields: Attributes, _ axes: inout [StoredAxis], _ odd: inout [String],
        _ body: (inout StoredAxis, AttributeValue) -> Bool
    ) {
        guard let value = fields[key] else { return }
        guard let map = value.mappingValue else { return odd.append(key) }
        for (letter, value) in map.pairs {
            guard let place = axes.firstIndex(where: { $0.label == letter }) else { continue }
            if !body(&axes[place], value) { odd.append("\(key).\(letter)") }
        }
    }
}
