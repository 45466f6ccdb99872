import Foundation

/// The built program, run as a user runs it.
struct Tool {
    /// What a run left behind.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Where the program lies: beside the tests.
    static let program: URL = {
        var folders = CommandLine.arguments.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        folders.append(
            URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../.build/debug").standardizedFileURL)
        for folder in folders {
            var folder = folder
            // On macOS the tests are a bundle, some folders deep.
            for _ in 0..<4 {
                let program = folder.appendingPathComponent("imcat")
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: program.path, isDirectory: &isFolder), !isFolder.boolValue {
                    return program
                }
                folder = folder.deletingLastPathComponent()
            }
        }
        return URL(fileURLWithPath: "/no/imcat")
    }()

    /// Its path.
    static var path: String { program.path }

    /// Runs it in a folder; the outputs go through files, so that none can block.
    static func run(_ arguments: [String], in folder: Folder? = nil) throws -> Outcome {
        let outputs = try Folder()
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder?.path ?? outputs.path)
        process.environment = ["PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try outputs.create("output")
        process.standardError = try outputs.create("errors")
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try outputs.text("output"), errors: try outputs.text("errors"))
    }
}

/// A temporary folder with files, in which programs run; it goes with the value.
final class Folder: Sendable {
    let path: String

    init() throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("imcat-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        // As getcwd tells it, links resolved.
        let real = realpath(place.path, nil)
        path = real.map { String(cString: $0) } ?? place.path
        free(real)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Runs the program here; this folder's path is written as `FOLDER` in what it says.
    func imcat(_ arguments: String...) throws -> Tool.Outcome {
        var outcome = try Tool.run(arguments, in: self)
        outcome.output = outcome.output.replacingOccurrences(of: path, with: "FOLDER")
        outcome.errors = outcome.errors.replacingOccurrences(of: path, with: "FOLDER")
        return outcome
    }

    /// Writes a text.
    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// Writes an uncompressed NRRD file; sizes are in the file's order, the fastest axis first.
    func writeNRRD(
        _ name: String, sizes: [Int], type: String = "uint8", fields: [String] = [], pixels: [UInt8]
    ) throws {
        var lines = ["NRRD0004", "type: \(type)", "dimension: \(sizes.count)"]
        lines.append("sizes: " + sizes.map(String.init).joined(separator: " "))
        lines += fields + ["encoding: raw", "endian: little"]
        try (Data((lines.joined(separator: "\n") + "\n\n").utf8) + Data(pixels))
            .write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// A file as text.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }

    /// Makes an empty file, open for writing.
    func create(_ name: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path + "/" + name))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/" + name))
    }
}

extension Folder {
    /// A folder with two small images and a catalog of them.
    static func sample() throws -> Folder {
        let folder = try Folder()
        try folder.writeNRRD("flat.nrrd", sizes: [3, 2], pixels: [1, 2, 3, 4, 5, 6])
        try folder.writeNRRD(
            "cells.nrrd", sizes: [3, 2, 2], fields: ["spacings: 0.5 0.5 2"], pixels: Array(1...12))
        try folder.write("nested.yaml", "sources:\n  A1: {driver: nrrd, args: {uri: flat.nrrd}}\n")
        try folder.write("lab.yaml", catalog)
        return folder
    }

    static let catalog = """
        # The lab's images.
        sources:
          # The first one.
          exp1:
            driver: nrrd
            description: GFP, day 1
            args: {uri: "{{ CATALOG_DIR }}/cells.nrrd"}   # beside it
            metadata: {spacing: {z: 3}, spacing_units: {z: um}, owner: me}
          plates:
            driver: yaml_file_cat
            args: {path: nested.yaml}

        """
}

/// JSON as Foundation reads it.
func parseJSON(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8))
}
