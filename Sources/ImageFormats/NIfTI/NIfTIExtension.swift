import ImageCore

/// One of the extensions behind a header: a code for its kind, and bytes that nobody else interprets.
struct NIfTIExtension: Sendable, Hashable {
    /// The kind, as registered: 2 DICOM, 4 AFNI, 6 comment, 32 CIFTI and so on.
    var code: Int
    /// The content, zeros that fill it up at the end included; empty where it was too large to be kept.
    var content: [UInt8]
    /// The size of a content that was too large to be kept.
    private(set) var omittedByteCount: Int?

    /// All extensions together that are read.
    static let byteCountLimit = 64 << 20
    /// All contents together that are kept: as attributes they take several times their size.
    static let contentLimit = 4 << 20
    /// The extensions that are kept: a file holds a few, and 8 bytes of it are enough for one.
    static let countLimit = 4096

    /// Parses the extensions in the bytes from behind the header to the pixels, or to the end of a header file.
    ///
    /// The first four bytes say whether there are any.
    /// - Parameters:
    ///   - start: the byte of the file where they begin, for messages.
    ///   - noticed: gets what is odd about them.
    /// - Throws: `ParseError` for one that reaches beyond the end.
    static func parse(
        _ bytes: RawSpan, byteOrder: ByteOrder, start: Int, _ noticed: inout [Diagnostic]
    ) throws(ParseError) -> [NIfTIExtension] {
        guard bytes.byteCount > 4, bytes.unsafeLoad(as: UInt8.self) != 0 else { return [] }
        var cursor = ByteCursor(bytes, byteOrder: byteOrder)
        try cursor.skip(4)
        var found: [NIfTIExtension] = []
        var (room, surplus, omitted) = (contentLimit, 0, 0)
        var oddSizes: [Int] = []
        while cursor.remaining >= 8 {
            let at = start + cursor.offset
            let size = Int(try cursor.read(Int32.self))
            let code = Int(try cursor.read(Int32.self))
            // Zeros fill what is left.
            if size == 0, code == 0 { break }
            guard size >= 8, size - 8 <= cursor.remaining else {
                throw ParseError(
                    "an extension of \(size) bytes, where \(cursor.remaining + 8) are left before the pixels", at: at)
            }
            let content = bytes.extracting(cursor.offset..<cursor.offset + size - 8)
            try cursor.skip(size - 8)
            guard found.count < countLimit else {
                surplus += 1
                continue
            }
            if size % 16 != 0 { oddSizes.append(size) }
            if content.byteCount <= room {
                room -= content.byteCount
                found.append(NIfTIExtension(code: code, content: content.withUnsafeBytes { Array($0) }))
            } else {
                omitted += 1
                found.append(NIfTIExtension(code: code, omitting: content.byteCount))
            }
        }
        if let size = oddSizes.first {
            noticed.append(
                Diagnostic(
                    oddSizes.count == 1
                        ? "an extension has \(size) bytes, which is no multiple of 16"
                        : "\(oddSizes.count) extensions have sizes that are no multiple of 16, the first \(size) bytes")
            )
        }
        if omitted > 0 {
            noticed.append(
                Diagnostic(
                    "the contents of \(omitted) extensions are left out: those of all would have more than "
                        + "\(contentLimit) bytes"))
        }
        if surplus > 0 {
            noticed.append(
                Diagnostic("\(surplus) extensions are left out: there are more than \(countLimit), which are kept"))
        }
        return found
    }

    /// The extensions as they lie in a file, the four bytes that announce them in front.
    ///
    /// - Throws: `invalidArgument` for more bytes than an extension can have.
    static func bytes(_ all: [NIfTIExtension]) throws(ImageError) -> [UInt8] {
        var bytes: [UInt8] = [all.isEmpty ? 0 : 1, 0, 0, 0]
        for one in all {
            // Sizes are multiples of 16, the eight bytes of size and code included.
            let size = (one.content.count + 8 + 15) / 16 * 16
            guard size <= byteCountLimit, let code = Int32(exactly: one.code) else {
                throw .invalidArgument(
                    "an extension of code \(one.code) and \(one.content.count) bytes cannot be written")
            }
            for number in [Int32(size), code] {
                for shift in stride(from: Int32(0), to: 32, by: 8) {
                    bytes.append(UInt8(truncatingIfNeeded: number >> shift))
                }
            }
            bytes += one.content + [UInt8](repeating: 0, count: size - 8 - one.content.count)
        }
        return bytes
    }

    // MARK: As attributes

    /// The code, and the content as text where it is text, else in hexadecimal digits; its size alone where it was too
    /// large to be kept.
    var attribute: AttributeValue {
        var map: Attributes = ["code": .int(code)]
        if let name = Self.names[code] { map["name"] = .string(name) }
        if let omittedByteCount {
            map["byte_count"] = .int(omittedByteCount)
        } else if let text {
            map["text"] = .string(text)
        } else {
            map["hex"] = .string(Self.hex(content))
        }
        return .mapping(map)
    }

    /// The extension that such a mapping describes, or nil.
    init?(_ attribute: AttributeValue) {
        guard let map = attribute.mappingValue, let code = map["code"]?.intValue else { return nil }
        self.code = code
        if let text = map["text"]?.stringValue {
            content = Array(text.utf8)
        } else if let digits = map["hex"]?.stringValue, let bytes = Self.bytes(hex: digits) {
            content = bytes
        } else {
            return nil
        }
    }

    init(code: Int, content: [UInt8]) {
        self.code = code
        self.content = content
    }

    /// One whose content of so many bytes is not kept.
    private init(code: Int, omitting byteCount: Int) {
        self.init(code: code, content: [])
        omittedByteCount = byteCount
    }

    /// The content without the zeros at its end, if that is text.
    var text: String? {
        let end = (content.lastIndex { $0 != 0 } ?? -1) + 1
        guard let text = String(validating: content[..<end], as: UTF8.self) else { return nil }
        let isText = text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\r" || $0 == "\t" }
        return isText ? text : nil
    }

    private static let names: [Int: String] = [
        2: "DICOM", 4: "AFNI", 6: "comment", 8: "XCEDE", 10: "JimDimInfo", 12: "workflow", 14: "FreeSurfer",
        16: "pickle", 18: "MiND", 30: "Caret", 32: "CIFTI", 34: "variable frame timing", 38: "eval", 40: "MATLAB",
        42: "Quantiphyse", 44: "MRS",
    ]

    private static let digits = Array("0123456789abcdef".utf8)

    private static func hex(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let values = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: values.count, by: 2) {
            guard let high = values[place], let low = values[place + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
