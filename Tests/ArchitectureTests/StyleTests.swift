import Foundation
import Testing

@Suite("House rules") struct StyleTests {
    private static let folders = ["Sources", "Tests", "Examples", "Benchmarks"]

    private func files() throws -> [SourceTree.File] {
        try Self.folders.flatMap { try SourceTree.swiftFiles(below: $0) }
    }

    @Test("no file above 600 lines, few above 400") func lengths() throws {
        let files = try files()
        for file in files { #expect(file.lineCount <= 600, "\(file) has \(file.lineCount) lines") }
        let long = files.filter { $0.lineCount > 400 }
        #expect(long.count * 50 < files.count, "\(long)")
        let lengths = files.map(\.lineCount).sorted()
        #expect(lengths[lengths.count / 2] <= 160, "the median length")
    }

    @Test("no file is named after nothing") func names() throws {
        for file in try files() {
            for word in ["Util", "Helper", "Common", "Misc", "Manager"] {
                #expect(!file.name.contains(word), "\(file)")
            }
        }
        for path in SourceTree.paths(below: "Sources") where path.hasSuffix("Place" + "holder.swift") {
            Issue.record("\(path) is left over")
        }
    }

    @Test("folders are at most two levels below a target") func depth() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") {
            #expect(file.path.split(separator: "/").count <= 5, "\(file)")
        }
    }

    @Test("nothing gives up instead of throwing") func traps() throws {
        // `preconditionFailure` and `precondition` are for mistakes in the program, never for input.
        let allowed: [String: Set<String>] = [
            // Literals and memory that cannot be missing.
            "preconditionFailure(": [
                "Sources/ImageCore/Axes/AxisOrder.swift", "Sources/ImageCore/Storage/Bytes.swift",
            ],
            "precondition(": ["Sources/ImageCore/Storage/Bytes.swift"],
        ]
        for file in try SourceTree.swiftFiles(below: "Sources") {
            for word in [
                "try!", "fatalError(", "as! ", "preconditionFailure(", "precondition(", "assertionFailure(", "assert(",
            ] {
                let uses = file.code.filter { $0.contains(word) }
                #expect(uses.isEmpty || allowed[word]?.contains(file.path) == true, "\(file): \(word)")
            }
        }
    }

    @Test("no global variables that change") func globals() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") {
            for line in file.code {
                let isGlobal = line.hasPrefix("var ") || line.hasPrefix("public var ") || line.contains("static var ")
                if isGlobal, !line.contains("{"), !line.contains("@TaskLocal") { Issue.record("\(file): \(line)") }
            }
        }
    }

    @Test("no test is skipped, disabled or waits for luck") func tests() throws {
        for file in try SourceTree.swiftFiles(below: "Tests") where file.target != "ArchitectureTests" {
            for word in [".disabled(", "XCTSkip", "withKnownIssue", "Task.sleep", "Thread.sleep", " sleep("] {
                #expect(!file.code.contains { $0.contains(word) }, "\(file): \(word)")
            }
        }
    }

    @Test("nothing is left to be done") func leftOvers() throws {
        let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "not imple" + "mented", "place" + "holder"]
        for file in try files() {
            for word in words { #expect(!file.text.contains(word), "\(file) holds \(word)") }
        }
    }

    @Test("no path of one machine in any file") func paths() throws {
        // Put together, so that this file does not hold them.
        let words = ["/ho" + "me/", "/Us" + "ers/", "/ro" + "ot/", "/wo" + "rk/", "/fa" + "rm/", "/t" + "mp/scratch"]
        for path in SourceTree.paths(below: "") {
            guard let data = FileManager.default.contents(atPath: SourceTree.root + "/" + path), data.count < 4 << 20,
                let text = String(data: data, encoding: .utf8)
            else { continue }
            // Documents show sessions of somebody.
            let examples = text.replacing("/ho" + "me/me/", with: "")
            for word in words {
                let isClean = !examples.contains(word)
                #expect(isClean, "\(path) holds \(word)")
            }
        }
    }
}
