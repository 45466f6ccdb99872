import ImageCore

/// What OME-XML says about images: the description of an OME-TIFF, or a companion file.
struct OMEDocument: Sendable, Equatable {
    /// The identity of the file that holds the text, such as `urn:uuid:...`.
    var uuid: String?
    /// The program that wrote it.
    var creator: String?
    /// Where the metadata are, if this file has pixels alone.
    var binaryOnly: BinaryOnly?
    /// The images in order.
    var images: [OMEImage] = []
    /// The plates of a screen.
    var plates: [Plate] = []
    /// What was wrong and could be left out.
    var diagnostics: [Diagnostic] = []

    /// A reference to the file that holds the metadata of this one.
    struct BinaryOnly: Sendable, Equatable {
        /// The name of the companion file.
        var metadataFile: String?
        /// The identity of the companion file.
        var uuid: String?
    }

    /// A plate of wells.
    struct Plate: Sendable, Equatable {
        /// The name, if it has one.
        var name: String?
        /// The wells that are described.
        var wells: [Well] = []

        /// A well with its images.
        struct Well: Sendable, Equatable {
            /// The row from 0.
            var row: Int
            /// The column from 0.
            var column: Int
            /// The name by the plate's conventions, such as `B2`.
            var name: String
            /// The identity of the image of each field, nil for a field without one.
            var fields: [String?] = []
        }
    }

    /// Where on a plate an image was taken.
    struct WellField: Sendable, Equatable {
        /// The name of the plate, if it has one.
        var plate: String?
        /// The name of the well.
        var well: String
        /// The number of the field in the well, from 0.
        var field: Int
    }

    /// Where each image was taken that lies on a plate, by the identities of images.
    var wellFields: [String: WellField] {
        var places: [String: WellField] = [:]
        for plate in plates {
            for well in plate.wells {
                for (number, image) in well.fields.enumerated() {
                    guard let image, places[image] == nil else { continue }
                    places[image] = WellField(plate: plate.name, well: well.name, field: number)
                }
            }
        }
        return places
    }

    /// Whether a description looks like OME-XML: its first element is `OME`, whatever the prefix.
    static func isOME(_ text: RawSpan) -> Bool {
        // Most descriptions do not begin as XML does.
        let first = text.withUnsafeBytes { $0.first { $0 > 0x20 } }
        guard first == UInt8(ascii: "<") || first == 0xEF else { return false }
        var rest = text.withUnsafeBytes { Array($0.prefix(1 << 14)) }[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop { $0 <= 0x20 }
        // Declarations and comments before the first element.
        while rest.starts(with: "<?".utf8) || rest.starts(with: "<!--".utf8) {
            let mark = rest.starts(with: "<?".utf8) ? "?>".utf8 : "-->".utf8
            guard let end = rest.indices.first(where: { rest[$0...].starts(with: mark) }) else { return false }
            rest = rest[(end + mark.count)...].drop { $0 <= 0x20 }
        }
        guard rest.first == UInt8(ascii: "<") else { return false }
        let name = rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        return name.split(separator: UInt8(ascii: ":")).last?.elementsEqual("OME".utf8) ?? false
    }
}

extension OMEDocument {
    /// How a row or a column is named.
    enum Naming: String {
        case letter, number

        /// The name of a row or column counted from 0: `A` to `Z`, `AA` ..., or a number from 1.
        func name(_ index: Int) -> String {
            guard self == .letter else { return String(index + 1) }
            var rest = index
            var letters: [Unicode.Scalar] = []
            while rest >= 0 {
                letters.append(Unicode.Scalar(UInt8(ascii: "A") + UInt8(rest % 26)))
                rest = rest / 26 - 1
            }
            return String(String.UnicodeScalarView(letters.reversed()))
        }
    }

    /// The name of a well, such as `B2`; a dash keeps two numbers or two words apart.
    static func wellName(row: Int, column: Int, rows: Naming, columns: Naming) -> String {
        rows.name(row) + (rows == columns ? "-" : "") + columns.name(column)
    }
}
