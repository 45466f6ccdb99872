import ImageCore

/// One way through all numbers of a block: each is read as one type and written as another.
struct ElementPass {
    /// The name of the filter, for errors.
    let name: String
    /// The type of the input.
    let source: StoredType
    /// The type of the output.
    let target: StoredType

    /// So many numbers are in work at a time; they stay in the cache.
    private static let blockCount = 1024

    /// Whether all values can be kept as whole numbers modulo 2^64 on the way.
    var isWhole: Bool { Self.isWhole(source) && Self.isWhole(target) }

    /// Passes real numbers on; the function may change each block.
    func runReal(
        _ input: RawSpan, into output: inout OutputRawSpan, _ change: (UnsafeMutableBufferPointer<Double>) -> Void
    ) throws(CodecError) {
        try run(input, into: &output, change, source.read(_:into:), target.write(_:to:))
    }

    /// Passes whole numbers on, modulo 2^64; the function may change each block.
    func runWhole(
        _ input: RawSpan, into output: inout OutputRawSpan, _ change: (UnsafeMutableBufferPointer<Int64>) -> Void
    ) throws(CodecError) {
        try run(input, into: &output, change, source.read(_:into:), target.write(_:to:))
    }

    /// How many bytes so many bytes become.
    func byteCount(_ count: Int) -> Int {
        (count / source.size).multipliedClamped(by: target.size)
    }

    private static func isWhole(_ type: StoredType) -> Bool { type.elementType.isInteger || type.elementType == .bool }

    private func run<N: BitwiseCopyable>(
        _ input: RawSpan, into output: inout OutputRawSpan, _ change: (UnsafeMutableBufferPointer<N>) -> Void,
        _ read: (UnsafeRawPointer, UnsafeMutableBufferPointer<N>) -> Void,
        _ write: (UnsafeMutableBufferPointer<N>, UnsafeMutableRawPointer) -> Void
    ) throws(CodecError) {
        guard !source.elementType.isComplex, !target.elementType.isComplex else {
            throw CodecError("\(name): complex numbers are not supported")
        }
        let count = input.byteCount / source.size
        guard count * source.size == input.byteCount else {
            throw CodecError("\(name): \(input.byteCount) bytes are no whole number of elements of \(source)")
        }
        try output.fill(from: input) { (bytes, room, written) throws(CodecError) in
            let needed = byteCount(bytes.count)
            guard needed <= room.count else { throw .noRoom(name, needed, room.count) }
            guard let start = bytes.baseAddress, let end = room.baseAddress else { return }
            withUnsafeTemporaryAllocation(of: N.self, capacity: Self.blockCount) { numbers in
                var index = 0
                while index < count {
                    let part = UnsafeMutableBufferPointer(rebasing: numbers[..<min(Self.blockCount, count - index)])
                    read(start + index * source.size, part)
                    change(part)
                    write(part, end + index * target.size)
                    index += part.count
                }
            }
            written = needed
        }
    }
}
