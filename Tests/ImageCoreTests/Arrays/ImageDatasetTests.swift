import ImageCore
import ImageTesting
import Testing

@Suite("ImageDataset") struct ImageDatasetTests {
    private func dataset() throws -> ImageDataset {
        try ImageDataset([
            try SyntheticImage(axes: "cyx", shape: [2, 4, 5]).array(),
            try SyntheticImage(axes: "yx", shape: [4, 5], elementType: .uint8, seed: 2).array(named: "segmentation"),
        ])
    }

    @Test("arrays by name") func names() throws {
        let dataset = try dataset()
        #expect(dataset.names == ["image", "segmentation"])
        #expect(dataset.image.axes == "cyx")
        #expect(try dataset["segmentation"].elementType == .uint8)
        let error = try #require(throws: ImageError.self) { try dataset["mask"] }
        #expect(error.code == .notFound)
        #expect(error.hint == "there are 'image', 'segmentation'")
        #expect(dataset.description == "image cyx 2 x 4 x 5 uint16\nsegmentation yx 4 x 5 uint8")
    }

    @Test("nothing, repeated names and other extents are errors") func misfits() throws {
        let one = try SyntheticImage(axes: "yx", shape: [4, 5]).array()
        let other = try SyntheticImage(axes: "zx", shape: [2, 6]).array(named: "other")
        #expect(throws: ImageError.self) { try ImageDataset([]) }
        #expect(throws: ImageError.self) { try ImageDataset([one, one]) }
        #expect(throws: ImageError.self) { try ImageDataset([one, other]) }
    }

    @Test("a region applies where an array has the axis") func selecting() throws {
        let part = try dataset().selecting(Region([.c: .index(1), .y: .range(lower: 1, upper: 3, step: 1)]))
        #expect(part.arrays.map(\.shape) == [[2, 5], [2, 5]])
        #expect(try part["segmentation"].bytes() == dataset()["segmentation"].slice(.y, 1..<3).bytes())
    }

    @Test("joined array by array") func concatenating() throws {
        let joined = try ImageDataset.concatenating([try dataset(), try dataset()], along: .y)
        #expect(joined.arrays.map(\.shape) == [[2, 8, 5], [8, 5]])
        let lacking = try ImageDataset([try dataset().image])
        #expect(throws: ImageError.self) { try ImageDataset.concatenating([try dataset(), lacking], along: .y) }
        #expect(throws: ImageError.self) { try ImageDataset.concatenating([], along: .y) }
    }
}
