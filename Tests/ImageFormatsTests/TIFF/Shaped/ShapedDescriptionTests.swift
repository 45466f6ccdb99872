import ImageCore
import Testing

@testable import ImageFormats

@Suite struct ShapedDescriptionTests {
    private func parse(_ text: String) throws(ParseError) -> ShapedDescription? {
        try Bytes(utf8: text).withBytes { (span) throws(ParseError) in try ShapedDescription.parse(span) }
    }

    @Test func readsWhatTifffileWrites() throws {
        let plain = try #require(try parse(#"{"shape": [256, 256]}"#))
        #expect(plain == ShapedDescription(shape: [256, 256]))
        let axes = try #require(try parse("{\"shape\": [2, 2, 2, 3, 14, 16], \"axes\": \"QTCZYX\"}\0"))
        #expect(axes.shape == [2, 2, 2, 3, 14, 16] && axes.axes == "QTCZYX" && axes.elementCount == 5376)
        let more = try #require(try parse(#"{"shape": [3, 4], "truncated": true, "name": "x", "n": 1.5}"#))
        #expect(more.isTruncated && more.attributes == ["name": "x", "n": 1.5])
        #expect(try parse("shape=(2, 3,4)")?.shape == [2, 3, 4])
    }

    @Test func axesThatDoNotFitAreLeftOut() throws {
        let description = try #require(try parse(#"{"shape": [3, 4], "axes": "ZYX"}"#))
        #expect(description.axes == nil)
        #expect(
            description.diagnostics.map(\.message) == ["3 axes are named for a shape of 2; the names are left out"])
    }

    @Test(arguments: ["", "{", "{}", "[1]", #"{"axes": "YX"}"#, "ImageJ=1", "{\"shape\": [3", "shape=", "shape=)("])
    func whatIsOfAnotherKindIsNone(text: String) throws {
        #expect(try parse(text) == nil)
    }

    @Test(arguments: [
        #"{"shape": 3}"#, #"{"shape": [-1, 2]}"#, #"{"shape": [1.5]}"#, #"{"shape": ["a"]}"#, "shape=(a,)",
        #"{"shape": [4294967296, 4294967296]}"#, #"{"shape": [99999999999999999999]}"#,
    ])
    func shapesMustBeShapes(text: String) {
        #expect(throws: ParseError.self) { try parse(text) }
    }

    @Test func textIsASCIIAndReadAgain() throws {
        let description = ShapedDescription(
            shape: [2, 3, 4], axes: "ZYX", isTruncated: true, attributes: ["name": "µ\u{1F52C}\n"])
        #expect(
            description.text
                == #"{"shape":[2,3,4],"axes":"ZYX","truncated":true,"name":"\u00b5\ud83d\udd2c\n"}"#)
        #expect(try parse(description.text) == description)
        #expect(ShapedDescription(shape: [5]).text == #"{"shape":[5]}"#)
    }
}
