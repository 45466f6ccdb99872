import Foundation
import Testing

/// Small Zarr stores that ask for very much: refused quickly, with little memory.
@Suite("Zarr bombs") struct ZarrBombTests {
    /// A version 3 array of bytes.
    private static func document(
        shape: String = "[64]", chunk: String = "[64]", codecs: String = #"[{"name": "bytes"}]"#,
        type: String = "uint8", extra: String = ""
    ) -> String {
        """
        {"zarr_format": 3, "node_type": "array", "shape": \(shape), "data_type": "\(type)", "fill_value": 0,
         "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": \(chunk)}},
         "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
         "codecs": \(codecs)\(extra)}
        """
    }

    private static func sharding(_ depth: Int) -> String {
        let start =
            #"[{"name": "sharding_indexed", "configuration": {"chunk_shape": [64], "index_location": "end", "#
            + #""index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}}], "codecs": "#
        return (0..<depth).map { _ in start }.joined() + #"[{"name": "bytes"}]"#
            + (0..<depth).map { _ in "}}]" }.joined()
    }

    /// Documents of arrays that nobody can have, or whose one chunk is no chunk.
    private static let documents: [(name: String, text: String)] = [
        ("chunk-2-40", document(shape: "[1099511627776]", chunk: "[1099511627776]")),
        ("chunk-2-40-of-a-small-array", document(chunk: "[1099511627776]", codecs: zstd)),
        ("chunk-2-31", document(chunk: "[2147483648]", codecs: zstd)),
        ("shape-2-62", document(shape: "[4611686018427387904, 4]", chunk: "[1, 1]")),
        ("shape-largest", document(shape: "[9223372036854775807]", chunk: "[1]")),
        ("shape-larger", document(shape: "[9223372036854775808]", chunk: "[1]")),
        ("shape-1e400", document(shape: "[1e400]", chunk: "[1]")),
        ("chunks-without-end", document(shape: "[268435457]", chunk: "[1]")),
        ("axes", document(shape: ones(10_000), chunk: ones(10_000))),
        ("type", document(type: "r99999999999999")),
        ("sharding-200", document(codecs: sharding(200))), ("sharding-5000", document(codecs: sharding(5000))),
        (
            "shard-of-2-40-chunks",
            document(
                shape: "[1099511627776]", chunk: "[1099511627776]",
                codecs: sharding(1).replacing("[64]", with: "[1]"))
        ),
        ("transpose", document(codecs: #"[{"name": "transpose", "configuration": {"order": [9223372036854775807]}}]"#)),
        (
            "codecs",
            document(codecs: "[" + (0..<50_000).map { _ in #"{"name": "crc32c"}"# }.joined(separator: ",") + "]")
        ),
        ("huge", document(extra: #", "attributes": {"a": ""# + String(repeating: "x", count: 80 << 20) + "\"}")),
    ]

    private static let zstd =
        #"[{"name": "bytes"}, {"name": "zstd", "configuration": {"level": 1, "checksum": false}}]"#
    private static let blosc = """
        [{"name": "bytes"}, {"name": "blosc", "configuration": {"cname": "lz4", "clevel": 5, "shuffle": "noshuffle",
        "typesize": 1, "blocksize": 0}}]
        """

    private static func ones(_ count: Int) -> String {
        "[" + (0..<count).map { _ in "1" }.joined(separator: ",") + "]"
    }

    @Test("documents") func documents() throws {
        try inFolder { folder in
            let paths = try Self.documents.map { name, text in
                try Self.store("\(folder)/\(name).zarr", ["zarr.json": Array(text.utf8), "c/0": Array("abcd".utf8)])
            }
            let outcome = try Probe.read(paths)
            #expect(outcome.crashed == [])
            #expect(outcome.read == [], "what makes no sense was read")
            #expect(outcome.refused.count == paths.count)
        }
    }

    @Test("chunks that unpack to 8 GB, or say so") func chunks() throws {
        try inFolder { folder in
            var paths: [String] = []
            for (name, size) in [("honest", 8 << 30), ("lying", 64), ("silent", nil)] as [(String, Int?)] {
                let files = [
                    "zarr.json": Array(Self.document(codecs: Self.zstd).utf8), "c/0": Self.zeros(claiming: size),
                ]
                paths.append(try Self.store("\(folder)/zstd-\(name).zarr", files))
            }
            // Version 2, flags for LZ4, elements of one byte: 2 GB in one block, in 20 bytes.
            let blosc: [UInt8] =
                [2, 1, 0x20, 1] + [0xFF, 0xFF, 0xFF, 0x7F] + [0xFF, 0xFF, 0xFF, 0x7F] + [20, 0, 0, 0]
            let files = ["zarr.json": Array(Self.document(codecs: Self.blosc).utf8), "c/0": blosc + [20, 0, 0, 0]]
            paths.append(try Self.store("\(folder)/blosc.zarr", files))
            let outcome = try Probe.read(paths)
            #expect(outcome.crashed == [])
            #expect(outcome.read == [])
            #expect(outcome.refused.count == paths.count)
        }
    }

    @Test("a hundred groups in each other, and groups without an end") func groups() throws {
        try inFolder { folder in
            let group = Array(#"{"zarr_format": 3, "node_type": "group", "attributes": {}}"#.utf8)
            var files: [String: [UInt8]] = [:]
            for depth in 0...100 {
                files[String(repeating: "g/", count: depth) + "zarr.json"] = group
            }
            files[String(repeating: "g/", count: 100) + "a/zarr.json"] = Array(Self.document().utf8)
            let deep = try Self.store("\(folder)/deep.zarr", files)
            let round = try Self.store("\(folder)/round.zarr", ["zarr.json": group, "a/zarr.json": group])
            try FileManager.default.createSymbolicLink(
                atPath: round + "/a/again", withDestinationPath: "\(folder)/round.zarr")
            let outcome = try Probe.read([deep, round])
            #expect(outcome.crashed == [])
            #expect(outcome.read.count + outcome.refused.count == 2)
        }
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/zarr-bombs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private static func store(_ path: String, _ files: [String: [UInt8]]) throws -> String {
        for (key, bytes) in files {
            let file = URL(fileURLWithPath: path + "/" + key)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        return path
    }

    /// A Zstandard frame of 8 GB of zeros, 128 KiB in each block of four bytes, that claims a size or none.
    private static func zeros(claiming size: Int?) -> [UInt8] {
        let blocks = (8 << 30) / (128 << 10)
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, size == nil ? 0x00 : 0xC0, 0x38]
        if let size { frame += (0..<8).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) } }
        for block in 0..<blocks {
            // The last-block bit, type 1 (one byte repeated), and the size.
            let header = (block == blocks - 1 ? 1 : 0) | 1 << 1 | (128 << 10) << 3
            frame += (0..<3).map { UInt8(truncatingIfNeeded: header >> ($0 * 8)) } + [0]
        }
        return frame
    }
}
