import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct PackBitsTests {
    private static let samples = [
        FilterSample(
            PackBits(),
            plain: "0100000101010000010001",
            encoded: "059ca0"),
        FilterSample(
            PackBits(),
            plain: "0100000101010001",
            encoded: "009d"),
        FilterSample(
            PackBits(),
            plain: "",
            encoded: "00"),
    ]

    @Test("data of numcodecs", arguments: samples.indices) func reference(index: Int) throws {
        try Self.samples[index].check()
    }

    @Test("bytes that cannot be") func damaged() {
        for bytes in [[], [1], [8, 0], [255, 255]] as [[UInt8]] {
            #expect(throws: CodecError.self) { try PackBits().decoded(bytes, room: 100) }
        }
        #expect(PackBits().encodedByteCountLimit(.max) == .max / 8 + 2)
    }
}
