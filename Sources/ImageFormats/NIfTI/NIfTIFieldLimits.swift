import ImageCore

/// What the fields of a version of the header can hold.
struct NIfTIFieldLimits: Sendable {
    private let version: NIfTIHeader.Version

    private static let sizes = "pixdim"
    private static let matrix = [
        "quatern_b", "quatern_c", "quatern_d", "qoffset_x", "qoffset_y", "qoffset_z", "srow_x", "srow_y", "srow_z",
    ]

    init(_ version: NIfTIHeader.Version) {
        self.version = version
    }

    /// Takes out numbers that their fields do not hold, and the whole matrix if some are in it.
    func apply(to fields: inout Attributes, _ lost: inout [Diagnostic]) {
        var isPlaced = true
        for field in version.layout.fields {
            guard let value = fields[field.name] else { continue }
            let numbers = (value.arrayValue ?? [value]).compactMap(\.doubleValue)
            if field.name == Self.sizes {
                let kept = numbers.map { holds($0, field.kind) && (isNonzero($0, field.kind) || $0 == 0) ? $0 : 0 }
                isPlaced = isPlaced && kept == numbers
                fields[field.name] = .array(kept.map { .double($0) })
            } else if Self.matrix.contains(field.name) {
                isPlaced = isPlaced && numbers.allSatisfy { holds($0, field.kind) }
            } else if let number = numbers.first(where: { $0.isFinite && !holds($0, field.kind) }) {
                fields[field.name] = nil
                lost.append(
                    Diagnostic("\(field.name) is left out: \(version.title) files do not hold \(number) there"))
            }
        }
        guard !isPlaced else { return }
        for name in Self.matrix + ["qform_code", "sform_code"] { fields[name] = nil }
        lost.append(
            Diagnostic(
                "spacing or position are beyond the numbers of \(version.title) files; they are in the extension of this "
                    + "package alone, and the header has no matrix"))
    }

    private func holds(_ number: Double, _ kind: NIfTILayout.Kind) -> Bool {
        switch kind {
        case .uint8: UInt8(exactly: number) != nil
        case .int16: Int16(exactly: number) != nil
        case .int32: Int32(exactly: number) != nil
        case .int64: Int64(exactly: number) != nil
        case .float32: Float(number).isFinite
        case .float64: number.isFinite
        case .text: true
        }
    }

    private func isNonzero(_ number: Double, _ kind: NIfTILayout.Kind) -> Bool {
        kind == .float32 ? Float(number).isNormal : number.isNormal
    }
}
