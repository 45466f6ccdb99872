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

    /// Opens the file of the pixels, which is the header's own or the one beside it.
    ///
    /// - Parameter isHeaderCompressed: whether the header is, and what follows it in its file.
    /// - Throws: `notFound` if there is none.
    /// - Returns: the file, where it lies, and whether it is compressed.
    func openPixels(
        of header: NIfTIHeader, isHeaderCompressed: Bool
    ) async throws -> (object: any ByteObject, file: Resource, isCompressed: Bool) {
        if header.isSingleFile { return (self.header, headerFile, isHeaderCompressed) }
        if suffix == "img" {
            let object = try await resource.open()
            return (object, resource, try await Self.isCompressed(object, named: resource.name, header))
        }
        let names = Self.names(stem, "img", like: resource.name)
        if let (object, file) = try await Self.firstExisting(names, beside: resource) {
            return (object, file, try await Self.isCompressed(object, named: file.name, header))
        }
        throw ImageError.notFound(
            "there is no file of its pixels: \(names[0])", at: .init(self.header.location),
            hint: "put it beside the header")
    }

    /// Whether a file of nothing but pixels is compressed.
    ///
    /// Pixels may begin as gzip files do: without `.gz` in the name it is only where there is no room for them otherwise.
    private static func isCompressed(
        _ pixels: any ByteObject, named name: String, _ header: NIfTIHeader
    ) async throws -> Bool {
        guard GzipHead.isLikelyGzip(try await pixels.readPrefix(4)) else { return false }
        if name.lowercased().hasSuffix(".gz") { return true }
        let size = try Shape.byteCount(header.extents, elementSize: header.dataType.bitCount / 8)
        let (end, overflow) = header.dataOffset.addingReportingOverflow(size)
        return overflow || end > pixels.size
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

    /// What the other file may be called: first in letters like those of this one, and compressed like it.
    private static func names(_ stem: String, _ suffix: String, like name: String) -> [String] {
        let own = NIfTIPairName(name)
        var letters: [String] = []
        for form in [own?.cased(suffix) ?? suffix, suffix, suffix.uppercased(), suffix.capitalizedFirst]
        where !letters.contains(form) {
            letters.append(form)
        }
        let packing = own?.packing ?? ""
        let packings = packing.isEmpty ? ["", ".gz", ".GZ"] : [packing, ""]
        return letters.flatMap { form in packings.map { "\(stem).\(form)\($0)" } }
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

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
