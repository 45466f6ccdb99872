import Foundation
import ImageCore
import Testing

@testable import ByteStores

@Suite("MappedFile") struct MappedFileTests {
    @Test("the bytes, also after the file is gone") func bytes() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/a"
        try Data("mapped".utf8).write(to: URL(fileURLWithPath: path))
        let bytes = try #require(try MappedFile.bytes(path: path, limit: 6))
        try FileManager.default.removeItem(atPath: path)
        #expect(bytes.text == "mapped")
        #expect(try bytes.slice(2..<4).text == "pp")
    }

    @Test("nothing, empty, too large") func limits() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/a"
        #expect(try MappedFile.bytes(path: path, limit: 10) == nil)
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(try MappedFile.bytes(path: path, limit: 0)?.count == 0)
        try Data(count: 11).write(to: URL(fileURLWithPath: path))
        #expect { _ = try MappedFile.bytes(path: path, limit: 10) } throws: { ImageError.Code.limitExceeded ~= $0 }
    }
}
