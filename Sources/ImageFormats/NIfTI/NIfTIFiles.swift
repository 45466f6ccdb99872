import ByteStores
import ImageCore

/// The two files of an image: that of the header and that of the pixels, which may be one.
struct NIfTIFiles: Sendable {
    /// The file that the header is read from.
    var header: any ByteObject
    /// Where that lies.
    private(set) var headerFile: Resource
    /// The pixels' file, where it is another one: the first of these that exists.
    private var pixelFiles: [Resource]
    /// Whether the name allows an ANALYZE header, which nothing in the file tells.
    var mayBeAnalyze: Bool

    /// Opens the header's file, which is the one beside it where a file of pixels (`.img`) is named.
    ///
    /// - Throws: as opening does.
    init(_ resource: Resource) async throws {
        let (stem, suffix) = Self.parts(of: resource.name)
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
            pixelFiles = [resource]
        } else {
            header = try await resource.open()
            headerFile = resource
            pixelFiles = try Self.names(stem, "img", like: resource.name).map { try resource.sibling($0) }
        }
    }

    /// Opens the file of the pixels of a header that has none in its own.
    ///
    /// - Throws: `notFound` if there is none.
    func openPixels() async throws -> (any ByteObject, Resource) {
        for file in pixelFiles {
            if let object = try await file.store.open(file.key) { return (object, file) }
        }
        throw ImageError.notFound(
            "there is no file of its pixels: \(pixelFiles.first?.name ?? "")", at: .init(header.location),
            hint: "put it beside the header")
    }

    /// A name without `.hdr` or `.img`, with or without `.gz`, and which of these it had.
    private static func parts(of name: String) -> (stem: String, suffix: String) {
        for suffix in ["hdr", "img"] {
            for end in [".\(suffix)", ".\(suffix).gz"] where name.lowercased().hasSuffix(end) {
                return (String(name.dropLast(end.count)), suffix)
            }
        }
        // A pair by another name.
        for end in [".nii.gz", ".nii"] where name.lowercased().hasSuffix(end) {
            return (String(name.dropLast(end.count)), "nii")
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
