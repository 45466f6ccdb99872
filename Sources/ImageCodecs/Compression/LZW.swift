/// LZW as TIFF files have it: codes of 9 to 12 bits, which become wider one code early.
///
/// The kind of files from before TIFF 6, which has the lowest bit first, is recognised and decoded too. A decoder that has
/// filled the output does not miss the code that ends the data.
public struct LZW: ByteCodec {
    /// Whether what the output has no room for is left out; otherwise it is an error.
    ///
    /// Some programs fill the last strip of an image up.
    public let ignoresExcess: Bool

    /// The codec.
    public init(ignoresExcess: Bool = false) {
        self.ignoresExcess = ignoresExcess
    }

    /// The name that formats know it by.
    public var name: String { "lzw" }

    /// Decodes; see the protocol.
    ///
    /// What an incomplete input has decoded to is in the output when the error is thrown.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard let start = source.baseAddress, let target = room.baseAddress else { return }
            if source.isEmpty {
                guard room.isEmpty else { throw CodecError("lzw: there are no data") }
                return
            }
            let isLowestFirst = source.count > 1 && start.load(as: UInt8.self) == 0 && source[1] & 1 == 1
            let result = withUnsafeTemporaryAllocation(
                byteCount: LZWDecoder.stateByteCount, alignment: 16
            ) { state in
                guard let state = state.baseAddress else { return LZWDecoder.Result(end: .noMemory, written: 0) }
                let decoder = LZWDecoder(
                    start: start, byteCount: source.count, target: target, room: room.count, state: state)
                return isLowestFirst ? decoder.run(LowestBitFirst.self) : decoder.run(HighestBitFirst.self)
            }
            written = result.written
            switch result.end {
            case .complete: return
            case .excess: if !ignoresExcess { throw .excess(name, written) }
            case .early: throw CodecError("lzw: the data end after \(written) of the \(room.count) bytes expected")
            case .damaged: throw CodecError("lzw: the data are damaged after \(written) bytes")
            case .noMemory: throw CodecError("lzw: no memory")
            }
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard let start = source.baseAddress, let target = room.baseAddress else { return }
            let count = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: LZWEncoder.tableCount) { table in
                table.baseAddress.flatMap {
                    var encoder = LZWEncoder(target: target, room: room.count, table: $0)
                    return encoder.run(start, source.count)
                }
            }
            guard let count else { throw CodecError("lzw: no room for the compressed data") }
            written = count
        }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        // One code of at most 12 bits for each byte, one more for every 3836 of them.
        byteCount.addingClamped(byteCount / 2).addingClamped(byteCount / 1024).addingClamped(16)
    }
}

extension CodecError {
    /// The data decode to more than there is room for.
    static func excess(_ name: String, _ room: Int) -> CodecError {
        CodecError("\(name): the data decode to more than the \(room) bytes expected")
    }
}
