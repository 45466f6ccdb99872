/// Reversing the bytes of numbers in place.
enum ByteSwap {
    /// Reverses each group of `width` bytes (2, 4 or 8); other widths and an incomplete last group stay as they are.
    static func swap(_ bytes: UnsafeMutableRawBufferPointer, width: Int) {
        switch width {
        case 2: swapAll(bytes, UInt16.self)
        case 4: swapAll(bytes, UInt32.self)
        case 8: swapAll(bytes, UInt64.self)
        default: break
        }
    }

    @inline(__always)
    private static func swapAll<T: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeMutableRawBufferPointer, _: T.Type
    ) {
        guard let base = bytes.baseAddress else { return }
        let size = MemoryLayout<T>.size
        for index in 0..<bytes.count / size {
            let value = base.loadUnaligned(fromByteOffset: index &* size, as: T.self)
            base.storeBytes(of: value.byteSwapped, toByteOffset: index &* size, as: T.self)
        }
    }
}
