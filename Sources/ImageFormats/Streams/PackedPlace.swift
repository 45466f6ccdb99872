import ImageCodecs
import ImageCore

/// The start of a block of a gzip file as an index file holds it: with the output before it compressed.
struct PackedPlace: Sendable {
    /// How many bits of the first byte of the input belong to what comes before; 0 to 7.
    var bit: Int
    /// How many bytes the window has, at most 32 KiB.
    var byteCount: Int
    /// The window, compressed with zlib.
    var window: Bytes

    /// The most bytes that a window has.
    static let windowLimit = 32 << 10

    init(bit: Int, byteCount: Int, window: Bytes) {
        self.bit = bit
        self.byteCount = byteCount
        self.window = window
    }

    /// Compresses the start of a block; nil for another place.
    init?(_ snapshot: InflaterSnapshot) throws {
        guard let (bit, window) = snapshot.blockStart else { return nil }
        let (codec, plain) = (Zlib(level: 1), Bytes(window))
        let target = try ScatterTarget(count: codec.encodedByteCountLimit(window.count))
        let (_, count) = try target.withOutput(0..<target.count) { output in
            try plain.withBytes { try codec.encode($0, into: &output) }
        }
        self.init(bit: bit, byteCount: window.count, window: Bytes(target.freeze(prefix: count).array))
    }

    /// What a decoder goes on from.
    ///
    /// - Throws: `CodecError` if the window does not decode to its bytes.
    func snapshot() throws(CodecError) -> InflaterSnapshot {
        do {
            let target = try ScatterTarget(count: byteCount)
            let (_, count) = try target.withOutput(0..<byteCount) { output in
                try window.withBytes { try Zlib().decode($0, into: &output) }
            }
            guard count == byteCount else { throw CodecError("gzip: a window of \(count) bytes, not \(byteCount)") }
            return InflaterSnapshot(bit: bit, window: target.freeze().array)
        } catch let error as CodecError {
            throw error
        } catch {
            throw CodecError("gzip: \(error)")
        }
    }
}
