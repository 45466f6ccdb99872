import Foundation
import Testing

/// Other software, run by the interpreter that the environment variable IMAGEINTAKE_PYTHON names (`make test` sets it to
/// one that has the packages of requirements.txt).
struct Peers {
    let python: String

    /// The peers, or nil with a note where there is no such interpreter; in CI that is a failure.
    static func find(sourceLocation: SourceLocation = #_sourceLocation) -> Peers? {
        let environment = ProcessInfo.processInfo.environment
        if let python = environment["IMAGEINTAKE_PYTHON"], FileManager.default.isExecutableFile(atPath: python) {
            return Peers(python: python)
        }
        let message =
            "IMAGEINTAKE_PYTHON names no Python interpreter; nothing is compared with other software (make test does)"
        if environment["CI"] == "true" {
            Issue.record("\(message)", sourceLocation: sourceLocation)
        } else {
            print("interop: \(message)")
        }
        return nil
    }

    /// What a peer read out of one file.
    struct Reading: Decodable {
        var error: String?
        var shape: [Int]?
        var dtype: String?
        var sha256: String?
        var header: Header?
        var components: Int?
        var spacing: [Double]?
        var origin: [Double]?
    }

    /// The fields of an NRRD header by axis, fastest first.
    struct Header: Decodable {
        var labels: [String]?
        var kinds: [String]?
        var units: [String]?
        var spaceUnits: [String]?
        var spacings: [Double?]?
        var directions: [[Double?]?]?
        var spaceOrigin: [Double?]?
        var mins: [Double?]?

        enum CodingKeys: String, CodingKey {
            case labels, kinds, units, spacings
            case spaceUnits = "space units"
            case directions = "space directions"
            case spaceOrigin = "space origin"
            case mins = "axis mins"
        }

        /// The spacing of an axis, as its vector's length or a number.
        func spacing(_ place: Int) -> Double? {
            if let row = directions?[place], !row.contains(nil) {
                return row.reduce(0) { $0 + ($1 ?? 0) * ($1 ?? 0) }.squareRoot()
            }
            return spacings?[place]
        }
    }

    /// What `reader` (`pynrrd` or `itk`) makes of files.
    func read(_ reader: String, _ paths: [String]) throws -> [String: Reading] {
        let output = try run("peers.py", [reader] + paths)
        return try JSONDecoder().decode([String: Reading].self, from: output)
    }

    /// Runs a script of this folder and gives what it prints.
    @discardableResult
    func run(_ script: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        process.arguments = ["-B", folder.appendingPathComponent(script).path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PeerError(description: "\(script) failed; see above") }
        return data
    }
}

struct PeerError: Error, CustomStringConvertible {
    var description: String
}

/// A folder that exists while a function runs.
func withScratch<R>(_ body: (String) async throws -> R) async throws -> R {
    let path = FileManager.default.temporaryDirectory.path + "/interop-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}
