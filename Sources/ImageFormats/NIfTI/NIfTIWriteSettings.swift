import ImageCore
import ImageSources

/// What a caller says about how a NIfTI file is written, and what the file's name says.
struct NIfTIWriteSettings: Sendable {
    /// NIfTI-1 or NIfTI-2; nil for as the size demands.
    var version: NIfTIHeader.Version?
    /// Fields of the header that are set as they are.
    var fields = Attributes()
    /// Whether whole numbers of 64 bits are kept.
    var keepsWideIntegers = false
    /// The files of a pair, if the name is that of one of them.
    var pair: (header: String, pixels: String)?
    /// Whether the name says that the file is compressed.
    var isCompressed = false

    /// What the writer can be told.
    static let options = [
        OptionDescriptor(
            "nifti_version", .int,
            "1 or 2; by default 1, which all programs read, and 2 only for images of more than 32767 along an axis"),
        OptionDescriptor(
            "header", .mapping,
            "fields of the header by their names, such as descrip, intent_code, cal_max or sform_code; by default those "
                + "of the file that the image was read from, where they still hold"),
        OptionDescriptor(
            "int64", .bool,
            "whether whole numbers of 64 bits are written as such, which many programs do not read; by default they "
                + "are written as 32 bits, if they all fit"),
    ]

    /// The fields that may be set; all others follow from the image.
    private static let settable: [String: ClosedRange<Double>?] = {
        let short = -32768.0...32767
        var table: [String: ClosedRange<Double>?] = [
            "intent_code": short, "qform_code": 0...32767, "sform_code": 0...32767, "slice_start": short,
            "slice_end": short, "slice_code": 0...255, "dim_info": 0...255,
        ]
        for name in ["intent_p1", "intent_p2", "intent_p3", "cal_min", "cal_max", "slice_duration"] {
            table[name] = .some(-Double(Float.greatestFiniteMagnitude)...Double(Float.greatestFiniteMagnitude))
        }
        for name in ["descrip", "aux_file", "intent_name"] { table[name] = .some(nil) }
        return table
    }()

    /// - Throws: `invalidArgument` for an option that does not exist or makes no sense.
    init(_ options: Attributes, path: String) throws(ImageError) {
        isCompressed = path.lowercased().hasSuffix(".gz")
        if let name = NIfTIPairName(path), name.ending.lowercased() != "nii" {
            pair = (name.sibling("hdr"), name.sibling("img"))
        }
        for (key, value) in options.pairs {
            switch (key, value) {
            case ("nifti_version", .int(1)): version = .one
            case ("nifti_version", .int(2)): version = .two
            case ("header", .mapping(let fields)): self.fields = try Self.checked(fields)
            case ("int64", .bool(let flag)): keepsWideIntegers = flag
            case ("nifti_version", _):
                throw .invalidArgument("there is no NIfTI-\(value.json())", hint: "nifti_version is 1 or 2")
            default:
                throw .invalidArgument(
                    "NIfTI files have no setting '\(key)' of \(value.json())",
                    hint: nearestNameHint(to: key, among: Self.options.map(\.name)))
            }
        }
    }

    private static func checked(_ fields: Attributes) throws(ImageError) -> Attributes {
        var result = Attributes()
        for (name, value) in fields.pairs {
            guard let range = settable[name] else {
                throw .invalidArgument(
                    "'\(name)' is no field of the header that can be set",
                    hint: nearestNameHint(to: name, among: settable.keys.sorted()))
            }
            guard let range else {
                guard let text = value.stringValue else {
                    throw .invalidArgument("'\(name)' is a text, not \(value.json())")
                }
                let room = NIfTILayout.one.fields.first { $0.name == name }?.kind.byteCount ?? 0
                guard text.utf8.count <= room, !text.utf8.contains(0) else {
                    throw .invalidArgument(
                        "'\(name)' is \(text.utf8.count) bytes long; there is room for \(room), none of them 0")
                }
                result[name] = .string(text)
                continue
            }
            // Texts as from a command line.
            guard let number = value.doubleValue ?? value.stringValue.flatMap({ Double($0) }), range.contains(number)
            else { throw .invalidArgument("'\(name)' is a number from \(range), not \(value.json())") }
            let isWhole = NIfTILayout.one.fields.contains {
                $0.name == name && [.int16, .uint8].contains($0.kind)
            }
            if isWhole {
                guard let whole = Int(exactly: number) else {
                    throw .invalidArgument("'\(name)' is a whole number, not \(value.json())")
                }
                result[name] = .int(whole)
            } else {
                result[name] = .double(number)
            }
        }
        return result
    }
}
