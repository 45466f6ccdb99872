import ByteStores
import ImageCore

/// Where the data of an NRRD image lie: behind the header, in a file, or in a list of files that hold equal parts.
struct NRRDData: Sendable {
    /// The files in order; one of them for an attached header is the header's own.
    let files: [Resource]
    /// The byte in each file where lines and bytes to be skipped begin.
    let begin: Int
    /// The decoded bytes that each file holds.
    let partByteCount: Int
    let header: NRRDHeader

    /// - Throws: `corrupt` if the sizes are impossible or the files cannot share the data equally, `permissionDenied` for
    ///   a file outside of the header's folder.
    init(
        _ header: NRRDHeader, of resource: Resource, headerEnd: Int, mayLeaveFolder: Bool, stores: StoreRegistry
    ) throws {
        self.header = header
        let total = try Shape.byteCount(header.sizes, elementSize: header.elementType.size)
        func file(_ name: String) throws -> Resource {
            mayLeaveFolder
                ? try stores.resource(at: name, in: ResourceLocation.folder(of: resource.location))
                : try resource.sibling(name)
        }
        switch header.dataFile {
        case nil:
            files = [resource]
            begin = headerEnd
            partByteCount = total
        case .single(let name):
            files = [try file(name)]
            begin = 0
            partByteCount = total
        case .list(let names, let subdimension):
            try Self.check(names.count, subdimension ?? header.sizes.count - 1, header.sizes)
            files = try names.map(file)
            begin = 0
            partByteCount = total / names.count
        }
    }

    /// Checks that a number of files with a number of axes each makes up the image.
    private static func check(_ count: Int, _ axes: Int, _ sizes: [Int]) throws(ImageError) {
        let dimension = sizes.count
        guard axes >= 1 || dimension == 1, axes <= dimension else {
            throw .corrupt("data file: files of \(axes) axes for an image of \(dimension)")
        }
        let expected = axes == dimension ? nil : try Shape.elementCount(Array(sizes[max(axes, 0)...]))
        if let expected, expected != count {
            throw .corrupt("data file: \(count) files are named, the sizes need \(expected)")
        }
        if expected == nil, let last = sizes.last, last % count != 0 {
            throw .corrupt("data file: \(count) files cannot share \(last) slices equally")
        }
    }

    /// The byte of a file where its encoded data begin, behind the lines and bytes to be skipped.
    ///
    /// For raw, text and hex data the skipped bytes are those of the file; for compressed data they are decoded bytes,
    /// and the reader skips them.
    func start(in object: any ByteObject) async throws -> Int {
        if header.encoding == .raw, header.byteSkip == -1 {
            guard object.size - begin >= partByteCount else { throw tooShort(object, from: begin) }
            return object.size - partByteCount
        }
        var position = begin
        if header.lineSkip > 0 { position = try await skipLines(header.lineSkip, object, from: position) }
        switch header.encoding {
        case .gzip, .bzip2: return position
        case .raw, .text, .hex:
            guard header.byteSkip >= 0 else {
                throw ImageError.unsupported(
                    "'byte skip: -1' for \(header.encoding.rawValue) data", at: .init(object.location))
            }
            let (start, overflow) = position.addingReportingOverflow(header.byteSkip)
            guard !overflow, start <= object.size else { throw tooShort(object, from: position) }
            return start
        }
    }

    /// The error for a file with too few bytes.
    func tooShort(_ object: any ByteObject, from position: Int) -> ImageError {
        .corrupt(
            "\(partByteCount) bytes of pixels are needed from byte \(position) on, the file has \(object.size)",
            at: .init(object.location))
    }

    private func skipLines(_ count: Int, _ object: any ByteObject, from start: Int) async throws -> Int {
        var position = start
        var left = count
        while left > 0 {
            let window = try await object.read(position..<min(position + 4096, object.size))
            guard window.count > 0 else {
                throw ImageError.corrupt(
                    "the file has fewer than the \(count) lines to skip", at: .init(object.location))
            }
            let used = window.withBytes { span in
                var used = 0
                while used < span.byteCount, left > 0 {
                    if span.unsafeLoad(fromByteOffset: used, as: UInt8.self) == 0x0A { left -= 1 }
                    used += 1
                }
                return used
            }
            position += used
        }
        return position
    }
}
