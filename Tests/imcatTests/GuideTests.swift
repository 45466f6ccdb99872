import Foundation
import Testing

/// The examples of the guide to catalogs are run in its order, and say what it says they say.
struct GuideTests {
    /// A fenced block of a document.
    struct Block {
        var language: String
        var lines: [String]
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func blocks() throws -> [Block] {
        let guide = root.appendingPathComponent("Sources/ImageCatalogs/ImageCatalogs.docc/Catalogs.md")
        var blocks: [Block] = []
        var isInside = false
        for line in try String(contentsOf: guide, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                if !isInside { blocks.append(Block(language: String(line.dropFirst(3)), lines: [])) }
                isInside.toggle()
            } else if isInside {
                blocks[blocks.count - 1].lines.append(line)
            }
        }
        return blocks
    }

    @Test
    func `the guide's examples do what it says`() throws {
        let folder = try Folder()
        try FileManager.default.copyItem(
            at: Self.root.appendingPathComponent("catalogs/images"),
            to: URL(fileURLWithPath: folder.path + "/images"))
        var commands = 0
        for block in try Self.blocks() {
            switch block.language {
            case "yaml":
                // The first line is a comment with the file's name.
                let name = try #require(block.lines.first?.dropFirst(2))
                try folder.write(String(name), block.lines.joined(separator: "\n") + "\n")
            case "sh":
                let sessions = block.lines.split { $0.hasPrefix("$ ") }
                let typed = block.lines.filter { $0.hasPrefix("$ ") }
                #expect(sessions.count == typed.count)
                for (command, output) in zip(typed, sessions) {
                    let said = try Self.run(String(command.dropFirst(2)), in: folder)
                    var expected = output.joined(separator: "\n")
                    // An empty line sets the commands apart.
                    while expected.hasSuffix("\n") { expected.removeLast() }
                    var found = said
                    while found.hasSuffix("\n") { found.removeLast() }
                    #expect(found == expected, "\(command)")
                    commands += 1
                }
            case "swift": try Self.runSwift(block, in: folder)
            default: Issue.record("a block of \(block.language)")
            }
        }
        #expect(commands >= 10)
    }

    /// What a command line prints, on either output, with the folder's path as `FOLDER`.
    private static func run(_ command: String, in folder: Folder) throws -> String {
        let place = Tool.program.deletingLastPathComponent().path
        let outcome = try Shell.run("PATH='\(place)':\"$PATH\"; { \(command); } 2>&1", in: folder)
        return outcome.output.replacingOccurrences(of: folder.path, with: "FOLDER")
    }

    /// Swift examples are compiled as a program of their own, which holds them word for word.
    private static func runSwift(_ block: Block, in folder: Folder) throws {
        let source = try String(
            contentsOf: root.appendingPathComponent("Examples/CatalogGuide/CatalogGuide.swift"), encoding: .utf8)
        let lines = source.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let wanted = block.lines.map { $0.trimmingCharacters(in: .whitespaces) }
        let place = lines.indices.first { lines[$0...].starts(with: wanted) }
        let start = try #require(place, "CatalogGuide does not hold \(wanted)")
        let name = try #require(lines[..<start].last { $0.hasPrefix("case \"") }).split(separator: "\"")[1]
        let program = Tool.program.deletingLastPathComponent().appendingPathComponent("CatalogGuide").path
        let outcome = try Shell.run("'\(program)' \(name)", in: folder)
        #expect(outcome.status == 0, "\(name): \(outcome.errors)")
    }
}
