public import ByteStores
public import ImageCore

/// Which driver reads a resource, and why: the content decides, then the extension.
public struct DriverDetection: Sendable {
    /// A driver that came into question.
    public struct Candidate: Sendable {
        /// The driver.
        public var driver: DriverDescriptor
        /// Whether the content begins as its files do.
        public var matchesContent: Bool
        /// The folder that is read, where the format is one of folders.
        public var folder: MarkedFolder?
        /// The extension it shares with the name.
        public var fileExtension: String?
        /// Whether the location is a pattern of names.
        public var matchesPattern = false

        /// The reason in words.
        public var reason: String {
            if let folder {
                return
                    "\(folder.isArchived ? "the archive" : "the folder") holds \(folder.marker), as \(driver.title) does"
            }
            if matchesPattern { return "there is no such file, and the name has fields" }
            return switch (matchesContent, fileExtension) {
            case (true, let suffix?): "the content begins as \(driver.title) does, and the name ends in .\(suffix)"
            case (true, nil): "the content begins as \(driver.title) does"
            case (false, let suffix?): "the name ends in .\(suffix)"
            case (false, nil): "nothing speaks for it"
            }
        }
    }

    /// The path or URL.
    public var location: String
    /// What came into question, best first.
    public var candidates: [Candidate]
    /// The resource, which holds its object open where it is a file.
    public var resource: Resource

    /// Looks at a resource: one read of a file's first bytes; the marker files of a folder or of an archive.
    ///
    /// - Throws: `notFound`, `permissionDenied`, `io`; `unsupported` for a folder that no driver knows.
    public init(_ resource: Resource, drivers: DriverRegistry, stores: StoreRegistry = StoreRegistry()) async throws {
        location = resource.location
        self.resource = resource
        let descriptors = drivers.descriptors
        var prefix: Bytes?
        var byteCount = 0
        var failure: (any Error)?
        do {
            let object = try await PrefixedObject(try await resource.open())
            prefix = object.prefix
            byteCount = object.size
            self.resource = resource.holding(object)
        } catch let error as ImageError where error.code == .notFound || error.code == .unsupported {
            failure = error  // a folder, or a place in an archive
        }
        candidates = []
        if let error = failure as? ImageError, error.code == .notFound,
            (try? NamePattern(parsing: location))?.fields.isEmpty == false
        {
            candidates = descriptors.filter(\.readsPatterns).map {
                Candidate(driver: $0, matchesContent: false, matchesPattern: true)
            }
            if !candidates.isEmpty { return }
        }
        // No other file has folders in it.
        let mayBeFolder = prefix.map(stores.isArchive(beginningWith:)) ?? true
        let name = Array(resource.name.lowercased().utf8)
        let recognized = prefix.map { Self.recognized($0, byteCount: byteCount, descriptors) } ?? []
        for number in descriptors.indices {
            let folder =
                mayBeFolder
                ? try await MarkedFolder.find(resource, markers: descriptors[number].folderMarkers, stores: stores)
                : nil
            let isKnown = recognized.contains(number) || folder != nil
            let suffix = descriptors[number].matchingExtension(ofLowerCase: name)
            guard isKnown || suffix != nil else { continue }
            candidates.append(
                Candidate(driver: descriptors[number], matchesContent: isKnown, folder: folder, fileExtension: suffix))
        }
        if let failure, !candidates.contains(where: { $0.matchesContent }) {
            throw Self.explained(failure, descriptors, at: location)
        }
        candidates.sort { a, b in
            if a.matchesContent != b.matchesContent { return a.matchesContent }
            return (a.fileExtension?.count ?? 0) > (b.fileExtension?.count ?? 0)
        }
    }

    /// The places of the drivers whose files begin so: by their signatures, or, where none fits, by a closer look.
    private static func recognized(_ prefix: Bytes, byteCount: Int, _ drivers: [DriverDescriptor]) -> [Int] {
        let signed = drivers.indices.filter { drivers[$0].isSigned(prefix) }
        return signed.isEmpty ? drivers.indices.filter { drivers[$0].recognition?(prefix, byteCount) == true } : signed
    }

    /// The failure of opening a folder as a file, in terms of what makes a folder an image.
    private static func explained(
        _ failure: any Error, _ drivers: [DriverDescriptor], at location: String
    ) -> any Error {
        let markers = drivers.flatMap(\.folderMarkers)
        guard ImageError.Code.unsupported ~= failure, !markers.isEmpty else { return failure }
        return ImageError.unsupported(
            "it is a folder without \(markers.joined(separator: ", ")), one of which an image has", at: .init(location),
            hint: "name a file in it, or the folder of an image; the driver 'directory' reads its files as one image")
    }

    /// The best candidate.
    ///
    /// - Throws: `unsupported` if nothing came into question, with what to do.
    public func best(of drivers: DriverRegistry) throws(ImageError) -> ImageSource.Type {
        guard let best = candidates.first, let driver = drivers.driver(named: best.driver.name) else {
            throw .unsupported(
                "neither its first bytes nor its name say which format it is", at: .init(location),
                hint: "name the driver, one of \(drivers.names.joined(separator: ", "))")
        }
        return driver
    }
}
