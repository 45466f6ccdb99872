import Foundation
import Testing

/// The table of section 2 of the architecture: what each target may import.
///
/// SwiftPM does not stop the import of a module that is built anyway.
@Suite("Layers") struct LayerTests {
    static let foundationFree = ["ImageCore", "ImageSources", "ImageCodecs", "ArchiveStores", "ImageTesting"]

    static let allowed: [String: Set<String>] = [
        "ImageCore": ["CMemory", "Synchronization"],
        "ByteStores": ["ImageCore", "CFileSpace", "Synchronization", "Glibc", "Darwin"],
        "ImageCodecs": [
            "ImageCore", "CISAL", "CBzip2", "CNettle", "CZstd", "CLZ4", "CBlosc", "CLZMA", "CTurboJPEG", "CWebP",
            "CLERC", "COpenJPEG", "CTIFF", "Synchronization",
        ],
        "ArchiveStores": ["ImageCore", "ByteStores", "ImageCodecs", "Synchronization"],
        "ImageSources": ["ImageCore", "ByteStores", "Synchronization"],
        "ImageFormats": ["ImageCore", "ByteStores", "ImageCodecs", "ImageSources", "CExpat", "Synchronization"],
        "ImageCatalogs": ["ImageCore", "ByteStores", "ImageSources", "CYAML", "Synchronization"],
        "ImageIntake": [
            "ImageCore", "ByteStores", "ImageCodecs", "ArchiveStores", "ImageSources", "ImageFormats", "ImageCatalogs",
            "Synchronization",
        ],
        "imcat": ["ImageIntake", "ArgumentParser", "Synchronization", "Glibc", "Darwin"],
        "ImageTesting": ["ImageCore", "ByteStores", "ImageCodecs", "ImageSources", "Synchronization", "Testing"],
    ]

    /// Files that need more than their target, each with its reason.
    static let exceptions: [String: Set<String>] = [
        // malloc and mmap: the one allocation of the package.
        "Sources/ImageCore/Storage/Allocation.swift": ["Glibc", "Darwin"]
    ]

    @Test("every import is in the table") func imports() throws {
        let files = try SourceTree.swiftFiles(below: "Sources")
        #expect(files.count > 90, "the sources were found")
        for file in files {
            let table = try #require(
                Self.allowed[file.target], "\(file.target) is a target that the table does not know")
            for module in file.imports where !table.contains(module) {
                #expect(Self.exceptions[file.path]?.contains(module) == true, "\(file) imports \(module)")
            }
        }
    }

    @Test("the scanner sees imports") func scanner() throws {
        let text =
            "@_exported public import A\nimport struct B.C\n  package import D // import E\n// import F\nlet x = \"import G\""
        let file = SourceTree.File(path: "Sources/X/y.swift", code: SourceTree.stripped(text), text: text)
        #expect(file.imports == ["A", "B", "D"])
        #expect(file.target == "X" && file.name == "y.swift")
    }

    @Test("re-exports stand in one file") func exports() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") where file.name != "Exports.swift" {
            #expect(!file.code.contains { $0.contains("@_exported") }, "\(file)")
        }
    }

    @Test("each C library is imported by one folder") func cLibraries() throws {
        var folders: [String: Set<String>] = [:]
        for file in try SourceTree.swiftFiles(below: "Sources") {
            for module in file.imports where module.first == "C" && module.dropFirst().first?.isUppercase == true {
                folders[module, default: []].insert(file.target + "/" + file.folder)
            }
        }
        #expect(
            folders.keys.sorted() == [
                "CBlosc", "CBzip2", "CExpat", "CFileSpace", "CISAL", "CLERC", "CLZ4", "CLZMA", "CMemory", "CNettle",
                "COpenJPEG", "CTIFF", "CTurboJPEG", "CWebP", "CYAML", "CZstd",
            ])
        for (module, places) in folders { #expect(places.count == 1, "\(module) is imported by \(places.sorted())") }
    }

    @Test("system calls and unsafe memory only where they belong") func unsafe() throws {
        let places = [
            "Sources/ImageCore/Storage/Bytes.swift", "Sources/ImageCore/Storage/Allocation.swift",
            "Sources/ImageCore/Storage/ScatterTarget.swift", "Sources/ImageCore/Storage/ByteCursor.swift",
            "Sources/ImageCore/Geometry/StridedCopy.swift", "Sources/ImageCore/Kernels/",
            // A typed view of bytes whose alignment was checked.
            "Sources/ImageCore/Arrays/ImageArray+Views.swift", "Sources/ByteStores/Local/", "Sources/ImageCodecs/",
            "Sources/ImageCatalogs/YAML/",
            // What expat calls back with.
            "Sources/ImageFormats/OMEXML/XMLParser.swift",
        ]
        let words = [
            "UnsafePointer", "UnsafeMutablePointer", "UnsafeRawPointer", "UnsafeMutableRawPointer",
            "UnsafeBufferPointer",
            "UnsafeMutableBufferPointer", "UnsafeRawBufferPointer", "UnsafeMutableRawBufferPointer", "unsafeBitCast",
            "withMemoryRebound", "assumingMemoryBound", "_unsafeElements", "Unmanaged", "nonisolated(unsafe)",
        ]
        for file in try SourceTree.swiftFiles(below: "Sources")
        where !places.contains(where: { file.path.hasPrefix($0) }) {
            for word in words {
                #expect(!file.code.contains { $0.contains(word) }, "\(file) uses \(word)")
            }
        }
    }

    @Test("@unchecked Sendable only where memory is shared, each with its reason") func sendable() throws {
        let places = [
            "Sources/ImageCore/Storage/Allocation.swift", "Sources/ImageCore/Storage/ScatterTarget.swift",
            // The states of C decoders, and the tasks that pass them on.
            "Sources/ImageCodecs/", "Sources/ImageFormats/Streams/",
        ]
        for file in try SourceTree.swiftFiles(below: "Sources") {
            for line in file.code where line.contains("@unchecked Sendable") {
                // A subclass must repeat what ImageSource says; it adds no state.
                if line.contains("Source: ImageSource,") { continue }
                let isAllowed = line.contains("class ImageSource:") || places.contains { file.path.hasPrefix($0) }
                #expect(isAllowed, "\(file): \(line)")
                #expect(file.text.contains("// Sendable: "), "\(file) gives no reason")
            }
        }
    }

    @Test("formats do not know each other") func formats() throws {
        let files = try SourceTree.swiftFiles(below: "Sources/ImageFormats").filter { !$0.folder.isEmpty }
        var owners: [String: String] = [:]
        for file in files {
            for line in file.code {
                for kind in ["struct ", "class ", "enum ", "protocol ", "actor "] {
                    guard let range = line.range(of: kind), !line[..<range.lowerBound].contains("extension") else {
                        continue
                    }
                    let name = line[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                    if !name.isEmpty, !line.hasPrefix(" ") { owners[String(name)] = file.folder }
                }
            }
        }
        #expect(!owners.isEmpty)
        // What several formats share lies in folders that are no format.
        let shared = ["Streams", "Parsing", "OMEXML"]
        for file in files {
            for (name, owner) in owners where owner != file.folder && !shared.contains(owner) {
                let pattern = try Regex("\\b\(name)\\b")
                #expect(!file.code.contains { $0.contains(pattern) }, "\(file) names \(name) of \(owner)")
            }
        }
    }
}
