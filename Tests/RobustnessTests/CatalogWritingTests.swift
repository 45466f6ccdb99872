import Foundation
import ImageTesting
import Testing

/// Edits of a catalog that are ended or refused by the system: clear errors, nothing lost.
@Suite("Catalogs that cannot be written") struct CatalogWritingTests {
    private let folder: String
    private let path: String
    private let text = "sources:\n" + (0..<50).map { "  e\($0): {driver: nrrd}  # c\n" }.joined()

    private var added: String {
        text + "  new:\n    driver: intake_io.source.nrrd.NrrdSource\n    args:\n      uri: /x.nrrd\n"
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/catalog-writing-\(UUID().uuidString)"
        path = folder + "/lab.yaml"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func edit(_ words: String...) throws -> (signal: Int32?, status: Int32, said: String) {
        let process = Process()
        process.executableURL = try Probe.program("improbe")
        process.arguments = ["edit", path] + words
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let status = process.terminationStatus
        return (process.terminationReason == .uncaughtSignal ? status : nil, status, said)
    }

    private func expectUnharmed(_ what: String) throws {
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text, "\(what)")
    }

    @Test("killed at any moment of one edit after the other") func killed() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var numbers = SeededNumbers(seed: 11)
        var found: Set<String> = []
        var leftovers = 0
        for _ in 0..<60 {
            let process = Process()
            process.executableURL = try Probe.program("improbe")
            process.arguments = ["edit", path, "always"]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            // It reports each edit; it is killed a moment after one of the first, in the midst of a later one.
            for _ in 0..<Int.random(in: 1...4, using: &numbers) { _ = output.fileHandleForReading.availableData }
            usleep(UInt32.random(in: 0...2000, using: &numbers))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)
            let now = try String(contentsOfFile: path, encoding: .utf8)
            #expect(now == text || now == added)
            found.insert(now)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "lab.yaml" {
                leftovers += 1
                try FileManager.default.removeItem(atPath: folder + "/" + name)
            }
        }
        #expect(found.count == 2, "both an entry that was added and one that was not")
        #expect(leftovers > 0, "the process was never killed in the midst of writing")
    }

    #if os(Linux)
        @Test("killed in front of every call of the system that writes") func killedAtEveryStep() throws {
            defer { try? FileManager.default.removeItem(atPath: folder) }
            var (old, new) = (0, 0)
            for number in 1...1000 {
                let outcome = try edit("step", "\(number)")
                if outcome.signal == nil {
                    #expect(outcome.status == 0 && outcome.said == "written\n")
                    break
                }
                #expect(outcome.signal == SIGKILL)
                let now = try String(contentsOfFile: path, encoding: .utf8)
                if now == text { old += 1 } else { new += 1 }
                #expect(now == text || now == added)
                // What was left behind is in nobody's way.
                let next = try edit("full", "1000000")
                #expect(next.status == (now == text ? 0 : 1), "\(number): \(next.said)")
                for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                    try FileManager.default.removeItem(atPath: folder + "/" + name)
                }
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            }
            #expect(old > 5 && new > 1, "\(old) steps before, \(new) after the new file was in place")
        }
    #endif

    @Test("no room at any byte of the writing") func full() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for place in stride(from: 0, through: text.utf8.count + 1, by: 100) {
            let outcome = try edit("full", "\(place)")
            #expect(outcome.signal == nil && outcome.status == 1)
            #expect(outcome.said == "\(path): cannot write the file: File too large\n")
            try expectUnharmed("\(place)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["lab.yaml"])
    }

    @Test("a file that is write-protected") func protected() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        let outcome = try edit("nobody")
        #expect(outcome.status == 1)
        #expect(outcome.said == "\(path): the file is write-protected; allow writing to it first\n")
        try expectUnharmed("protected")
    }

    @Test("a folder that cannot be written to") func readOnly() throws {
        defer {
            try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
            try? FileManager.default.removeItem(atPath: folder)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
        let outcome = try edit("nobody")
        #expect(outcome.status == 1)
        #expect(outcome.said == "\(path): cannot create a file beside it: Permission denied\n")
        try expectUnharmed("read-only")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["lab.yaml"])
    }
}
