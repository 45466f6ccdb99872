import ByteStores
import ImageCodecs
import ImageCore

/// The first decoded bytes of a gzip file, for headers: no more is read and decoded than they need, and a little.
enum GzipHead {
    /// The compressed bytes that are looked at first; a header of some hundred bytes mostly lies in them.
    private static let firstByteCount = 512
    private static let windowLimit = 1 << 20

    /// Whether an object begins as gzip files do.
    static func isGzip(_ prefix: Bytes) -> Bool {
        prefix.withBytes { $0.byteCount >= 2 && $0.unsafeLoadUnaligned(as: UInt16.self).littleEndian == 0x8B1F }
    }

    /// Whether four bytes are so much like the start of a gzip file, with its method and no flag that does not exist, that
    /// other data hardly begin so.
    static func isLikelyGzip(_ prefix: Bytes) -> Bool {
        isGzip(prefix)
            && prefix.withBytes { bytes in
                guard bytes.byteCount >= 4 else { return false }
                return bytes.unsafeLoad(fromByteOffset: 2, as: UInt8.self) == 8
                    && bytes.unsafeLoad(fromByteOffset: 3, as: UInt8.self) & 0xE0 == 0
            }
    }

    /// The first decoded bytes, fewer if there are not so many.
    ///
    /// - Throws: `corrupt` if the data are damaged; what reading throws.
    static func read(_ object: any ByteObject, count: Int) async throws -> Bytes {
        let decoder = GzipDecoder()
        let target = try ScatterTarget(count: count)
        var (position, done, window) = (0, 0, firstByteCount)
        while done < count, position < object.size, !decoder.isFinished {
            let bytes = try await object.read(position..<min(position + window, object.size))
            do {
                let (used, written) = try target.withOutput(done..<count) { output in
                    try bytes.withBytes { (span) throws(CodecError) in try decoder.decode(span, into: &output) }
                }
                // What is left over when nothing more comes out is no part of the data.
                guard used > 0 || written > 0 else { break }
                position += used
                done += written
            } catch let error as CodecError {
                throw ImageError.corrupt(error.message, at: .init(object.location))
            }
            window = min(window * 4, windowLimit)
        }
        return target.freeze(prefix: done)
    }
}
