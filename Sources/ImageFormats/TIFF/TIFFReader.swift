import ByteStores
import ImageCore
import ImageSources

/// The images of a TIFF file, as the first dialect that recognises it describes them.
struct TIFFReader: EagerImageReader {
    let series: [StoredSeries]

    /// Reads as many directories as the dialect needs.
    ///
    /// - Throws: `corrupt` for a file without a page, and what its directories are wrong in.
    init(_ request: SourceRequest) async throws {
        let object = try await request.resource.open()
        let file = try await TIFFFile(object)
        let chain = try await file.chain(1)
        guard let offset = chain.offsets.first else {
            throw ImageError.corrupt("the file has no directory, and so no image", at: .init(object.location))
        }
        do {
            let first = try await file.directory(at: offset)
            let context = TIFFContext(
                file: file, resource: request.resource, first: first, layout: try await TIFFLayout(first),
                description: try await first.text(TIFFTag.imageDescription) ?? "", options: request.options)
            for dialect in TIFFDialect.all {
                guard let images = try await dialect.images(context), !images.isEmpty else { continue }
                series = try images.map { image in
                    StoredSeries(name: image.name, images: [try image.stored(in: object)])
                }
                return
            }
        } catch let error as ParseError {
            throw error.imageError.located(in: object.location)
        }
        throw ImageError.corrupt("the file has no page", at: .init(object.location))
    }
}
