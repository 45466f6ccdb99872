/// Runs of equal bytes as the Macintosh packed them; the scheme that TIFF files call PackBits.
///
/// An input is encoded without regard to rows: who wants no run to cross from one row to the next gives them one by one.
public struct RunLengthBytes: ByteCodec {
    /// Whether what the output has no room for is left out; otherwise it is an error.
    public let ignoresExcess: Bool

    private static let longest = 128

    /// The codec.
    public init(ignoresExcess: Bool = false) {
        self.ignoresExcess = ignoresExcess
    }

    /// The name that formats know it by.
    public var name: String { "packbits of bytes" }

    /// Decodes; see the protocol.
    ///
    /// What an incomplete input has decoded to is in the output when the error is thrown.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            var position = 0
            while position < source.count {
                let mark = Int(Int8(bitPattern: source[position]))
                position += 1
                if mark == -128 { continue }
                let isRun = mark < 0
                let count = isRun ? 1 - mark : mark + 1
                let available = source.count - position
                if written == room.count, ignoresExcess { return }
                guard available >= (isRun ? 1 : count) else {
                    if written == room.count { return }
                    let kept = isRun ? 0 : min(available, room.count - written)
                    UnsafeMutableRawBufferPointer(rebasing: room[written..<written + kept])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + kept]))
                    written += kept
                    throw CodecError("\(name): the data end after \(written) of the \(room.count) bytes expected")
                }
                let kept = min(count, room.count - written)
                let place = UnsafeMutableRawBufferPointer(rebasing: room[written..<written + kept])
                if isRun {
                    place.initializeMemory(as: UInt8.self, repeating: source[position])
                    position += 1
                } else {
                    place.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + kept]))
                    position += count
                }
                written += kept
                if kept < count {
                    if ignoresExcess { return }
                    throw .excess(name, written)
                }
            }
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            var position = 0
            while position < source.count {
                let run = Self.runLength(source, position)
                if run > 1 {
                    guard room.count - written >= 2 else { throw noRoom }
                    room[written] = UInt8(truncatingIfNeeded: 1 - run)
                    room[written + 1] = source[position]
                    written += 2
                    position += run
                    continue
                }
                let count = Self.literalLength(source, position)
                guard room.count - written > count else { throw noRoom }
                room[written] = UInt8(count - 1)
                UnsafeMutableRawBufferPointer(rebasing: room[written + 1..<written + 1 + count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
                written += count + 1
                position += count
            }
        }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        byteCount.addingClamped(byteCount / Self.longest + (byteCount % Self.longest == 0 ? 0 : 1))
    }

    private var noRoom: CodecError { CodecError("\(name): no room for the compressed data") }

    private static func runLength(_ source: UnsafeRawBufferPointer, _ position: Int) -> Int {
        let end = min(source.count, position + longest)
        let byte = source[position]
        var index = position + 1
        while index < end, source[index] == byte { index += 1 }
        return index - position
    }

    /// The bytes before a run of three; one of two would not be shorter than what interrupts these.
    private static func literalLength(_ source: UnsafeRawBufferPointer, _ position: Int) -> Int {
        let end = min(source.count, position + longest)
        var index = position + 1
        while index < end {
            if index + 2 < source.count, source[index] == source[index + 1], source[index] == source[index + 2] {
                break
            }
            index += 1
        }
        return index - position
    }
}
