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

    /// Takes up what the mapping says about axes that are there.
    static func restore(_ fields: Attributes, _ axes: inout [StoredAxis], _ metadata: inout StoredMetadata) {
        change(fields["spacing"], &axes) { axis, value in
            let header = axis.spacing.map { Float($0) }
            if value.isNull {
                if header == 1 { axis.spacing = nil }
            } else if let number = value.doubleValue, Float(number) == header {
                axis.spacing = number
            }
        }
        change(fields["spacing_units"], &axes) { axis, value in
            // Without a word an axis of space would take the unit of the others.
            if value.isNull { axis.unit = axis.kind == .space && axis.spacing != 1 ? "pixel" : nil }
        }
        change(fields["origin"], &axes) { axis, value in
            axis.origin = value.doubleValue.flatMap { $0.isFinite ? $0 : nil }
        }
        change(fields["coords"], &axes) { axis, value in axis.coords = coordinates(value) }
        if let names = fields["channels"]?.arrayValue?.compactMap(\.stringValue), !names.isEmpty,
            let place = axes.firstIndex(where: { $0.kind == .channel }), axes[place].length == names.count
        {
            axes[place].coords = axes[place].coords ?? .labels(names)
        }
        if let affine = fields["affine"]?.mappingValue { place(affine, &axes, &metadata) }
        for (key, value) in fields["metadata"]?.mappingValue?.pairs ?? [] { metadata.attributes[key] = value }
    }

    /// Takes up a placement in space, if it is one and its steps are as long as the header says.
    private static func place(_ affine: Attributes, _ axes: inout [StoredAxis], _ metadata: inout StoredMetadata) {
        guard let origin = numbers(affine["origin"]) else { return }
        var placed = axes
        var fits = true
        change(affine["directions"], &placed) { axis, value in
            guard let vector = numbers(value), vector.count == origin.count else { return fits = false }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if let spacing = axis.spacing, abs(length - spacing) > 1e-6 * spacing { fits = false }
            axis.direction = vector
        }
        guard fits else { return }
        axes = placed
        metadata.space = affine["space"]?.stringValue
        metadata.spaceOrigin = origin
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
    private static func change(
        _ values: AttributeValue?, _ axes: inout [StoredAxis], _ body: (inout StoredAxis, AttributeValue) -> Void
    ) {
        for (letter, value) in values?.mappingValue?.pairs ?? [] {
            if let place = axes.firstIndex(where: { $0.label == letter }) { body(&axes[place], value) }
        }
    }
}
