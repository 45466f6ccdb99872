import ByteStores
import ImageCore
import ImageSources

/// A parsed header and the way to its pixels: uncompressed ones are read in place, compressed ones are a stream that
/// knows its way from the second time on.
struct NIfTIReader: EagerImageReader {
    let series: [StoredSeries]
    private let pixels: NIfTIPixels
    private let concurrency: Int
    /// Places of the compressed file to go on from, kept as long as the source.
    private let index = GzipSeekIndex()
    /// Where they are kept longer, if that is wanted.
    private let indexFile: GzipIndexFile?

    /// Reads header and extensions, and checks that the file can hold the pixels.
    ///
    /// - Throws: `notFound` for a missing part of a pair, `corrupt`, `unsupported`.
    init(_ request: SourceRequest) async throws {
        let files = try await NIfTIFiles(request.resource)
        let isRaw = request.options["raw"]?.boolValue ?? false
        var (header, extensions, isHeaderCompressed) = try await Self.readHeader(files)
        var noticed = header.diagnostics
        let scaling = try isRaw ? nil : header.scaling(&noticed)
        var (axes, metadata) = try header.describe(extensions, &noticed)
        header.diagnostics = noticed
        let (object, file, isCompressed) = try await files.openPixels(
            of: header, isHeaderCompressed: isHeaderCompressed)
        indexFile = isCompressed ? try await Self.indexFile(object, file, request, &noticed) : nil
        metadata.diagnostics = noticed
        pixels = try NIfTIPixels(
            header, scaling: scaling, in: object, isCompressed: isCompressed, shape: axes.map(\.length))
        concurrency = request.environment.concurrency
        series = [StoredSeries(images: [pixels.image(axes, metadata)])]
    }

    func stream(of image: StoredImage) async throws -> any PixelStream {
        try await pixels.stream(index, indexFile, concurrency: concurrency)
    }

    /// The file that the options ask for, if one can be kept.
    ///
    /// - Throws: `invalidArgument` for more than one folder.
    private static func indexFile(
        _ object: any ByteObject, _ file: Resource, _ request: SourceRequest, _ noticed: inout [Diagnostic]
    ) async throws -> GzipIndexFile? {
        let folders = request.options["index_folder"]?.arrayValue ?? []
        guard folders.count <= 1, folders.allSatisfy({ $0.stringValue != nil }) else {
            throw ImageError.invalidArgument("option 'index_folder' is the path of one folder")
        }
        let folder = folders.first?.stringValue
        guard folder != nil || request.options["index_file"]?.boolValue == true else { return nil }
        do {
            // The stores know in which folder all files have to lie.
            let folder = try folder.map { try request.environment.stores.resource(at: $0) }
            let indexFile = try GzipIndexFile(object, of: file, folder: folder)
            if let obstacle = await indexFile.obstacle() { noticed.append(Diagnostic(obstacle)) }
            return indexFile
        } catch let error as ImageError {
            noticed.append(Diagnostic(error.description))
            return nil
        }
    }

    /// The header, the extensions behind it, and whether they are compressed.
    private static func readHeader(_ files: NIfTIFiles) async throws -> (NIfTIHeader, [NIfTIExtension], Bool) {
        let object = files.header
        // Both in one read: gzip data that begin so are much longer.
        let prefix = try await object.readPrefix(NIfTIHeader.prefixByteCount)
        let isCompressed = GzipHead.isGzip(prefix)
        func first(_ count: Int) async throws -> Bytes {
            isCompressed ? try await GzipHead.read(object, count: count) : try await object.readPrefix(count)
        }
        let bytes = isCompressed ? try await first(NIfTIHeader.prefixByteCount) : prefix
        do {
            var header = try NIfTIHeader(parsing: bytes.span, mayBeAnalyze: files.mayBeAnalyze)
            let start = header.version.layout.byteCount
            let flag = bytes.count > start ? bytes.span.unsafeLoad(fromByteOffset: start, as: UInt8.self) : 0
            guard header.version != .analyze, flag != 0 else { return (header, [], isCompressed) }
            // In a file of its own the header ends where the file does.
            let limit = start + NIfTIExtension.byteCountLimit
            let end = header.isSingleFile ? header.dataOffset : isCompressed ? limit + 1 : object.size
            guard end <= limit || (isCompressed && !header.isSingleFile) else {
                header.diagnostics.append(Diagnostic("\(end - start) bytes of extensions are left out, as too many"))
                return (header, [], isCompressed)
            }
            let all = try await first(end)
            guard all.count <= limit else {
                header.diagnostics.append(Diagnostic("the extensions are left out, as too many"))
                return (header, [], isCompressed)
            }
            guard all.count >= end || !header.isSingleFile else {
                throw ImageError.corrupt("the file ends in the extensions, at byte \(all.count) of \(end)")
            }
            let part = try all.slice(start..<all.count)
            let extensions = try NIfTIExtension.parse(
                part.span, byteOrder: header.byteOrder, start: start, &header.diagnostics)
            return (header, extensions, isCompressed)
        } catch let error as ParseError {
            throw error.imageError.located(in: object.location)
        } catch let error as ImageError {
            throw error.located(in: object.location)
        }
    }
}
