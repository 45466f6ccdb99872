import ByteStores
import ImageCore
import Testing

@testable import ImageFormats

@Suite struct TIFFWideFileTests {
    /// Some bytes at places of a file that has zeros everywhere else.
    private struct SparseObject: ByteObject {
        let location = "a.ndpi"
        let size: Int
        let parts: [(start: Int, bytes: [UInt8])]

        func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
            try checkRange(position..<position + range.count)
            var bytes = [UInt8](repeating: 0, count: range.count)
            for part in parts {
                for (number, byte) in part.bytes.enumerated() {
                    let place = part.start + number - position
                    if bytes.indices.contains(place) { bytes[place] = byte }
                }
            }
            try target.withOutput(range) { output in for byte in bytes { output.append(byte, as: UInt8.self) } }
        }
    }

    private func file(isNDPI: Bool = true) -> SparseObject {
        let builder = TIFFBuilder()
        let (first, second, text) = (5 << 30, 6 << 30, 7 << 30)
        func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: Int) -> ([UInt8], [UInt8]) {
            (
                builder.number(tag, 2) + builder.number(type, 2) + builder.number(count, 4) + builder.number(value, 4),
                builder.number(value >> 32, 4)
            )
        }
        func directory(_ segment: Int, next: Int) -> [UInt8] {
            let entries = [
                entry(256, 4, 1, 4), entry(257, 4, 1, 2), entry(258, 3, 1, 8), entry(270, 2, 6, text),
                entry(273, 4, 1, segment), entry(279, 4, 1, 8), entry(isNDPI ? 65420 : 65400, 4, 1, 1),
            ]
            return builder.number(entries.count, 2) + entries.flatMap { $0.0 } + builder.number(next, 8)
                + entries.flatMap { $0.1 }
        }
        return SparseObject(
            size: 8 << 30,
            parts: [
                (0, [0x49, 0x49, 42, 0] + builder.number(first, 8)), (first, directory(first + 1000, next: second)),
                (second, directory(second + 2000, next: 0)), (text, Array("slide\0".utf8)),
            ])
    }

    @Test func offsetsHave64Bits() async throws {
        let file = try await TIFFFile(file())
        #expect(file.header.firstDirectory == 5 << 30)
        let chain = try await file.chain()
        #expect((0..<chain.count).map { chain.offset(of: $0) } == [5 << 30, 6 << 30])
        #expect(chain.layouts.map { [$0.width, $0.height, $0.bits] } == [[4, 2, 8]])
        let directory = try await file.directory(at: 6 << 30)
        #expect(try await directory.integers(TIFFTag.stripOffsets) == [(6 << 30) + 2000])
        #expect(try await directory.text(TIFFTag.imageDescription) == "slide")
        let page = try await TIFFPage(directory)
        guard case .run(let start, let byteCount) = page.segments else {
            Issue.record("one strip is a run")
            return
        }
        #expect([start, byteCount] == [(6 << 30) + 2000, 8])
    }

    @Test func otherFilesOfThatSizeAreAsTheyWere() async throws {
        #expect(try await TIFFFile(file(isNDPI: false)).header.firstDirectory == (5 << 30) & 0xFFFF_FFFF)
    }
}
