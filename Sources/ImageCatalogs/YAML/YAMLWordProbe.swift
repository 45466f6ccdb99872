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
        let anchored = aliasedFields(of: child, keys)
        return bytes.withBytes { span in
            span.withUnsafeBytes { buffer in
                func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
                    UnsafeRawBufferPointer(rebasing: buffer[range.clamped(to: 0..<buffer.count)])
                }
                // What aliases stand for is looked at where it stands; around them is the rest.
                var hides = anchored.contains { Self.hidesText(part($0.target)) }
                var start = pair.whole.lowerBound
                for alias in anchored.map(\.field).sorted(by: { $0.lowerBound < $1.lowerBound }) {
                    hides = hides || Self.hidesText(part(start..<max(start, alias.lowerBound)))
                    start = alias.upperBound
                }
                hides = hides || Self.hidesText(part(start..<max(start, pair.whole.upperBound)))
                guard
                    probe.occurs(in: part(pair.whole))
                        || anchored.contains(where: { probe.occurs(in: part($0.target)) })
                else { return hides ? nil : false }
                guard probe.isWhole else { return nil }
                if pair.keyForm == .verbatim || pair.keyForm == .quoted, probe.occurs(in: part(pair.key)) {
                    return true
                }
                var isSure = pair.keyForm != .alias
                for key in keys {
                    guard let field = childFields.field(key, child: child) else { return nil }
                    if field.form == .absent { continue }
                    let bytes = part(anchored.first { $0.key == key }?.target ?? field.range)
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

    /// Those located values of a child that are an alias and nothing else, with the place of what they stand for.
    private func aliasedFields(of child: Int, _ keys: [Int]) -> [(key: Int, field: Range<Int>, target: Range<Int>)] {
        guard anchors.count > 0 else { return [] }
        return keys.compactMap { key in
            guard let field = childFields.field(key, child: child), field.form == .other, field.range.count < 100,
                case let text = text(field.range), text.hasPrefix("*"),
                let anchor = anchors.anchor(named: String(text.dropFirst()), before: field.range.lowerBound)
            else { return nil }
            // The name of the anchor is no part of the value.
            let start = anchor.range.lowerBound + text.utf8.count
            return (key, field.range, start..<max(start, anchor.range.upperBound))
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
