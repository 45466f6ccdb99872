import ByteStores
import ImageCodecs
public import ImageCore

extension Picture {
    /// The picture as a PNG file (PNG, third edition): 8 bits a sample, colour type 0 or 2, every row with the filter
    /// `up`, which serves smooth images.
    ///
    /// - Throws: `invalidArgument` for an empty picture, or one beyond what the format counts.
    public func png() throws -> Bytes {
        guard width > 0, height > 0, let columns = Int32(exactly: width), let rows = Int32(exactly: height) else {
            throw ImageError.invalidArgument("a PNG of \(width) x \(height) pixels")
        }
        let rowSize = width * channelCount
        var filtered: [UInt8] = []
        filtered.reserveCapacity((rowSize + 1) * height)
        for row in 0..<height {
            let start = row * rowSize
            filtered.append(row == 0 ? 0 : 2)
            for place in start..<start + rowSize {
                filtered.append(row == 0 ? samples[place] : samples[place] &- samples[place - rowSize])
            }
        }
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        Self.append(
            "IHDR", Self.bytes(columns) + Self.bytes(rows) + [8, channelCount == 3 ? 2 : 0, 0, 0, 0], to: &file)
        let packed = try Self.compressed(filtered)
        // The size of a piece has 31 bits.
        for start in stride(from: 0, to: packed.count, by: 1 << 30) {
            Self.append("IDAT", Array(packed[start..<min(start + 1 << 30, packed.count)]), to: &file)
        }
        Self.append("IEND", [], to: &file)
        return Bytes(file)
    }

    /// Writes the picture as a PNG file, which appears under its name when it is complete.
    ///
    /// - Throws: as `png`; `invalidArgument` if there is such a file and it may not be replaced; `io`.
    public func savePNG(to path: String, overwrite: Bool = false) throws {
        var file = try AtomicFile(path: path, mustBeNew: !overwrite)
        try file.append(try png())
        try file.commit()
    }

    private static func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        let codec = Zlib(level: 2)
        let limit = codec.encodedByteCountLimit(bytes.count)
        let block = try ScatterTarget(count: limit)
        let (_, written) = try block.withOutput(0..<limit) { try codec.encode(bytes.span.bytes, into: &$0) }
        return try block.freeze().slice(0..<written).array
    }

    private static func append(_ kind: StaticString, _ bytes: [UInt8], to file: inout [UInt8]) {
        let chunk = Array("\(kind)".utf8) + bytes
        var checksum = CRC32()
        checksum.append(chunk.span.bytes)
        file += Self.bytes(Int32(truncatingIfNeeded: bytes.count)) + chunk
        file += Self.bytes(Int32(bitPattern: checksum.value))
    }

    private static func bytes(_ value: Int32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }
}
