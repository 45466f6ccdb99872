import ImageCore
import ImageSources
import ImageTesting
import Testing

@Suite("What writers are told") struct CompressionTests {
    @Test(
        "compressions as written",
        arguments: [
            ("none", Compression.none), ("auto", .automatic), ("gzip", .gzip()), ("GZIP:3", .gzip(level: 3)),
            ("zstd:-5", Compression(algorithm: "zstd", level: -5)),
        ])
    func parsing(text: String, expected: Compression) throws {
        #expect(try Compression(parsing: text) == expected)
    }

    @Test("what is no compression", arguments: ["", ":", "gzip:x", "gzip:1:2", "gzip:1.5"])
    func refusing(text: String) {
        #expect { _ = try Compression(parsing: text) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("capabilities say what does not fit") func capabilities() throws {
        let can = WritingCapabilities(axes: [.z, .y, .x], elementTypes: [.uint8, .float32], compressions: ["gzip"])
        func image(_ axes: AxisOrder, _ shape: [Int], _ type: ElementType) throws -> WritableImage {
            WritableImage(try SyntheticImage(axes: axes, shape: shape, elementType: type).array())
        }
        try can.check(try image("zyx", [1, 2, 3], .uint8), format: "Test")
        let axis = try #require(throws: ImageError.self) {
            try can.check(try image("tyx", [1, 2, 3], .uint8), format: "Test")
        }
        #expect(axis.code == .unsupported && axis.message == "Test files have no axis t")
        let type = try #require(throws: ImageError.self) {
            try can.check(try image("yx", [2, 3], .uint16), format: "Test")
        }
        #expect(type.hint == "convert the image to one of uint8, float32")
    }
}
