import Foundation
import ImageTesting
import Testing

/// Kills a process that replaces a file again and again, at random moments: the file is always one of the versions,
/// whole.
@Suite("AtomicFile survives crashes") struct AtomicFileCrashTests {
    @Test("killed at any moment") func killed() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/precious"
        let size = 1 << 19
        try Data(repeating: 0, count: size).write(to: URL(fileURLWithPath: path))
        var numbers = SeededNumbers(seed: 5)
        var versions: Set<UInt8> = []
        var leftovers = 0
        for _ in 0..<40 {
            let process = Process()
            process.executableURL = try program("improbe")
            process.arguments = ["replace", path, "\(size)"]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            // It reports each replacement; kill it a moment after one of the first, in the midst of a later one.
            let reports = Int.random(in: 1...4, using: &numbers)
            for _ in 0..<reports { _ = output.fileHandleForReading.availableData }
            usleep(UInt32.random(in: 0...2000, using: &numbers))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)

            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(data.count == size)
            let first = try #require(data.first)
            #expect(data.allSatisfy { $0 == first }, "a mixture of versions")
            versions.insert(first)
            for name in try scratch.names() where name != "precious" {
                leftovers += 1
                try FileManager.default.removeItem(atPath: scratch.path + "/" + name)
            }
        }
        #expect(versions.count > 1, "the process was killed before it did anything")
        #expect(leftovers > 0, "the process was never killed in the midst of writing")
    }
}
