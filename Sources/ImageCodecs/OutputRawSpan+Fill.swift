extension OutputRawSpan {
    /// Calls a C function with the addresses of an input and of the room that is left; neither is ever nil.
    ///
    /// `written` counts the bytes at the start of the room that the function filled. It must not exceed the room.
    mutating func fill<R>(
        from input: RawSpan,
        _ body: (
            _ source: UnsafeRawBufferPointer, _ room: UnsafeMutableRawBufferPointer, _ written: inout Int
        ) throws(CodecError) -> R
    ) throws(CodecError) -> R {
        var none: UInt64 = 0
        return try Swift.withUnsafeMutableBytes(of: &none) { (empty) throws(CodecError) in
            try input.withUnsafeBytes { (bytes) throws(CodecError) in
                try withUnsafeMutableBytes { (buffer, initialized) throws(CodecError) in
                    let source = bytes.baseAddress == nil ? UnsafeRawBufferPointer(rebasing: empty[..<0]) : bytes
                    let room =
                        buffer.baseAddress == nil
                        ? UnsafeMutableRawBufferPointer(rebasing: empty[..<0])
                        : UnsafeMutableRawBufferPointer(rebasing: buffer[initialized...])
                    var written = 0
                    defer { initialized += written }
                    return try body(source, room, &written)
                }
            }
        }
    }

    /// Appends bytes if there is room for them.
    mutating func append(_ bytes: RawSpan, for name: String) throws(CodecError) {
        try fill(from: bytes) { (source, room, written) throws(CodecError) in
            guard source.count <= room.count else { throw .noRoom(name, source.count, room.count) }
            room.copyMemory(from: source)
            written = source.count
        }
    }
}

extension CodecError {
    /// There is less room than the result needs.
    static func noRoom(_ name: String, _ needed: Int, _ room: Int) -> CodecError {
        CodecError("\(name): the result has \(needed) bytes, there is room for \(room)")
    }
}

extension Int {
    /// The sum, at most `Int.max`; neither is negative.
    func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product, at most `Int.max`; neither is negative.
    func multipliedClamped(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
