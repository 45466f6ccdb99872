import ByteStores
import ImageCore
import ImageSources

extension OMESet {
    /// More files than this are not asked who they are.
    private static let neighbourLimit = 4096

    /// The files that an image refers to, with their names: what is known by its identity alone is looked for among the
    /// files of the same folder, each of which states its own in its first description.
    ///
    /// - Throws: `notFound` for an identity that none of them has.
    func named(_ files: [OMEPixels.FileReference]) async throws -> [OMEPixels.FileReference] {
        var wanted = Set(files.filter(isNameless).compactMap { $0.uuid.map(OMEPlaneMap.bareIdentity) })
        guard !wanted.isEmpty else { return files }
        var names: [String: String] = [:]
        for name in try await neighbours() where !wanted.isEmpty {
            try Task.checkCancellation()
            guard let identity = try? await identity(of: name), wanted.remove(identity) != nil else { continue }
            names[identity] = name
        }
        if let missing = wanted.sorted().first {
            throw ImageError.notFound(
                "planes lie in a file of which the OME-XML gives no name, only the identity '\(missing)', which no TIFF "
                    + "file beside it has", at: .init(resource.location), hint: "put all files into one folder")
        }
        return files.map { file in
            guard isNameless(file), let identity = file.uuid.map(OMEPlaneMap.bareIdentity) else { return file }
            return OMEPixels.FileReference(uuid: file.uuid, fileName: names[identity])
        }
    }

    /// Whether a reference means another file than this one without a name; in a file that does not say who it is, such
    /// a reference means the file itself.
    private func isNameless(_ file: OMEPixels.FileReference) -> Bool {
        file.fileName == nil && file.uuid != nil && !isOwn(file) && (own == nil || document.uuid != nil)
    }

    /// The TIFF files of the folder.
    private func neighbours() async throws -> [String] {
        let folder = ResourceLocation.folder(of: resource.key)
        let names = try await resource.store.list(folder) ?? []
        return Array(names.filter { TIFFSource.driver.matchingExtension(of: $0) != nil }.prefix(Self.neighbourLimit))
    }

    /// Who a file says it is; nil if it does not say.
    private func identity(of name: String) async throws -> String? {
        let file = try await TIFFFile(try await resource.sibling(name).open())
        guard file.header.firstDirectory != 0 else { return nil }
        let directory = try await file.directory(at: file.header.firstDirectory)
        let description = try await directory.bytes(TIFFTag.imageDescription)
        return description?.withBytes { OMEDocument.identity($0) }.map(OMEPlaneMap.bareIdentity)
    }
}

extension OMEDocument {
    /// Who the file with a text says it is, by the text's first element; nil if it does not say.
    static func identity(_ bytes: RawSpan) -> String? {
        guard isOME(bytes) else { return nil }
        let root = Root()
        // It ends with the first element.
        _ = try? XMLParser.parse(bytes, root)
        return root.uuid
    }

    private final class Root: XMLHandler {
        private(set) var uuid: String?
        let wantsText = false

        func start(_ name: String, _ attributes: XMLAttributes) throws(ParseError) {
            uuid = name == "OME" ? attributes["UUID"] : nil
            throw ParseError("enough was read", at: attributes.offset)
        }

        func text(_ piece: String) {}

        func end() {}
    }
}
