import Foundation

/// Files read by `improbe` in processes of their own, which may crash.
struct Probe {
    /// What became of the files.
    struct Outcome {
        /// Files that ended the process, with how: a trap, a hang (SIGALRM), or too much memory.
        var crashed: [String] = []
        /// Files that were read.
        var read: Set<String> = []
        /// Files that were refused, with the message.
        var refused: [String: String] = [:]
    }

    /// Reads files, as many in one process as it survives; with the mode `catalog`, as catalogs.
    ///
    /// - Parameter stack: how much stack each thread has, in KiB; nil for what the system gives.
    static func read(_ paths: [String], mode: String = "read", stack: Int? = nil) throws -> Outcome {
        var outcome = Outcome()
        var rest = paths[...]
        while !rest.isEmpty {
            let (lines, status) = try run(Array(rest), mode, stack)
            var begun: String?
            for line in lines {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2 else { continue }
                switch words[0] {
                case "begin": begun = words[1]
                case "ok": outcome.read.insert(words[1])
                case "error":
                    let parts = words[1].split(separator: ":", maxSplits: 1).map(String.init)
                    outcome.refused[parts[0]] = parts.count > 1 ? parts[1] : ""
                default: break
                }
            }
            if lines.last == "end" { return outcome }
            guard let culprit = begun, let place = rest.firstIndex(of: culprit) else {
                throw ProbeError(description: "improbe ended (\(status)) before it read a file: \(lines.prefix(3))")
            }
            outcome.crashed.append("\((culprit as NSString).lastPathComponent) (\(status))")
            rest = rest[(place + 1)...]
        }
        return outcome
    }

    private static func run(_ paths: [String], _ mode: String, _ stack: Int?) throws -> (
        lines: [String], status: String
    ) {
        let folder = FileManager.default.temporaryDirectory.path + "/probe-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data((paths.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/in"))
        try Data().write(to: URL(fileURLWithPath: folder + "/out"))
        let process = Process()
        let program = try program("improbe")
        process.executableURL = stack == nil ? program : URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            stack.map { ["-c", "ulimit -s \($0) && exec \"$0\" \"$1\"", program.path, mode] } ?? [mode]
        // A backtrace of each crash takes seconds.
        process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        process.standardInput = FileHandle(forReadingAtPath: folder + "/in")
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let output = try String(contentsOfFile: folder + "/out", encoding: .utf8)
        let kind = process.terminationReason == .uncaughtSignal ? "signal" : "status"
        return (output.split(separator: "\n").map(String.init), "\(kind) \(process.terminationStatus)")
    }

    /// The program of this package that lies beside the tests.
    static func program(_ name: String) throws -> URL {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        throw ProbeError(description: "there is no program \(name) beside the tests")
    }
}

struct ProbeError: Error, CustomStringConvertible {
    var description: String
}
