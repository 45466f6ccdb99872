import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

/// Extensions that are very many, or very large.
@Suite struct NIfTIExtensionTests {
    private static let pixels: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

    private func describe(_ tail: [UInt8]) async throws -> ImageMetadata {
        let file = nifti(.one, tail: tail, pixels: Self.pixels)
        var found: [ImageMetadata] = []
        for (name, bytes) in [("a.nii", file), ("a.nii.gz", try gzipped(file))] {
            let image = try await niftiSource([(name, bytes)]).read().image
            #expect(try image.bytes().array == Self.pixels)
            found.append(image.metadata)
        }
        #expect(found[0] == found[1])
        return found[0]
    }

    private func extensions(_ metadata: ImageMetadata) -> [Attributes] {
        metadata.attributes["extensions"]?.arrayValue?.compactMap(\.mappingValue) ?? []
    }

    @Test("of very many some are kept, and the others counted, in one note") func many() async throws {
        let one: [UInt8] = [8, 0, 0, 0, 2, 0, 0, 0]
        let count = 20_000
        let metadata = try await describe([1, 0, 0, 0] + (0..<count).flatMap { _ in one })
        #expect(extensions(metadata).count == NIfTIExtension.countLimit)
        let notes = metadata.diagnostics.map(\.message)
        #expect(notes.count == 2)
        #expect(notes.contains { $0.contains("no multiple of 16") })
        #expect(notes.contains { $0.hasPrefix("\(count - NIfTIExtension.countLimit) extensions are left out") })
    }

    @Test("of a large one code and size are kept") func large() async throws {
        let small = NIfTIExtension(code: 6, content: Array("hello".utf8))
        let large = NIfTIExtension(code: 2, content: [UInt8](repeating: 0xFF, count: NIfTIExtension.contentLimit + 8))
        let tail = try NIfTIExtension.bytes([small, large, small])
        let metadata = try await describe(tail)
        let found = extensions(metadata)
        #expect(found.map { $0["code"] } == [6, 2, 6])
        #expect(found[0]["text"] == "hello" && found[2]["text"] == "hello")
        #expect(found[1] == ["code": 2, "name": "DICOM", "byte_count": .int(large.content.count)])
        #expect(metadata.diagnostics.count == 1)
        // It cannot be written again, which is told.
        var image = SyntheticImage(axes: "zyx", shape: [2, 2, 2])
        image.metadata.attributes["extensions"] = metadata.attributes["extensions"]
        let plan = try NIfTIWritePlan(WritableImage(try image.array()), NIfTIWriteSettings([:], path: "a.nii"))
        #expect(plan.diagnostics.map(\.message).contains { $0.hasPrefix("1 extensions are left out") })
    }

    @Test("what is kept beside the header is read behind many others, and only once") func records() async throws {
        var image = SyntheticImage(axes: "cyx", shape: [2, 2, 2], elementType: .uint8)
        image.metadata.coords[.c] = .labels(["nuclei", "actin"])
        let other = NIfTIExtension(code: 40, content: [UInt8](repeating: 0xFE, count: NIfTIExtension.contentLimit - 8))
        image.metadata.attributes["extensions"] = .array([other.attribute])
        let plan = try NIfTIWritePlan(WritableImage(try image.array()), NIfTIWriteSettings([:], path: "a.nii"))
        let file = Bytes(plan.headerBytes + (try image.array().bytes().array))
        let read = try await niftiSource([("a.nii", file)]).read().image
        #expect(read.metadata.coords[.c] == .labels(["nuclei", "actin"]))
        #expect(extensions(read.metadata).map { $0["code"] } == [40])
    }

    @Test("attributes that are too large for what is read again are left out, which is told") func attributes() throws {
        var image = SyntheticImage(axes: "cyx", shape: [2, 2, 2], elementType: .uint8)
        image.metadata.coords[.c] = .labels(["nuclei", "actin"])
        image.metadata.attributes["long"] = .string(String(repeating: "x", count: NIfTIExtension.contentLimit))
        let plan = try NIfTIWritePlan(WritableImage(try image.array()), NIfTIWriteSettings([:], path: "a.nii"))
        #expect(plan.diagnostics.map(\.message).contains { $0.hasPrefix("attributes are left out") })
        #expect(plan.headerBytes.count < 2000)
    }
}
