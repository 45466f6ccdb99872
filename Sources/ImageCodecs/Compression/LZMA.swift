import CLZMA

/// LZMA and LZMA2 in the containers of liblzma, with the options of Python's `lzma` module, as numcodecs has them.
public struct LZMA: ByteCodec {
    /// What the compressed data are wrapped in; the raw values are Python's.
    public enum Format: Int, Sendable, CaseIterable {
        /// `.xz`, with a checksum.
        case xz = 1
        /// The older `.lzma`.
        case alone = 2
        /// Nothing: the filters must be known.
        case raw = 3
    }

    /// The checksum of `.xz`; the raw values are Python's.
    public enum Check: Int, Sendable, CaseIterable {
        case none = 0
        case crc32 = 1
        case crc64 = 4
        case sha256 = 10
    }

    /// What the compressed data are wrapped in.
    public let format: Format
    /// The checksum of `.xz`.
    public let check: Check
    /// The level, 0 to 9, where there are no filters; 2^31 more means the slower variant.
    public let preset: UInt32
    /// The filters, the last of which compresses; none means those of the preset.
    public let filters: [LZMAFilter]

    /// More memory than this is refused to decoding.
    private static let memoryLimit: UInt64 = 256 << 20

    /// The codec.
    public init(
        format: Format = .xz, check: Check = .crc64, preset: UInt32 = 6, filters: [LZMAFilter] = []
    ) {
        self.format = format
        self.check = check
        self.preset = preset
        self.filters = filters
    }

    /// The name that formats know it by.
    public var name: String { "lzma" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try run(input, into: &output) { (stream) throws(CodecError) in
            switch format {
            case .xz: return lzma_stream_decoder(stream, Self.memoryLimit, lzma_flag_concatenated)
            case .alone: return lzma_alone_decoder(stream, Self.memoryLimit)
            case .raw:
                return try LZMAFilterList(filters).withFilters { (list) throws(CodecError) in
                    guard lzma_raw_decoder_memusage(list) <= Self.memoryLimit else { return LZMA_MEMLIMIT_ERROR }
                    return lzma_raw_decoder(stream, list)
                }
            }
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let compression: LZMAFilter = format == .alone ? .lzma1(.init(preset: preset)) : .lzma2(.init(preset: preset))
        let list = LZMAFilterList(filters.isEmpty && format != .raw ? [compression] : filters)
        try run(input, into: &output) { (stream) throws(CodecError) in
            try list.withFilters { (filters) throws(CodecError) in
                switch format {
                case .xz: return lzma_stream_encoder(stream, filters, lzma_check(UInt32(check.rawValue)))
                case .raw: return lzma_raw_encoder(stream, filters)
                case .alone:
                    guard list.filters.count == 1, case .lzma1 = list.filters[0], let options = filters[0].options
                    else { throw CodecError("lzma: the older format takes one filter, LZMA1") }
                    return lzma_alone_encoder(stream, options.assumingMemoryBound(to: lzma_options_lzma.self))
                }
            }
        }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        // What LZMA1 makes larger has no known limit close to the truth; this is what its authors allow for. LZMA2
        // stores what does not become smaller.
        byteCount.addingClamped(byteCount / 3).addingClamped(1024)
    }

    private func run(
        _ input: RawSpan, into output: inout OutputRawSpan,
        _ start: (UnsafeMutablePointer<lzma_stream>) throws(CodecError) -> lzma_ret
    ) throws(CodecError) {
        var stream = lzma_empty_stream()
        defer { lzma_end(&stream) }
        let started = try start(&stream)
        guard started == LZMA_OK else { throw Self.error(started) }
        let status = try output.fill(from: input) { (source, room, written) throws(CodecError) in
            stream.next_in = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_in = source.count
            stream.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_out = room.count
            var status = LZMA_OK
            // The library says LZMA_BUF_ERROR when it goes no further for the second time.
            while status == LZMA_OK { status = lzma_code(&stream, LZMA_FINISH) }
            written = room.count - stream.avail_out
            if status == LZMA_BUF_ERROR, stream.avail_out == 0 {
                // Some decoders read the mark at the end only where there is room for more.
                var more: UInt8 = 0
                status = withUnsafeMutablePointer(to: &more) { spare in
                    stream.next_out = spare
                    stream.avail_out = 1
                    let status = lzma_code(&stream, LZMA_FINISH)
                    return stream.avail_out == 1 ? status : LZMA_BUF_ERROR
                }
            }
            return status
        }
        guard status == LZMA_STREAM_END else { throw Self.error(status) }
    }

    private static func error(_ status: lzma_ret) -> CodecError {
        switch status {
        case LZMA_MEM_ERROR: CodecError("lzma: no memory")
        case LZMA_MEMLIMIT_ERROR: CodecError("lzma: the data need more than \(memoryLimit >> 20) MiB to be decoded")
        case LZMA_FORMAT_ERROR: CodecError("lzma: the data do not begin as those of the format do")
        case LZMA_OPTIONS_ERROR, LZMA_PROG_ERROR: CodecError("lzma: options or filters that the library does not take")
        case LZMA_BUF_ERROR: CodecError("lzma: the data end early, or there is no room for the result")
        default: CodecError("lzma: the data are damaged (status \(status.rawValue))")
        }
    }
}
