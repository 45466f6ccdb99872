import Foundation
import Testing

/// The help texts are part of the interface: a change shows up as a difference in the folder.
///
/// Run with `IMAGEINTAKE_RECORD=1` to take over the new ones.
struct HelpTests {
    static let commands = [
        "imcat", "info", "digest", "explain", "view", "convert", "formats", "list", "show", "add", "remove", "rename",
        "check",
        "schema",
    ]

    @Test(arguments: commands)
    func `help is as recorded`(_ command: String) throws {
        let outcome = try Tool.run(command == "imcat" ? ["--help"] : [command, "--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Help/\(command).txt")
        if ProcessInfo.processInfo.environment["IMAGEINTAKE_RECORD"] == "1" {
            try Data(outcome.output.utf8).write(to: file)
        }
        #expect(outcome.output == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    @Test(arguments: commands.dropFirst())
    func `help has examples and every command is in the overview`(_ command: String) throws {
        #expect(try Tool.run([command, "--help"]).output.contains("Examples:\n  imcat \(command)"))
        #expect(try Tool.run(["--help"]).output.contains("\n  \(command) "))
        #expect(try Tool.run(["help", command]).output == Tool.run([command, "--help"]).output)
    }

    @Test
    func `without a command the overview is shown`() throws {
        let outcome = try Tool.run([])
        #expect(outcome.status == 0)
        #expect(outcome.output == (try Tool.run(["--help"]).output))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completions can be made`(_ shell: String) throws {
        let outcome = try Tool.run(["--generate-completion-script", shell])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("digest"))
    }
}
