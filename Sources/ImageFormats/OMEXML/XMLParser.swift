import CExpat
import ImageCore

/// What is told about an XML document, in its order.
///
/// Names come without their prefix: the namespaces of OME differ by year and mean the same.
protocol XMLHandler: AnyObject {
    /// Whether the text that follows is of use; asked before each piece of it.
    var wantsText: Bool { get }
    /// An element begins.
    func start(_ name: String, _ attributes: XMLAttributes) throws(ParseError)
    /// A piece of text; one text may come in several.
    func text(_ piece: String)
    /// The element that began last ends.
    func end()
}

/// The attributes of an element; to be used while its start is handled, not later.
struct XMLAttributes {
    // Names and values in turn, ended by a null pointer.
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    /// The byte of the document at which the element starts.
    let offset: Int

    /// The value of an attribute with this name, whatever its prefix.
    subscript(name: StaticString) -> String? {
        guard var pair = pairs else { return nil }
        while let stored = pair[0], let value = pair[1] {
            if XMLParser.isNamed(stored, name) { return String(cString: value) }
            pair += 2
        }
        return nil
    }
}

/// Reads XML by expat: one pass, no tree, no document type, no file but the one given.
///
/// This file is the only one that talks to the library.
enum XMLParser {
    /// How deep elements may nest.
    static let maximalDepth = 128
    /// How long a document may be.
    static let maximalLength = 1 << 30

    /// Parses a whole document.
    ///
    /// - Returns: whether the text was no UTF-8 and has been taken for Latin-1.
    /// - Throws: `ParseError` for what is no well-formed XML, declares a document type or entities, or nests too deep;
    ///   and what the handler throws.
    @discardableResult
    static func parse(_ bytes: RawSpan, _ handler: some XMLHandler) throws(ParseError) -> Bool {
        guard bytes.byteCount <= maximalLength else {
            throw ParseError("more than \(maximalLength) bytes of XML", at: maximalLength)
        }
        let range = content(bytes)
        let text = bytes.extracting(range)
        let encoding = encoding(text)
        guard let parser = XML_ParserCreate(encoding) else { throw ParseError("no memory for an XML parser", at: 0) }
        defer { XML_ParserFree(parser) }
        let run = XMLRun(parser, handler, base: range.lowerBound)
        XML_SetUserData(parser, Unmanaged.passUnretained(run).toOpaque())
        XML_SetElementHandler(
            parser, { XMLRun.of($0)?.start($1, $2) }, { data, _ in XMLRun.of(data)?.end() })
        XML_SetCharacterDataHandler(parser) { XMLRun.of($0)?.text($1, $2) }
        // Without a document type there are no entities, no external files and no attributes from elsewhere.
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            XMLRun.of(data)?.stop("a document type is declared, which may define entities")
        }
        let status = text.withUnsafeBytes {
            XML_Parse(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), 1)
        }
        // The parser holds a pointer to it until here.
        try withExtendedLifetime(run) { () throws(ParseError) in
            if let error = run.error { throw error }
            guard status == XML_STATUS_OK else {
                let problem = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unreadable"
                throw ParseError("invalid XML: \(problem)", at: run.offset)
            }
        }
        return encoding == "ISO-8859-1"
    }

    /// Where the document is: without blanks and NUL bytes around it, which expat refuses, and the mark of UTF-8.
    private static func content(_ bytes: RawSpan) -> Range<Int> {
        bytes.withUnsafeBytes { buffer in
            if isWide(buffer) { return 0..<buffer.count }
            let isBlank = { (byte: UInt8) in byte <= 0x20 }
            var start = 0
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
            start = buffer[start...].firstIndex { !isBlank($0) } ?? buffer.count
            let end = buffer[start...].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
            return start..<end
        }
    }

    /// The encoding by the bytes themselves, which declarations in files do not always tell; nil for UTF-16.
    private static func encoding(_ text: RawSpan) -> String? {
        text.withUnsafeBytes { buffer in
            if isWide(buffer) { return nil }
            return UTF8.isValid(buffer) ? "UTF-8" : "ISO-8859-1"
        }
    }

    private static func isWide(_ buffer: UnsafeRawBufferPointer) -> Bool {
        buffer.starts(with: [0xFE, 0xFF]) || buffer.starts(with: [0xFF, 0xFE])
    }

    /// Whether a name without its prefix is a certain one.
    fileprivate static func isNamed(_ stored: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        var place = 0
        name.withUTF8Buffer { wanted in
            while place < count, UInt8(bitPattern: stored[place]) == wanted[place] { place += 1 }
        }
        if place == count, stored[place] == 0 { return true }
        while stored[place] != 0 {
            if stored[place] == 0x3A { return isNamed(stored + place + 1, name) }
            place += 1
        }
        return false
    }
}

extension UTF8 {
    /// Whether some bytes are valid UTF-8.
    fileprivate static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.allSatisfy({ $0 < 0x80 }) { return true }
        return String(validating: bytes, as: UTF8.self) != nil
    }
}

/// One pass over a document: what expat calls.
private final class XMLRun {
    private let parser: XML_Parser
    private let handler: any XMLHandler
    private let base: Int
    private var depth = 0
    /// What the handler threw; nothing is told to it afterwards.
    private(set) var error: ParseError?

    init(_ parser: XML_Parser, _ handler: any XMLHandler, base: Int) {
        self.parser = parser
        self.handler = handler
        self.base = base
    }

    static func of(_ data: UnsafeMutableRawPointer?) -> XMLRun? {
        data.map { Unmanaged<XMLRun>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The byte that is looked at.
    var offset: Int { base + max(Int(XML_GetCurrentByteIndex(parser)), 0) }

    func stop(_ message: String) {
        stop(ParseError(message, at: offset))
    }

    private func stop(_ error: ParseError) {
        guard self.error == nil else { return }
        self.error = error
        XML_StopParser(parser, 0)
    }

    func start(_ name: UnsafePointer<CChar>?, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard error == nil, let name else { return }
        depth += 1
        guard depth <= XMLParser.maximalDepth else {
            return stop("elements nest to more than \(XMLParser.maximalDepth) levels")
        }
        var local = name
        var place = name
        while place.pointee != 0 {
            if place.pointee == 0x3A { local = place + 1 }
            place += 1
        }
        do {
            try handler.start(String(cString: local), XMLAttributes(pairs: pairs, offset: offset))
        } catch {
            stop(error)
        }
    }

    func end() {
        guard error == nil else { return }
        depth -= 1
        handler.end()
    }

    func text(_ start: UnsafePointer<CChar>?, _ count: Int32) {
        guard error == nil, let start, count > 0, handler.wantsText else { return }
        handler.text(String(decoding: UnsafeRawBufferPointer(start: start, count: Int(count)), as: UTF8.self))
    }
}
