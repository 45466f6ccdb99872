import Foundation

/// The files of the package around the tests, and its built programs.
enum Repository {
    /// The folder of the package.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file as text.
    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self)
    }

    /// A program of the package, which lies beside the tests.
    static func program(_ name: String) -> URL {
        var place = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        // On macOS the tests are a bundle, some folders deep.
        for _ in 0..<4 where !FileManager.default.isExecutableFile(atPath: place.appendingPathComponent(name).path) {
            place.deleteLastPathComponent()
        }
        return place.appendingPathComponent(name)
    }

    /// Runs a program of the package, which lies beside the tests, and gives its status and all that it printed.
    static func run(_ program: String, _ arguments: [String], in folder: String) throws -> (status: Int32, text: String)
    {
        let process = Process()
        process.executableURL = Self.program(program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Calls a function with a fresh copy of the sample catalogs, which is removed afterwards.
    static func withSampleCatalogs<R>(_ body: (String) async throws -> R) async throws -> R {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.copyItem(at: root.appendingPathComponent("catalogs"), to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        return try await body(copy.path)
    }
}
