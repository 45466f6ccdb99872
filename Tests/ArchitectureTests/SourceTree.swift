import Foundation

/// The package's own files, as they lie on disk.
struct SourceTree {
    /// A Swift file.
    struct File: CustomStringConvertible {
        /// The path from the package's root.
        var path: String
        /// The lines without comments and text literals, so that names in prose do not count.
        var code: [String]
        var text: String

        var description: String { path }
        var name: String { String(path.split(separator: "/").last ?? "") }
        /// The folder below `Sources` or `Tests`.
        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
        /// The folder inside of the target, or empty.
        var folder: String {
            let parts = path.split(separator: "/").dropFirst(2).dropLast()
            return parts.first.map(String.init) ?? ""
        }
        var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count }

        /// The modules that are imported.
        var imports: [String] {
            code.compactMap { line in
                let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
                guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
                    words[..<place].allSatisfy({
                        ["public", "package", "internal", "private", "fileprivate"].contains($0) || $0.hasPrefix("@")
                    })
                else { return nil }
                let kinds = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
                let module =
                    kinds.contains(words[place + 1]) && place + 2 < words.count ? words[place + 2] : words[place + 1]
                return module.split(separator: ".").first.map(String.init)
            }
        }
    }

    /// The package's root, found from this file.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// All Swift files below a folder of the root.
    static func swiftFiles(below folder: String) throws -> [File] {
        try paths(below: folder).filter { $0.hasSuffix(".swift") }.map { path in
            let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
            return File(path: path, code: stripped(text), text: text)
        }
    }

    /// All files below a folder of the root, sorted; nothing that is made by building.
    static func paths(below folder: String) -> [String] {
        let base = folder.isEmpty ? root : root + "/" + folder
        guard let entries = FileManager.default.enumerator(atPath: base) else { return [] }
        var result: [String] = []
        for case let path as String in entries {
            let made = [".build", ".git", ".venv", "__pycache__", "DerivedData", ".swiftpm"]
            if path.split(separator: "/").contains(where: { made.contains(String($0)) || $0.hasPrefix(".build-") }) {
                continue
            }
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: base + "/" + path, isDirectory: &isFolder)
            if !isFolder.boolValue { result.append(folder.isEmpty ? path : folder + "/" + path) }
        }
        return result.sorted()
    }

    /// The lines with comments cut off and text literals emptied.
    static func stripped(_ text: String) -> [String] {
        var isInLongText = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if isInLongText || line.contains("\"\"\"") {
                if line.components(separatedBy: "\"\"\"").count % 2 == 0 { isInLongText.toggle() }
                return ""
            }
            var result = ""
            var isInText = false
            var previous: Character = " "
            for character in line {
                if isInText {
                    if character == "\"", previous != "\\" { isInText = false }
                    previous = previous == "\\" && character == "\\" ? " " : character
                    continue
                }
                if character == "/", previous == "/" {
                    result.removeLast()
                    break
                }
                if character == "\"" { isInText = true } else { result.append(character) }
                previous = character
            }
            return result
        }
    }
}
