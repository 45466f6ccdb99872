import ByteStores
import ImageCore
import ImageSources

extension TIFFDialect {
    /// OME-TIFF: OME-XML in the first description, of this file or of a set of files.
    static let ome = TIFFDialect(name: "OME") { context in
        guard context.descriptionBytes.withBytes({ OMEDocument.isOME($0) }) else { return nil }
        var document = try context.descriptionBytes.withBytes { (span) throws(ParseError) in
            try OMEDocument.parse(span)
        }
        if document.images.isEmpty, let name = document.binaryOnly?.metadataFile {
            let resource = try context.resource.sibling(name)
            let object = try await resource.open()
            if let companion = try await OMECompanion(object) {
                document = companion.document
            } else {
                return try await TIFFDialect.master(object, at: resource).series
            }
        }
        return try OMESet(document, beside: context.resource, own: context.file).series
    }
}

extension TIFFDialect {
    /// The set that an OME-TIFF file describes, to which others of its files refer.
    ///
    /// - Throws: `corrupt` if the file has no OME-XML with images.
    private static func master(_ object: any ByteObject, at resource: Resource) async throws -> OMESet {
        let refused = ImageError.corrupt(
            "another file names this one as the one with its metadata, but it holds no OME-XML",
            at: .init(resource.location))
        let file = try await TIFFFile(object)
        guard file.header.firstDirectory != 0,
            let text = try await file.directory(at: file.header.firstDirectory).bytes(TIFFTag.imageDescription),
            text.withBytes({ OMEDocument.isOME($0) })
        else { throw refused }
        let document = try text.withBytes { (span) throws(ParseError) in try OMEDocument.parse(span) }
        return try OMESet(document, beside: resource, own: file)
    }
}

/// A file of OME-XML alone, whose pixels lie in TIFF files beside it.
struct OMECompanion: Sendable {
    let document: OMEDocument

    /// More is no description of images.
    private static let byteCountLimit = 1 << 30

    /// Parses the file; nil if it is not XML.
    ///
    /// - Throws: `ParseError` for XML that is not OME-XML.
    init?(_ object: any ByteObject) async throws {
        let prefix = try await object.readPrefix(64)
        // Most files are no text at all.
        guard prefix.array.first(where: { $0 > 0x20 }).map({ $0 == UInt8(ascii: "<") || $0 == 0xEF }) ?? false,
            prefix.text.drop(while: { $0.isWhitespace || $0 == "\u{FEFF}" }).first == "<"
        else { return nil }
        guard object.size <= Self.byteCountLimit else {
            throw ImageError.limitExceeded("OME-XML of \(object.size) bytes", at: .init(object.location))
        }
        document = try (try await object.read(0..<object.size)).withBytes { (span) throws(ParseError) in
            try OMEDocument.parse(span)
        }
    }

    func series(beside resource: Resource) async throws -> [TIFFSeries] {
        try OMESet(document, beside: resource, own: nil).series
    }
}

/// The files that a document describes, and its images.
struct OMESet: Sendable {
    let document: OMEDocument
    let resource: Resource
    /// The file that holds the document, if it holds pixels too.
    let own: TIFFFile?

    init(_ document: OMEDocument, beside resource: Resource, own: TIFFFile?) throws(ImageError) {
        self.document = document
        self.resource = resource
        self.own = own
        guard !document.images.isEmpty else {
            throw .corrupt("the OME-XML describes no image", at: .init(resource.location))
        }
    }

    /// The images by their names, or by the wells they were taken in.
    var series: [TIFFSeries] {
        let fields = document.wellFields
        return document.images.map { image in
            let field = image.id.flatMap { fields[$0] }
            let place = field.map { "\($0.plate.map { $0 + "/" } ?? "")\($0.well)/\($0.field)" }
            let name = place ?? image.name
            return TIFFSeries(name: name) { try await self.image(image, name) }
        }
    }

    /// More files than this are opened one at a time.
    private static let openLimit = 64

