import ImageCore

/// The small file around a segment: a header, the blocks that tags point to, the segment, and one directory.
struct TIFFSegmentFile {
    private(set) var bytes: [UInt8] = []
    private let byteOrder: ByteOrder

    private struct Entry {
        var code: Int
        var type: Int
        var count: Int
        var content: [UInt8]
    }

    /// Makes the file.
    init(_ segment: TIFFSegment, _ source: UnsafeRawBufferPointer) throws(CodecError) {
        byteOrder = segment.byteOrder
        let order: UInt8 = byteOrder == .little ? 0x49 : 0x4D
        bytes = [order, order] + Self.number(42, 2, byteOrder) + [0, 0, 0, 0]
        var entries: [Int: Entry] = [:]
        let bits = Array(repeating: segment.bitsPerSample, count: segment.sampleCount)
        let fields: [(Int, Int, [Int])] = [
            (256, 4, [segment.width]), (257, 4, [segment.height]), (258, 3, bits), (259, 3, [segment.compression]),
            (262, 3, [segment.photometric]), (277, 3, [segment.sampleCount]), (278, 4, [segment.height]),
            (284, 3, [1]), (273, 4, [append(source)]), (279, 4, [source.count]),
        ]
        for (code, type, numbers) in fields { entries[code] = entry(code, type, numbers) }
        for tag in segment.tags {
            guard (1...0xFFFF).contains(tag.code), let size = Self.size(tag.type) else {
                throw CodecError("libtiff: tag \(tag.code) of type \(tag.type) cannot be")
            }
            // The layout is that of the one segment.
            if [256, 257, 259, 273, 277, 278, 279, 322, 323, 324, 325, 330].contains(tag.code) { continue }
            switch tag.value {
            case .numbers(let numbers): entries[tag.code] = entry(tag.code, tag.type, numbers)
            case .bytes(let content):
                guard content.count % size == 0 else {
                    throw CodecError("libtiff: tag \(tag.code) has \(content.count) bytes, no whole number of values")
                }
                entries[tag.code] = Entry(
                    code: tag.code, type: tag.type, count: content.count / size, content: content)
            case .blocks(let blocks):
                let offsets = blocks.map { block in block.withUnsafeBytes { append($0) } }
                entries[tag.code] = entry(tag.code, 4, offsets)
            }
        }
        appendDirectory(entries.values.sorted { $0.code < $1.code })
        guard bytes.count < 1 << 31 else { throw CodecError("libtiff: the segment is too large") }
    }

    private mutating func appendDirectory(_ entries: [Entry]) {
        var directory = Self.number(entries.count, 2, byteOrder)
        for entry in entries {
            directory += Self.number(entry.code, 2, byteOrder) + Self.number(entry.type, 2, byteOrder)
            directory += Self.number(entry.count, 4, byteOrder)
            if entry.content.count <= 4 {
                directory += entry.content + Array(repeating: 0, count: 4 - entry.content.count)
            } else {
                directory += Self.number(entry.content.withUnsafeBytes { append($0) }, 4, byteOrder)
            }
        }
        let offset = (directory + [0, 0, 0, 0]).withUnsafeBytes { append($0) }
        bytes.replaceSubrange(4..<8, with: Self.number(offset, 4, byteOrder))
    }

    /// Appends bytes at an even place, and returns that.
    private mutating func append(_ content: UnsafeRawBufferPointer) -> Int {
        if bytes.count % 2 == 1 { bytes.append(0) }
        let offset = bytes.count
        bytes += content
        return offset
    }

    private func entry(_ code: Int, _ type: Int, _ numbers: [Int]) -> Entry {
        let size = Self.size(type) ?? 1
        return Entry(
            code: code, type: type, count: numbers.count,
            content: numbers.flatMap { Self.number($0, size, byteOrder) })
    }

    /// The bytes of a value of a type; fractions are given as bytes.
    private static func size(_ type: Int) -> Int? {
        switch type {
        case 1, 2, 6, 7: 1
        case 3, 8: 2
        case 4, 9, 11, 13: 4
        case 5, 10, 12: 8
        default: nil
        }
    }

    /// The lowest bytes of a number.
    private static func number(_ value: Int, _ size: Int, _ order: ByteOrder) -> [UInt8] {
        (0..<size).map { byte in
            UInt8(truncatingIfNeeded: value >> ((order == .little ? byte : size - 1 - byte) * 8))
        }
    }
}
