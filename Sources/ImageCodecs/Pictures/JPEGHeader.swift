/// The marker segments of a JPEG stream before its first scan.
struct JPEGHeader {
    /// A segment: its marker, and where it lies, with its marker.
    struct Segment {
        var marker: UInt8
        var range: Range<Int>
    }

    /// The frame: how large the picture is, and how it is coded.
    struct Frame {
        var marker: UInt8
        var precision: Int
        var width: Int
        var height: Int
        var sampleCount: Int
    }

    private(set) var segments: [Segment] = []
    private(set) var frame: Frame?
    /// Where the first scan begins; nil in streams that hold tables only.
    private(set) var scanOffset: Int?
    /// Whether there is a JFIF marker, which means grey or YCbCr.
    private(set) var hasJFIF = false

    static let endOfImage: UInt8 = 0xD9
    private static let startOfScan: UInt8 = 0xDA

    /// Reads the segments of a stream.
    init(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
        guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else {
            throw CodecError("jpeg: the data do not begin as JPEG data do")
        }
        var position = 2
        while true {
            // Bytes between segments are passed over, as other decoders do.
            while position < bytes.count, bytes[position] != 0xFF { position += 1 }
            while position < bytes.count, bytes[position] == 0xFF { position += 1 }
            guard position < bytes.count else { return }
            let marker = bytes[position]
            position += 1
            if marker == 0 || marker == 1 || (0xD0...0xD8).contains(marker) { continue }
            if marker == Self.endOfImage { return }
            guard position + 2 <= bytes.count else { throw Self.early }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            guard length >= 2, position + length <= bytes.count else { throw Self.early }
            if marker == Self.startOfScan {
                scanOffset = position - 2
                return
            }
            let content = UnsafeRawBufferPointer(rebasing: bytes[position + 2..<position + length])
            read(marker, content)
            segments.append(Segment(marker: marker, range: position - 2..<position + length))
            position += length
        }
    }

    private static let early = CodecError("jpeg: the data end before they are complete")

    private mutating func read(_ marker: UInt8, _ content: UnsafeRawBufferPointer) {
        switch marker {
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
            guard content.count >= 6 else { return }
            frame = Frame(
                marker: marker, precision: Int(content[0]), width: Int(content[3]) << 8 | Int(content[4]),
                height: Int(content[1]) << 8 | Int(content[2]), sampleCount: Int(content[5]))
        case 0xE0:
            hasJFIF = hasJFIF || (content.count >= 5 && content.prefix(5).elementsEqual([0x4A, 0x46, 0x49, 0x46, 0]))
        default: break
        }
    }
}
