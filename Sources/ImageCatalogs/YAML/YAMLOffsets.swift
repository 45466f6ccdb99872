/// Turns libyaml's character positions into byte offsets.
///
/// In pure ASCII text they are the same. Otherwise a cursor walks along the bytes; positions come nearly in order, so
/// that the text is walked once.
struct YAMLOffsets {
    private let bytes: UnsafeRawBufferPointer
    private let isASCII: Bool
    private var character = 0
    private var byte = 0

    /// - Parameter bytes: valid UTF-8, at least up to the positions asked for, without a byte order mark.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        var bits: UInt8 = 0
        for value in bytes { bits |= value }
        isASCII = bits < 0x80
    }

    /// The offset of the first byte of a character.
    mutating func byteOffset(ofCharacter position: Int) -> Int {
        if isASCII { return min(position, bytes.count) }
        while character > position, byte > 0 {
            byte -= 1
            while byte > 0, isContinuation(bytes[byte]) { byte -= 1 }
            character -= 1
        }
        // Eight bytes at a time: those that begin with the bits 10 continue a character.
        while byte + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
            let begun = 8 - ((word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
            guard character + begun <= position else { break }
            character += begun
            byte += 8
        }
        while byte < bytes.count, character < position || isContinuation(bytes[byte]) {
            if !isContinuation(bytes[byte]) { character += 1 }
            byte += 1
        }
        return byte
    }

    private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