    private func image(_ image: OMEImage, _ name: String?) async throws -> TIFFImage {
        var pixels = image.pixels
        pixels.files = try await named(pixels.files)
        var map = try OMEPlaneMap(pixels, uuid: document.uuid)
        var members: [TIFFMember] = []
        if let own { members.append(TIFFMember(own, at: resource)) }
        let references = try await files(of: pixels)
        members += references.map { TIFFMember($0, isKept: references.count <= Self.openLimit) }
        let places = try place(of: pixels, references, in: members)
        // The pages tell how samples are stored, and the first one speaks for all.
        let (file, page) = try await firstPage(map, members, places)
        let directory = try await page.directory(in: file)
        let layout = try await TIFFLayout(directory)
        if layout.samples != pixels.samplesPerPlane, pixels.sizeC % layout.samples == 0 {
            map = try OMEPlaneMap(pixels, uuid: document.uuid, samplesPerPlane: layout.samples)
        }
        guard pixels.sizeC % layout.samples == 0 else {
            throw ImageError.corrupt(
                "pages of \(layout.samples) samples do not make \(pixels.sizeC) channels", at: .init(resource.location))
        }
        let found = map
        let lookup: @Sendable (Int) -> (file: Int, page: Int)? = { plane in
            guard let location = found.location(index: plane) else { return nil }
            return (location.file.flatMap { places[$0] } ?? 0, location.directory)
        }
        func planes(_ layout: TIFFLayout, subIFD: Int?) -> TIFFPlanes {
            TIFFPlanes(
                layout, count: found.planeCount, byteOrder: file.header.byteOrder, in: members, at: .lookup(lookup),
                subIFD: subIFD)
        }
        var result = TIFFImage(name: name, outer: [], planes: planes(layout, subIFD: nil))
        result.describe(image, document, samples: layout.samples)
        await result.describeDisplay(by: directory, layout)
        if found.missingCount > 0 {
            result.metadata.diagnostics.append(
                Diagnostic("\(found.missingCount) of \(found.planeCount) planes are in no file; they are 0"))
        }
        result.metadata.diagnostics += found.diagnostics + document.diagnostics
        if layout.width != pixels.sizeX || layout.height != pixels.sizeY {
            result.metadata.diagnostics.append(
                Diagnostic(
                    "the OME-XML tells of \(pixels.sizeX) x \(pixels.sizeY) pixels, the pages have "
                        + "\(layout.width) x \(layout.height)"))
        }
        result.levels = try await TIFFPyramid.levels(of: result, subIFDsOf: directory) { planes($0, subIFD: $1) }
        return result
    }

    /// The first plane that lies anywhere.
    private func firstPage(
        _ map: OMEPlaneMap, _ members: [TIFFMember], _ places: [Int: Int]
    ) async throws -> (TIFFFile, TIFFPageNumber) {
        guard let run = map.runs.first else {
            throw ImageError.corrupt("no plane of the image lies in a file", at: .init(resource.location))
        }
        let number = run.file.flatMap { places[$0] } ?? 0
        guard members.indices.contains(number) else {
            throw ImageError.corrupt(
                "the OME-XML does not say in which file the pixels lie", at: .init(resource.location))
        }
        return (try await members[number].file(), TIFFPageNumber(number: run.directory))
    }

    /// The files that an image refers to, each once.
    private func files(of pixels: OMEPixels) async throws -> [Resource] {
        var names: [String] = []
        var seen: Set<String> = []
        for reference in pixels.files {
            guard let name = reference.fileName, !isOwn(reference) else { continue }
            if seen.insert(name).inserted { names.append(name) }
        }
        if own != nil, names.count == 1, let only = try? resource.sibling(names[0]) {
            // Without an identity of its own, a file that refers to one file alone means itself, whatever lies beside it.
            if document.uuid == nil { return [] }
            // A file that was renamed still refers to itself by its old name.
            if try await only.store.open(only.key) == nil { return [] }
        }
        return try names.map { try resource.sibling($0) }
    }

    func isOwn(_ reference: OMEPixels.FileReference) -> Bool {
        guard own != nil else { return false }
        return OMEPlaneMap.same(reference.uuid, document.uuid) || reference.fileName == resource.name
    }

    /// For each reference the number of its file among the members.
    private func place(
        of pixels: OMEPixels, _ files: [Resource], in members: [TIFFMember]
    ) throws -> [Int: Int] {
        var numbers: [String: Int] = [:]
        for (number, member) in members.enumerated() where own == nil || number > 0 {
            numbers[member.resource.key] = number
        }
        var places: [Int: Int] = [:]
        for (number, reference) in pixels.files.enumerated() {
            guard let name = reference.fileName, !isOwn(reference) else {
                guard own != nil else {
                    throw ImageError.corrupt(
                        "the OME-XML does not say in which file the pixels lie", at: .init(resource.location))
                }
                places[number] = 0
                continue
            }
            places[number] = files.isEmpty ? 0 : numbers[try resource.sibling(name).key] ?? 0
        }
        return places
    }
}

/// A page of a file by its number.
private struct TIFFPageNumber {
    let number: Int

    func directory(in file: TIFFFile) async throws -> TIFFDirectory {
        guard let directory = try await file.directory(ofPage: number) else {
            throw ImageError.corrupt(
                "the first plane is page \(number), but the file has \(try await file.chain().count) pages",
                at: .init(file.object.location))
        }
        return directory
    }
}
