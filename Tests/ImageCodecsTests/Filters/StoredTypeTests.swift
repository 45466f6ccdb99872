import ImageCore
import ImageCodecs
import ImageCore
import Testing

@Suite struct StoredTypeTests {
    @Test("NumPy's names, both ways", arguments: ["<u2", "|u1", "|b1", ">f4", "<c8", ">c16", "|i1", "<f2", ">i8"])
    func names(text: String) throws {
        #expect(try StoredType(numpy: text).description == text)
    }

    @Test("other ways to write them") func aliases() throws {
        #expect(try StoredType(numpy: "u2") == StoredType(.uint16, .little))
        #expect(try StoredType(numpy: "float32") == StoredType(.float32, .little))
        #expect(try StoredType(numpy: "=i4") == StoredType(.int32, .little))
        #expect(try StoredType(numpy: ">u1") == StoredType(.uint8, .little))
    }

    @Test("what is no number", arguments: ["", "<", "|u2", "<M8[ns]", "|S4", "<U3", "|O", "<f16", "<<u2", "<V8"])
    func invalid(text: String) {
        #expect(throws: CodecError.self) { try StoredType(numpy: text) }
    }
}
