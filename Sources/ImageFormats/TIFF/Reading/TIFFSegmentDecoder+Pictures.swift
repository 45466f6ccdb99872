import ImageCodecs
import ImageCore
import ImageSources

extension TIFFSegmentDecoder {
    /// Decodes a segment that is a picture of its own; false if its compression turns bytes into bytes.
    func decodePicture(
        _ input: Bytes, _ area: TIFFSegmentArea, into target: ScatterTarget, _ range: Range<Int>
    ) throws -> Bool {
        false
    }
}
