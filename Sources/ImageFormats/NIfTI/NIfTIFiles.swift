import ByteStores
import ImageCore

/// The two files of an image: that of the header and that of the pixels, which may be one.
struct NIfTIFiles: Sendable {
    /// The file that the header is read from.
    var header: any ByteObject
    /// Where that lies.
    private(set) var headerFile: Resource
    private let resource: Resource
    private let stem: String
    private let suffix: String
    /// Whether the name allows an ANALYZE header, which nothing in the file tells.
    var mayBeAnalyze: Bool

    /// Opens the header's file, which is the one beside it where a file of pixels (`.img`) is named.
    ///
    /// - Throws: as opening does.
    init(_ resource: Resource) async throws {
        self.resource = resource
        (stem, suffix) = Self.parts(of: resource.name)
        mayBeAnalyze = suffix == "hdr" || suffix == "img"
        if suffix == "img" {
            let names = Self.names(stem, "hdr", like: resource.name)
            guard let (header, file) = try await Self.firstExisting(names, beside: resource) else {
                throw ImageError.notFound(
                    "there is no header of it: \(names[0])", at: .init(resource.location),
                    hint: "put the header beside the image")
            }
            self.header = header
            headerFile = file
        } else {
            header = try await resource.open()
            headerFile = resource
        }
    }

    /// Opens the file of the pixels of a header that has none in its own.
    ///
    /// - Throws: `notFound` if there is none.
    func openPixels() async throws -> (any ByteObject, Resource) {
        if suffix == "img" { return (try await resource.open(), resource) }
        let names = Self.names(stem, "img", like: resource.name)
        if let found = try await Self.firstExisting(names, beside: resource) { return found }
        throw ImageError.notFound(
            "there is no file of its pixels: \(names[0])", at: .init(header.location),
            hint: "put it beside the header")
    }

    /// A name without `.hdr` or `.img`, with or without `.gz`, and which of these it had.
    private static func parts(of name: String) -> (stem: String, suffix: String) {
        let lower = name.lowercased()
        // The last is a pair by another name.
        for suffix in ["hdr", "img", "nii"] {
            for end in [".\(suffix)", ".\(suffix).gz"] where lower.hasSuffix(end) {
                return (String(name.dropLast(end.count)), suffix)
            }
        }
        return (name, "")
    }

    /// What the other file may be called: compressed like this one or not, in small or capital letters.
    private static func names(_ stem: String, _ suffix: String, like name: String) -> [String] {
        let isPacked = name.lowercased().hasSuffix(".gz")
        let ends = isPacked ? [".\(suffix).gz", ".\(suffix)"] : [".\(suffix)", ".\(suffix).gz"]
        let all = ends.map { stem + $0 } + ends.map { stem + $0.uppercased() }
        return name == name.uppercased() ? Array(all[2...] + all[..<2]) : all
    }

    private static func firstExisting(
        _ names: [String], beside resource: Resource
    ) async throws -> (any ByteObject, Resource)? {
        for name in names {
            let file = try resource.sibling(name)
            if let object = try await file.store.open(file.key) { return (object, file) }
        }
        return nil
    }
}
