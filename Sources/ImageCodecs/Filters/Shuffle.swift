/// The first bytes of all elements, then the second ones, and so on: the shuffle of HDF5 and numcodecs.
///
/// Bytes after the last whole element stay where they are.
public struct Shuffle: ByteCodec {
    /// The size of an element in bytes.
    public let elementSize: Int

    /// The codec; a size below 1 means 1, which changes nothing.
    public init(elementSize: Int = 4) {
        self.elementSize = max(elementSize, 1)
    }

    /// The name that formats know it by.
    public var name: String { "shuffle" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try run(input, into: &output) { source, target, count in
            switch elementSize {
            case 2: ShuffleKernels.join2(source, target, count)
            case 4: ShuffleKernels.join4(source, target, count)
            case 8: ShuffleKernels.join8(source, target, count)
            default: ShuffleKernels.join(source, target, count, size: elementSize, from: 0)
            }
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try run(input, into: &output) { source, target, count in
            switch elementSize {
            case 2: ShuffleKernels.split2(source, target, count)
            case 4: ShuffleKernels.split4(source, target, count)
            case 8: ShuffleKernels.split8(source, target, count)
            default: ShuffleKernels.split(source, target, count, size: elementSize, from: 0)
            }
        }
    }

    /// The bytes that so many bytes become: the same number.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int { byteCount }

    private func run(
        _ input: RawSpan, into output: inout OutputRawSpan,
        _ kernel: (_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) -> Void
    ) throws(CodecError) {
        guard elementSize > 1, input.byteCount > elementSize else { return try output.append(input, for: name) }
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard source.count <= room.count else { throw .noRoom(name, source.count, room.count) }
            guard let start = source.baseAddress, let target = room.baseAddress else { return }
            let count = source.count / elementSize
            kernel(start, target, count)
            let done = count * elementSize
            (target + done).copyMemory(from: start + done, byteCount: source.count - done)
            written = source.count
        }
    }
}
