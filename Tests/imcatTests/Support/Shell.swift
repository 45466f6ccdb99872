import Foundation

/// A command line run by the shell, for redirections and pipes.
enum Shell {
    static func run(_ command: String, in folder: Folder) throws -> Tool.Outcome {
        let outputs = try Folder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardOutput = try outputs.create("output")
        process.standardError = try outputs.create("errors")
        try process.run()
        process.waitUntilExit()
        return Tool.Outcome(
            status: process.terminationStatus, output: try outputs.text("output"), errors: try outputs.text("errors"))
    }
}
