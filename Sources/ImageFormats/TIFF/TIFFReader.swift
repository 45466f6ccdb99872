import ByteStores
import ImageCore
import ImageSources

/// The images of a TIFF file, as the first dialect that recognises it describes them.
struct TIFFReader: ImageReader {
    let seriesNames: [String?]
    private let all: [TIFFSeries]
    private let object: any ByteObject

    /// Reads as many directories as the dialect needs.
    ///
    /// - Throws: `corrupt` for a file without a page, and what its directories are wrong in.
    init(_ request: SourceRequest) async throws {
        object = try await request.resource.open()
        do {
            all = try await Self.series(in: object, request)
        } catch let error as ParseError {
            throw error.imageError.located(in: object.location)
        }
        seriesNames = all.map(\.name)
    }

    func series(at number: Int) async throws -> StoredSeries {
        do {
            return StoredSeries(
                name: all[number].name, images: [try (try await all[number].image()).stored(in: object)])
        } catch let error as ParseError {
            throw error.imageError.located(in: object.location)
        }
    }

    private static func series(in object: any ByteObject, _ request: SourceRequest) async throws -> [TIFFSeries] {
        if let companion = try await OMECompanion(object) {
            return try await companion.series(beside: request.resource)
        }
        let file = try await TIFFFile(object)
        guard file.header.firstDirectory != 0 else {
            throw ImageError.corrupt("the file has no directory, and so no image", at: .init(object.location))
        }
        let first = try await file.directory(at: file.header.firstDirectory)
        let context = TIFFContext(
            file: file, resource: request.resource, first: first, layout: try await TIFFLayout(first),
            options: request.options,
            descriptionBytes: try await first.bytes(TIFFTag.imageDescription) ?? .empty,
            // What we kept beside pages is of all.
            reach: first.entry(TIFFTag.xmp) == nil ? request.reach(along: .i) : nil)
        for dialect in TIFFDialect.all {
            if let series = try await dialect.series(context), !series.isEmpty {
                return try await restored(series, by: first)
            }
        }
        throw ImageError.corrupt("the file has no page", at: .init(object.location))
    }

    /// The only image of a file with what we kept beside its description.
    private static func restored(_ series: [TIFFSeries], by first: TIFFDirectory) async throws -> [TIFFSeries] {
        guard series.count == 1, let packet = try await first.bytes(TIFFTag.xmp),
            let remainder = packet.withBytes({ TIFFRemainder.fields(ofPacket: $0) })
        else { return series }
        return series.map { series in
            TIFFSeries(name: series.name) {
                var image = try await series.image()
                image.restore(remainder)
                return image
            }
        }
    }
}
