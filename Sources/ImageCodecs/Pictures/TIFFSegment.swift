import CTIFF
public import ImageCore

/// A strip or tile in one of TIFF's rare schemes, decoded by libtiff: those of fax machines, JBIG, the old JPEG,
/// ThunderScan, NeXT, PixarLog and the like.
///
/// The bytes are put into a small file in memory, together with the tags that the scheme needs. Samples come as libtiff
/// gives them: bits packed with the highest first, numbers in the byte order of this machine.
public struct TIFFSegment: Sendable {
    /// A tag that the scheme needs, beyond those of size and compression.
    public struct Tag: Sendable, Hashable {
        /// What a tag holds.
        public enum Value: Sendable, Hashable {
            /// Numbers, of the tag's type.
            case numbers([Int])
            /// Bytes as they lie in the file.
            case bytes([UInt8])
            /// Blocks of bytes that lie elsewhere in the file; the tag holds where each begins.
            case blocks([[UInt8]])
        }

        /// The number of the tag.
        public var code: Int
        /// TIFF's number of the type: 3 for 16 bits, 4 for 32.
        public var type: Int
        /// What it holds.
        public var value: Value

        /// A tag.
        public init(code: Int, type: Int, value: Value) {
            self.code = code
            self.type = type
            self.value = value
        }
    }

    /// TIFF's number of the scheme.
    public let compression: Int
    /// The pixels of a row.
    public let width: Int
    /// The rows.
    public let height: Int
    /// The bits of a sample.
    public let bitsPerSample: Int
    /// The samples of a pixel.
    public let sampleCount: Int
    /// TIFF's number of what samples mean; 6 is YCbCr.
    public let photometric: Int
    /// The byte order of the file that the bytes come from.
    public let byteOrder: ByteOrder
    /// Tags that the scheme needs beyond these.
    public let tags: [Tag]
    /// Whether the result is RGB with 8 bits, whatever the samples are, as for the old JPEG.
    public let isRGB: Bool

    /// A segment's properties.
    public init(
        compression: Int, width: Int, height: Int, bitsPerSample: Int = 1, sampleCount: Int = 1, photometric: Int = 1,
        byteOrder: ByteOrder = .native, tags: [Tag] = [], isRGB: Bool = false
    ) {
        self.compression = compression
        self.width = width
        self.height = height
        self.bitsPerSample = bitsPerSample
        self.sampleCount = sampleCount
        self.photometric = photometric
        self.byteOrder = byteOrder
        self.tags = tags
        self.isRGB = isRGB
    }

    /// The bytes of a decoded row.
    public var rowByteCount: Int {
        if isRGB { return max(width, 0).multipliedClamped(by: 3) }
        return max(width, 0).multipliedClamped(by: max(sampleCount, 0)).multipliedClamped(by: max(bitsPerSample, 0))
            .addingClamped(7) / 8
    }

    /// Appends the decoded rows to `output`.
    ///
    /// - Throws: `CodecError` with what libtiff says if the data are damaged or the scheme is not known, or if there is no
    ///   room. Never traps, whatever the input.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let needed = rowByteCount.multipliedClamped(by: max(height, 0))
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard needed <= room.count else { throw .noRoom("libtiff", needed, room.count) }
            try check(source)
            // Some schemes leave out what they do not get.
            UnsafeMutableRawBufferPointer(rebasing: room[..<needed]).initializeMemory(as: UInt8.self, repeating: 0)
            let file = try TIFFSegmentFile(self, source).bytes
            try file.span.bytes.withUnsafeBytes { (bytes) throws(CodecError) in
                var memory = tiff_memory_file()
                memory.bytes = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                memory.count = UInt64(bytes.count)
                // A few buffers as large as the result, and the file.
                let limit = needed.multipliedClamped(by: 8).addingClamped(bytes.count).addingClamped(1 << 20)
                let isDecoded = withUnsafeMutablePointer(to: &memory) { memory in
                    guard let tiff = tiff_memory_open(memory, tmsize_t(limit)) else { return false }
                    defer { TIFFClose(tiff) }
                    return isRGB ? readRGB(tiff, room) : read(tiff, room, needed)
                }
                guard isDecoded else { throw CodecError("libtiff: \(Self.message(memory))") }
            }
            written = needed
        }
    }

    private static func message(_ memory: tiff_memory_file) -> String {
        let text = withUnsafeBytes(of: memory.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? "the data are damaged" : text
    }

    private func read(_ tiff: OpaquePointer, _ room: UnsafeMutableRawBufferPointer, _ needed: Int) -> Bool {
        // Before it decodes, libtiff may hold the samples to be others than the tags say.
        let size = tmsize_t(needed)
        // Rows that are missing are left as they were.
        room.baseAddress?.initializeMemory(as: UInt8.self, repeating: 0, count: needed)
        return TIFFStripSize(tiff) == size && TIFFReadEncodedStrip(tiff, 0, room.baseAddress, size) == size
    }

    private func readRGB(_ tiff: OpaquePointer, _ room: UnsafeMutableRawBufferPointer) -> Bool {
        let count = width * height
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { pixels in
            pixels.initialize(repeating: 0)
            // Stops at errors.
            guard
                TIFFReadRGBAImageOriented(
                    tiff, UInt32(width), UInt32(height), pixels.baseAddress, Int32(ORIENTATION_TOPLEFT), 1) != 0
            else { return false }
            for index in 0..<count {
                for sample in 0..<3 {
                    room[index * 3 + sample] = UInt8(truncatingIfNeeded: pixels[index] >> UInt32(sample * 8))
                }
            }
            return true
        }
    }

    private func check(_ source: UnsafeRawBufferPointer) throws(CodecError) {
        guard (1...Int(UInt16.max) * 16).contains(width), (1...Int(UInt16.max) * 16).contains(height),
            (1...64).contains(bitsPerSample), (1...16).contains(sampleCount), (0...0xFFFF).contains(compression),
            (0...0xFFFF).contains(photometric), source.count < 1 << 31
        else { throw CodecError("libtiff: a segment of \(width) x \(height) x \(sampleCount) cannot be decoded") }
        if compression == Int(COMPRESSION_JBIG) { try checkJBIG(source) }
    }

    /// The library of JBIG allocates what the data say, and ends the program where it cannot.
    private func checkJBIG(_ source: UnsafeRawBufferPointer) throws(CodecError) {
        // libtiff reverses them unless the fill order is the second one.
        let isReversed = !tags.contains { $0.code == 266 && $0.value == .numbers([2]) }
        guard source.count >= 20 else { throw CodecError("libtiff: JBIG data end before they are complete") }
        func number(_ offset: Int) -> Int {
            (offset..<offset + 4).reduce(0) { sum, place in
                let byte = source[place]
                let bits = isReversed ? (0..<8).reduce(UInt8(0)) { $0 << 1 | byte >> UInt8($1) & 1 } : byte
                return sum << 8 | Int(bits)
            }
        }
        // The first layer, the last one, and the planes come first.
        let head = number(0)
        guard head >> 24 == 0, head >> 16 & 0xFF <= 16, head >> 8 & 0xFF == 1, number(4) == width, number(8) <= height
        else {
            throw CodecError("libtiff: JBIG data of \(number(4)) x \(number(8)), expected are \(width) x \(height)")
        }
    }
}
