import ByteStores
import ImageCore
import ImageSources

/// One way in which programs tell in a TIFF file what its pages mean.
///
/// The dialects are asked in the order of `TIFFDialect.all`; the first that recognises a file describes it.
struct TIFFDialect: Sendable {
    /// The name that `imcat info` shows.
    let name: String
    /// The images of a file, nil if it is not of this dialect.
    ///
    /// Reads no more of the file than it must: the first directory, if that tells all.
    let images: @Sendable (TIFFContext) async throws -> [TIFFImage]?

    /// All, the most telling first; the last one takes every file.
    static let all: [TIFFDialect] = [plain]
}

/// What a dialect has to go by.
struct TIFFContext: Sendable {
    let file: TIFFFile
    /// The file's place, for files beside it.
    let resource: Resource
    /// The first directory and its layout.
    let first: TIFFDirectory
    let layout: TIFFLayout
    /// The text of its ImageDescription; empty without one.
    let description: String
    let options: Attributes

    /// This file as one of the files of an image.
    var member: TIFFMember { TIFFMember(file, at: resource) }

    /// Planes of this file that have the layout of its first page.
    func planes(_ count: Int, at places: TIFFPlanes.Places, layout other: TIFFLayout? = nil) -> TIFFPlanes {
        TIFFPlanes(other ?? layout, count: count, byteOrder: file.header.byteOrder, in: [member], at: places)
    }
}
