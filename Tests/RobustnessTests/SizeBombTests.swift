import Foundation
import Testing

/// Small files that ask for very much: refused quickly, with little memory.
@Suite("Size bombs") struct SizeBombTests {
    /// Headers with what is wrong in them; the data are four bytes.
    static let headers: [(name: String, fields: String)] = [
        ("sizes-overflow", "dimension: 3\nsizes: 4611686018427387904 4611686018427387904 4\nencoding: raw"),
        ("sizes-overflow-gzip", "dimension: 3\nsizes: 4611686018427387904 4611686018427387904 4\nencoding: gzip"),
        ("largest", "dimension: 1\nsizes: 9223372036854775807\nencoding: raw"),
        ("too-large-text", "dimension: 2\nsizes: 1000000 1000000\nencoding: text"),
        ("too-large-hex", "dimension: 2\nsizes: 4000000000 2000000000\nencoding: hex"),
        ("too-large-raw", "dimension: 2\nsizes: 100000 100000\nencoding: raw"),
        ("too-large-bzip2", "dimension: 2\nsizes: 100000 100000\nencoding: bzip2"),
        ("zero", "dimension: 2\nsizes: 0 5\nencoding: raw"), ("negative", "dimension: 2\nsizes: -4 -1\nencoding: raw"),
        ("dimensions", "dimension: 1000000000\nsizes: 4\nencoding: raw"),
        ("seven", "dimension: 7\nsizes: 1 1 1 1 1 1 4\nencoding: raw"),
        ("line-skip", "dimension: 1\nsizes: 4\nencoding: raw\nline skip: 9223372036854775807"),
        ("byte-skip", "dimension: 1\nsizes: 4\nencoding: raw\nbyte skip: 9223372036854775807"),
        ("byte-skip-end", "dimension: 1\nsizes: 5\nencoding: raw\nbyte skip: -1"),
        ("pattern", "dimension: 1\nsizes: 4\nencoding: raw\ndata file: a%d 0 9223372036854775807 1"),
        ("pattern-step", "dimension: 1\nsizes: 4\nencoding: raw\ndata file: a%d 0 5 0"),
        ("pattern-width", "dimension: 1\nsizes: 4\nencoding: raw\ndata file: a%0999999999d 0 1 1"),
        ("pattern-string", "dimension: 1\nsizes: 4\nencoding: raw\ndata file: a%s%n%x 0 1 1"),
        ("list-outside", "dimension: 1\nsizes: 4\nencoding: raw\ndata file: LIST\n../../../../etc/passwd"),
        ("device", "dimension: 1\nsizes: 4\nencoding: raw\ndata file: /dev/zero"),
        ("itself", "dimension: 1\nsizes: 900\nencoding: raw\ndata file: itself.nrrd"),
    ]

    @Test("each is refused") func refused() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/bombs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var paths: [String] = []
        for (name, fields) in Self.headers {
            let path = "\(folder)/\(name).nrrd"
            let end = fields.contains("LIST") ? "\n" : "\n\nabcd"
            try Data("NRRD0005\ntype: uint8\n\(fields)\(end)".utf8).write(to: URL(fileURLWithPath: path))
            paths.append(path)
        }
        paths += try Self.longHeaders(in: folder)
        let outcome = try Probe.read(paths)
        #expect(outcome.crashed == [])
        #expect(outcome.read == [], "what makes no sense was read")
        #expect(outcome.refused.count == paths.count)
    }

    /// Headers that are long instead: one endless line, very many fields, very many files.
    private static func longHeaders(in folder: String) throws -> [String] {
        let start = "NRRD0005\ntype: uint8\ndimension: 1\n"
        let files = [
            "long-line": start + "content: " + String(repeating: "x", count: 20 << 20),
            "many-keys": start + (0..<200_000).map { "key\($0):=value\n" }.joined() + "\nabcd",
            "many-sizes": start + "sizes:" + String(repeating: " 1", count: 1_000_000) + "\nencoding: raw\n\na",
            "many-files": start + "sizes: 4\nencoding: raw\ndata file: LIST\n"
                + String(repeating: "nothing.raw\n", count: 300_000),
            "no-end": String(repeating: "NRRD0005\n", count: 300_000),
        ]
        return try files.map { name, text in
            let path = "\(folder)/\(name).nrrd"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    @Test("more pixels than the data unpack to, and the other way round") func compressed() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/bombs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // 256 MB of zeros in some hundred kilobytes, behind a header that says four pixels: reading stops after four.
        let bomb = folder + "/bomb.nrrd"
        let header = "NRRD0005\ntype: uint8\ndimension: 1\nsizes: 4\nencoding: gzip\n\n"
        try Data(header.utf8).write(to: URL(fileURLWithPath: bomb))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "head -c 268435456 /dev/zero | gzip -1 >> \"$0\"", bomb]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let outcome = try Probe.read([bomb])
        #expect(outcome.crashed == [])
        #expect(outcome.read.count + outcome.refused.count == 1)
    }
}
