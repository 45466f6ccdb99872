import ImageCore

/// The header of a NIfTI-1, NIfTI-2 or ANALYZE 7.5 image: what its fields say, each checked for what it must be to be
/// used at all.
struct NIfTIHeader: Sendable {
    /// The three kinds of header.
    enum Version: Sendable, Hashable {
        case analyze, one, two

        var layout: NIfTILayout {
            switch self {
            case .analyze: .analyze
            case .one: .one
            case .two: .two
            }
        }

        var title: String {
            switch self {
            case .analyze: "ANALYZE 7.5"
            case .one: "NIfTI-1"
            case .two: "NIfTI-2"
            }
        }

        /// Header, and the four bytes that announce extensions.
        var dataOffset: Int { layout.byteCount + 4 }
    }

    var version: Version
    /// Whether the pixels follow the header in the same file.
    var isSingleFile: Bool
    var byteOrder: ByteOrder
    /// The extents `dim[1]` to `dim[7]`, as many as `dim[0]` says.
    var extents: [Int]
    var dataType: NIfTIDataType
    /// The byte of the file where the pixels begin.
    var dataOffset: Int
    /// All fields by their names.
    var fields: Attributes
    /// What was noticed.
    var diagnostics: [Diagnostic] = []

    /// A number of a field.
    func number(_ name: String) -> Double { fields[name]?.doubleValue ?? 0 }

    /// A whole number of a field.
    func integer(_ name: String) -> Int { fields[name]?.intValue ?? 0 }

    /// A text of a field.
    func text(_ name: String) -> String { fields[name]?.stringValue ?? "" }

    /// The numbers of a field.
    func numbers(_ name: String) -> [Double] { fields[name]?.arrayValue?.compactMap(\.doubleValue) ?? [] }

    /// The distance along a dimension counted from 1; 0 where there is none.
    func pixelSize(_ dimension: Int) -> Double {
        let sizes = numbers("pixdim")
        return dimension < sizes.count ? sizes[dimension] : 0
    }

    /// The extent along a dimension counted from 1; 1 beyond the last.
    func extent(_ dimension: Int) -> Int { dimension <= extents.count ? extents[dimension - 1] : 1 }
}
