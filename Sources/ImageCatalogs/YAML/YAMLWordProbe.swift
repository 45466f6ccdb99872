import ImageCore

/// A word to be looked for in the bytes of a file, in any case.
struct YAMLWordProbe: Sendable {
    /// Letters, digits, `_` and `-` in ASCII, lower case: what stands in a file as it is, whatever is around it; empty for
    /// other words.
    let bytes: [UInt8]
    /// Whether these are the whole word; else they are the longest such part of it, without which it is nowhere.
    let isWhole: Bool

    init(_ word: String) {
        let lower = Array(word.lowercased().utf8)
        isWhole = lower.allSatisfy(Self.isPlain)
        // A number is not looked for as it is written, but as it is printed.
        let mayBeNumber = lower.allSatisfy { Self.isPlain($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "+") }
        let parts = lower.split { !Self.isPlain($0) }
        bytes = isWhole ? lower : mayBeNumber ? [] : parts.max { $0.count < $1.count }.map(Array.init) ?? []
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Whether the word stands in some bytes.
    func occurs(in text: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first, text.count >= bytes.count else { return bytes.isEmpty }
        // Letters differ in one bit between the cases; digits and marks have it set, or are found exactly below.
        let upper = first >= UInt8(ascii: "a") && first <= UInt8(ascii: "z") ? first & ~0x20 : first
        let last = text.count - bytes.count
        var position = 0
        while position <= last {
            let byte = text[position]
            if byte == first || byte == upper, fits(text, at: position) { return true }
            position += 1
        }
        return false
    }

    private func fits(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        for (offset, wanted) in bytes.enumerated() {
            let byte = text[start + offset]
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            if (isUpper ? byte | 0x20 : byte) != wanted { return false }
        }
        return true
    }
}

extension YAMLDocument {
    /// Whether a word stands in the key of a child or in the values of some of its located keys; nil if only decoding
    /// can tell.
    func holds(_ probe: YAMLWordProbe, child: Int, in keys: [Int]) -> Bool? {
        guard !probe.bytes.isEmpty, children.records.indices.contains(child) else { return nil }
        let pair = children.records[child]
        return bytes.withBytes { span in
            span.withUnsafeBytes { buffer in
                func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
                    UnsafeRawBufferPointer(rebasing: buffer[range.clamped(to: 0..<buffer.count)])
                }
                let whole = part(pair.whole)
                if !probe.occurs(in: whole) { return Self.hidesText(whole) ? nil : false }
                guard probe.isWhole else { return nil }
                if pair.keyForm != .complex, probe.occurs(in: part(pair.key)) { return true }
                var isSure = true
                for key in keys {
                    guard let field = childFields.field(key, child: child) else { return nil }
                    if field.form == .absent { continue }
                    let bytes = part(field.range)
                    let isPlain = field.form == .text || field.form == .quoted
                    if probe.occurs(in: bytes) {
                        // In a comment it would not count, nor in a tag, an escape or the name of an anchor.
                        if isPlain || !Self.hasMarks(bytes) { return true }
                        isSure = false
                    } else if Self.hidesText(bytes) {
                        isSure = false
                    }
                }
                return isSure ? false : nil
            }
        }
    }

    /// Whether a name stands in the bytes of a child exactly; true also if only decoding can tell.
    func mayHold(_ texts: [[UInt8]], child: Int) -> Bool {
        guard children.records.indices.contains(child) else { return true }
        let range = children.records[child].whole
        return bytes.withBytes { span in
            span.withUnsafeBytes { buffer in
                let whole = UnsafeRawBufferPointer(rebasing: buffer[range.clamped(to: 0..<buffer.count)])
                if Self.hidesText(whole, templates: true) { return true }
                return texts.allSatisfy { text in YAMLWordProbe(exactly: text).occurs(in: whole) }
            }
        }
    }

    /// Whether the bytes may mean texts that do not stand in them: escapes, aliases, merges,
    /// and templates where they are filled in.
    private static func hidesText(_ bytes: UnsafeRawBufferPointer, templates: Bool = false) -> Bool {
        var before: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "*"): return true
            case UInt8(ascii: "<") where before == UInt8(ascii: "<"): return true
            case UInt8(ascii: "{") where templates && before == UInt8(ascii: "{"): return true
            default: before = byte
            }
        }
        return false
    }

    private static func hasMarks(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.contains { "#!&*\\".utf8.contains($0) }
    }
}

extension YAMLWordProbe {
    /// A text whose case is not looked at either, since the bytes only sort out what cannot fit.
    init(exactly text: [UInt8]) {
        isWhole = true
        bytes = text.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
    }
}
