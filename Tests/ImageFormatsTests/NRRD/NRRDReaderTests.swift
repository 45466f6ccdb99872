import ByteStores
import ImageCodecs
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

private let geometry = ["type: uint8", "dimension: 2", "sizes: 3 2"]
private let pixels: [UInt8] = [1, 2, 3, 4, 5, 6]

@Suite struct NRRDReaderTests {
    private func read(_ files: [(String, Bytes)], options: Attributes = Attributes()) async throws -> [UInt8] {
        try await source(files, options: options).read().image.pixels()
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let target = try ScatterTarget(count: Gzip().encodedByteCountLimit(bytes.count))
        let (_, count) = try target.withOutput(0..<target.count) { output in
            try Bytes(bytes).withBytes { (span) throws(CodecError) in try Gzip().encode(span, into: &output) }
        }
        return target.freeze(prefix: count).array
    }

    @Test func readsRawTextAndHexData() async throws {
        #expect(try await read([("a.nrrd", file(geometry + ["encoding: raw"], pixels))]) == pixels)
        #expect(
            try await read([("a.nrrd", file(geometry + ["encoding: text"], Array("1 2,3\n4\t5\r\n6".utf8)))]) == pixels)
        #expect(
            try await read([("a.nrrd", file(geometry + ["encoding: hex"], Array("0102 03\n040506".utf8)))]) == pixels)
    }

    @Test func readsNumbersOfAnyFormAsText() async throws {
        let lines = ["type: double", "dimension: 1", "sizes: 5", "encoding: text"]
        let source = try source([("a.nrrd", file(lines, Array("1 -2.5e3 nan -inf 0x10".utf8)))])
        let values: [Double] = try await source.read().image.pixels()
        #expect(values[0] == 1 && values[1] == -2500 && values[2].isNaN && values[3] == -.infinity && values[4] == 16)
    }

    @Test func skipsLinesAndBytes() async throws {
        let data = Array("one\ntwo\n".utf8) + [9, 9] + pixels
        let lines = geometry + ["encoding: raw", "line skip: 2", "byte skip: 2", "data file: d.raw"]
        #expect(try await read([("a.nhdr", file(lines)), ("d.raw", Bytes(data))]) == pixels)
        let last = geometry + ["encoding: raw", "byte skip: -1", "data file: d.raw"]
        #expect(try await read([("a.nhdr", file(last)), ("d.raw", Bytes(data))]) == pixels)
    }

    @Test func skipsDecodedBytesOfCompressedData() async throws {
        let data = Array("line\n".utf8) + (try gzip([7, 7, 7] + pixels))
        let lines = geometry + ["encoding: gzip", "line skip: 1"]
        #expect(try await read([("a.nrrd", file(lines + ["byte skip: 3"], data))]) == pixels)
        #expect(try await read([("a.nrrd", file(lines + ["byte skip: -1"], data))]) == pixels)
    }

    @Test(arguments: [false, true])
    func readsListsOfFiles(isCompressed: Bool) async throws {
        let lines = geometry + ["encoding: \(isCompressed ? "gzip" : "raw")", "data file: LIST", "a.bin", "b.bin"]
        let parts = try [[UInt8](pixels[..<3]), [UInt8](pixels[3...])].map { isCompressed ? try gzip($0) : $0 }
        let files = [("h.nhdr", file(lines, blank: false)), ("a.bin", Bytes(parts[0])), ("b.bin", Bytes(parts[1]))]
        #expect(try await read(files) == pixels)
        // Only the second file is needed for the second row.
        let row = try await source([files[0], files[1], files[2]]).read(Selection(region: Region([.y: .index(1)])))
        #expect(try row.image.pixels(as: UInt8.self) == Array(pixels[3...]))
        await expectFailure(.notFound) { try await read([files[0], files[1]]) }
    }

    @Test func listsThatDoNotFitAreRefused() async throws {
        for value in ["LIST\na\nb\nc", "LIST 3\na\nb", "LIST 0\na", "s%d 0 2 1"] {
            let lines = geometry + ["encoding: raw", "data file: \(value)"]
            await expectFailure(.corrupt, "\(value)") { try await read([("h.nhdr", file(lines))]) }
        }
    }

    @Test func filesOutsideOfTheFolderNeedPermission() async throws {
        for name in ["../d.raw", "/etc/hosts", "a/../../d.raw"] {
            let lines = geometry + ["encoding: raw", "data file: \(name)"]
            await expectFailure(.permissionDenied, "\(name)") {
                try await read([("h.nhdr", file(lines))])
            }
        }
        let lines = geometry + ["encoding: raw", "data file: x/../d.raw"]
        #expect(try await read([("h.nhdr", file(lines)), ("d.raw", Bytes(pixels))]) == pixels)
    }

    @Test func dataThatCannotBeAllThereAreRefusedBeforeAnythingIsAllocated() async throws {
        let huge = ["type: uint8", "dimension: 3", "sizes: 100000 100000 1000"]
        for encoding in ["raw", "gzip", "bzip2", "text", "hex"] {
            let source = try source([("a.nrrd", file(huge + ["encoding: \(encoding)"], [1, 2, 3, 4]))])
            await expectFailure(.corrupt, "\(encoding)") { try await source.discover() }
        }
    }

    @Test func openingReadsLittleMoreThanTheHeader() async throws {
        let data = [UInt8](repeating: 5, count: 300 << 10)
        let bytes = file(["type: uint8", "dimension: 2", "sizes: 1024 300", "encoding: raw"], data)
        let store = RecordingStore(MemoryStore(["a.nrrd": bytes]))
        let source = try NRRDSource(
            SourceRequest(
                Resource(store: store, key: "a.nrrd", location: "a.nrrd"),
                environment: SourceEnvironment(drivers: .builtIn)))
        _ = try await source.discover()
        #expect(store.byteCount <= 64 << 10)
        store.reset()
        let region = Region([.y: .range(lower: 10, upper: 20, step: 1), .x: .range(lower: 100, upper: 200, step: 1)])
        _ = try await source.read(Selection(region: region))
        #expect(store.byteCount <= 10 * 1024)
    }

    @Test func aWrongChecksumIsNoticed() async throws {
        var data = try gzip(pixels)
        data[data.count - 6] ^= 1
        let bytes = file(geometry + ["encoding: gzip"], data)
        await expectFailure(.corrupt) { try await read([("a.nrrd", bytes)]) }
    }

    @Test func sizesAtTheLimitsOfNumbersAreRefused() async throws {
        for encoding in ["raw", "gzip", "bzip2", "text", "hex"] {
            let lines = ["type: uint8", "dimension: 1", "sizes: \(Int.max)", "encoding: \(encoding)"]
            await expectFailure(.corrupt, "\(encoding)") { try await read([("a.nrrd", file(lines, [1, 2]))]) }
        }
    }

    @Test func aNumberOfTooManyDigitsIsNotCutInTwo() async throws {
        let lines = ["type: float", "dimension: 1", "sizes: 2", "encoding: text"]
        let text = String(repeating: "0", count: 399) + "12"
        await expectFailure(.corrupt) { try await read([("a.nrrd", file(lines, Array(text.utf8)))]) }
    }

    @Test func placesOfACompressedImageMayBeAskedForInAnyOrder() async throws {
        let source = try source([("a.nrrd", file(geometry + ["encoding: gzip"], try gzip(pixels)))])
        let image = try await source.read(Selection(region: Region([.y: .indices([1, 0]), .x: .indices([2, 0, 1])])))
            .image
        #expect(try image.pixels(as: UInt8.self) == [6, 4, 5, 3, 1, 2])
    }
}
