import ByteStores
import ImageCore
import ImageSources

/// One way in which programs tell in a TIFF file what its pages mean.
///
/// The dialects are asked in the order of `TIFFDialect.all`; the first that recognises a file describes it.
struct TIFFDialect: Sendable {
    /// The name that `imcat info` shows.
    let name: String
    /// The series of a file, nil if it is not of this dialect.
    ///
    /// Reads no more of the file than it must: the first directory, if that tells all.
    let series: @Sendable (TIFFContext) async throws -> [TIFFSeries]?

    /// A dialect whose series are described when they are asked for.
    init(name: String, series: @escaping @Sendable (TIFFContext) async throws -> [TIFFSeries]?) {
        self.name = name
        self.series = series
    }

    /// A dialect that knows all images at once.
    init(name: String, images: @escaping @Sendable (TIFFContext) async throws -> [TIFFImage]?) {
        self.name = name
        series = { context in try await images(context)?.map { image in TIFFSeries(name: image.name) { image } } }
    }

    /// All, the most telling first; the last one takes every file.
    static let all: [TIFFDialect] = [
        lsm, stk, fluoView, ndpi, scn, ome, mmStack, imageJ, shaped, scanImage, svs, metaSeries, nih, fei,
        zeissSEM, sis, plain,
    ]
}

/// One series: its name, and its image when it is asked for.
struct TIFFSeries: Sendable {
    let name: String?
    let image: @Sendable () async throws -> TIFFImage
}

/// What a dialect has to go by.
struct TIFFContext: Sendable {
    let file: TIFFFile
    /// The file's place, for files beside it.
    let resource: Resource
    /// The first directory and its layout.
    let first: TIFFDirectory
    let layout: TIFFLayout
    let options: Attributes
    /// The bytes of its ImageDescription; empty without one.
    let descriptionBytes: Bytes
    /// How many of the pages along axis `i` will be read at most, where that is known; the others need not be found.
    let reach: Int?

    /// The text of the description, made when it is asked for: most dialects look at the bytes.
    var description: String {
        guard first.entry(TIFFTag.imageDescription)?.type?.byteCount == 1 else { return "" }
        return (try? TIFFDirectory.text(of: descriptionBytes)) ?? ""
    }

    /// This file as one of the files of an image.
    var member: TIFFMember { TIFFMember(file, at: resource) }

    /// Planes of this file that have the layout of its first page.
    func planes(_ count: Int, at places: TIFFPlanes.Places, layout other: TIFFLayout? = nil) -> TIFFPlanes {
        TIFFPlanes(other ?? layout, count: count, byteOrder: file.header.byteOrder, in: [member], at: places)
    }
}
