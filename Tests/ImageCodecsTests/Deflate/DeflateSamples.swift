import ImageCore

@testable import ImageCodecs

/// DEFLATE data whose blocks lie at known places.
struct DeflateSamples {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    /// Bytes of small numbers with noise: Huffman codes pay, and there are some matches.
    mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { $0 % 2 == 0 ? UInt8(next(8) * next(8)) : 1 }
    }

    /// Bytes without any order.
    mutating func random(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(next(256)) }
    }

    /// One block or several by ISA-L, ending at a byte.
    static func blocks(_ bytes: [UInt8], level: Int = 2, isLast: Bool = false) throws -> [UInt8] {
        let target = try ScatterTarget(count: GzipMember.blockByteCountLimit(bytes.count))
        let (_, count) = try target.withOutput(0..<target.count) { output in
            try Bytes(bytes).withBytes { span in
                try GzipMember(level: level).writeBlock(span, into: &output, isLast: isLast)
            }
        }
        return target.freeze(prefix: count).array
    }

    /// A stored block (RFC 1951, 3.2.4); at most 65535 bytes.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let low = UInt8(bytes.count & 255)
        let high = UInt8(bytes.count >> 8)
        return [0, low, high, ~low, ~high] + bytes
    }

    /// A block with the fixed codes, of bytes below 144, followed by an empty stored one to end at a byte.
    static func fixed(_ bytes: [UInt8]) -> [UInt8] {
        // The block's kind, 8 bits per byte with the first bit of the code first, 7 zeros for the end, a stored block.
        var bits: [Bool] = [false, true, false]
        for byte in bytes { bits += (0..<8).map { (Int(byte) + 0x30) >> (7 - $0) & 1 == 1 } }
        bits += Array(repeating: false, count: 7 + 3)
        while bits.count % 8 != 0 { bits.append(false) }
        let packed = stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 | (bits[start + $1] ? 1 << UInt8($1) : 0) }
        }
        return packed + [0, 0, 255, 255]
    }
}

extension ZlibSample {
    /// The bits where blocks with dynamic codes begin that are not the last, found with a decoder that stops behind each;
    /// before them lie some with fixed codes.
    static func blockStarts() -> [Int] {
        let bytes = Self.gzip
        let decoder = MarkerInflate(limit: 1 << 16)
        var starts = [80]
        while let start = starts.last {
            let end = bytes.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { decoder.inflate($0, count: bytes.count, from: start, stop: start + 1) }
            }
            guard let end, !end.isFinal, end.bit > start else { break }
            starts.append(end.bit)
        }
        return starts.filter { start in
            (0..<3).map { bytes[(start + $0) / 8] >> UInt8((start + $0) % 8) & 1 } == [0, 0, 1]
        }
    }
}
