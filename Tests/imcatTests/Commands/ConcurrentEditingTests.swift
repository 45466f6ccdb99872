import Foundation
import Testing

/// Many processes edit one catalog at once, and some are killed while they do.
@Suite struct ConcurrentEditingTests {
    @Test("64 processes add 10 entries each: all are there, and what was there is unharmed")
    func manyProcesses() throws {
        let folder = try Folder.sample()
        let before = try folder.text("lab.yaml")
        let errors = try folder.create("errors")
        let processes = try (1...64).map { number in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [
                "-c",
                """
                for n in $(seq 1 10); do
                  "\(Tool.path)" add --quiet lab.yaml flat.nrrd --name "p\(number)_$n" || exit 1
                done
                """,
            ]
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = errors
            try process.run()
            return process
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try folder.text("errors") == "")
        let after = try folder.text("lab.yaml")
        // Everything that was there stands there still, comments and order included; new entries follow.
        #expect(after.hasPrefix(before))
        let listed = try folder.imcat("list", "--json", "lab.yaml")
        let entries = try #require(try parseJSON(listed.output) as? [[String: Any]])
        let names = Set(entries.compactMap { $0["name"] as? String })
        #expect(entries.count == 2 + 640)
        for process in 1...64 {
            for number in 1...10 where !names.contains("p\(process)_\(number)") {
                Issue.record("p\(process)_\(number) is lost")
            }
        }
        #expect(try folder.imcat("digest", "lab.yaml#p64_10").status == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(left == ["cells.nrrd", "errors", "flat.nrrd", "lab.yaml", "nested.yaml"])
    }

    @Test("a process killed at any moment leaves the old file or the new one")
    func killed() throws {
        let folder = try Folder.sample()
        var text = Folder.catalog
        for number in 0..<3000 { text += "  e\(number): {driver: nrrd, args: {uri: flat.nrrd}}  # number \(number)\n" }
        try folder.write("lab.yaml", text)
        // How long an undisturbed run takes bounds the moments that are worth trying.
        let start = ContinuousClock.now
        #expect(try folder.imcat("add", "lab.yaml", "flat.nrrd", "--name", "new").status == 0)
        let duration = ContinuousClock.now - start
        let new = try folder.text("lab.yaml")
        #expect(new != text && new.hasPrefix(text))
        var outcomes: [String: Int] = [:]
        for attempt in 0..<60 {
            try folder.write("lab.yaml", text)
            let process = Process()
            process.executableURL = Tool.program
            process.arguments = ["add", "lab.yaml", "flat.nrrd", "--name", "new"]
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            let moment = ContinuousClock.now + duration * attempt / 55
            while ContinuousClock.now < moment, process.isRunning {}
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let found = try folder.text("lab.yaml")
            #expect(found == text || found == new, "attempt \(attempt)")
            outcomes[found == text ? "old" : "new", default: 0] += 1
        }
        // The first attempts are killed before anything can have happened.
        #expect((outcomes["old"] ?? 0) > 0)
        // What a killed process left in the way does not hinder the next.
        try folder.write("lab.yaml", text)
        #expect(try folder.imcat("add", "lab.yaml", "flat.nrrd", "--name", "new").status == 0)
        #expect(try folder.text("lab.yaml") == new)
    }
}
