import ByteStores
import ImageCore
public import ImageSources

/// Adds and removes entries of a catalog file and leaves every other byte of it as it is.
///
/// An edit happens under a lock, on the file as it is then; the new text is parsed and compared with what it should be
/// before it takes the old one's place. A crash leaves the old file or the new one.
public struct CatalogWriter: Sendable {
    /// The absolute path of the file.
    public let path: String
    private let drivers: DriverRegistry

    /// A writer for a catalog file, which need not exist yet.
    ///
    /// - Parameter drivers: gives the names that drivers are written under, those that Python's intake_io knows too.
    /// - Throws: `unsupported` for a URL.
    public init(_ path: String, drivers: DriverRegistry) throws {
        guard let local = try ResourceLocation.localPath(path) else {
            throw ImageError.unsupported("writing catalogs at URLs", at: .init(path), hint: "write it to a local file")
        }
        self.path = WorkingFolder.absolute(local)
        self.drivers = drivers
    }

    /// Adds an entry at the end of `sources`; creates the file if it is missing.
    ///
    /// - Parameters:
    ///   - replace: whether an entry of this name is replaced; else it is an error.
    ///   - dryRun: whether the file is left alone; the returned text is the same.
    /// - Returns: the lines of the new entry as they stand in the file, the last one with a line break.
    /// - Throws: `invalidArgument` if the name exists, or if the path would be read as a template; `unsupported` for a
    ///   file written in a way that cannot be extended safely; `notFound` for a link to a file that is not there; what
    ///   reading the file throws.
    @concurrent
    @discardableResult
    public func add(_ entry: NewEntry, replace: Bool = false, dryRun: Bool = false) async throws -> String {
        let driver = drivers.driver(named: entry.driver)?.driver.catalogName ?? entry.driver
        let declaration = try entry.declaration(driver: driver, uri: try portable(entry.uri))
        return try edit(dryRun: dryRun, createIfMissing: true) { (document) throws(ImageError) in
            let editor = YAMLEditor(document, parent: CatalogParser.sourcesKey)
            let position = document.position(of: entry.name, in: document.children)
            if let position {
                guard replace else { throw exists(entry.name, document.children.records[position]) }
            }
            let edits: [YAMLEdit]
            if let position {
                edits = editor.replacing(position, entry.name, with: declaration)
            } else {
                edits = try editor.adding(entry.name, declaration)
            }
            return CatalogChange(
                edits: edits, removed: position.map { [$0] } ?? [], added: (entry.name, declaration, at: position))
        }
    }

    /// Removes entries with the comments that belong to them.
    ///
    /// - Throws: `notFound` if one of them does not exist, with the nearest name; nothing is removed then.
    @concurrent
    public func remove(_ names: [String], dryRun: Bool = false) async throws {
        _ = try edit(dryRun: dryRun, createIfMissing: false) { (document) throws(ImageError) in
            var positions: Set<Int> = []
            for name in names {
                guard let position = document.position(of: name, in: document.children) else {
                    let known = document.children.records.lazy.map { document.name(of: $0) }
                    throw .notFound("no entry '\(name)'", hint: nearestNameHint(to: name, among: known))
                }
                positions.insert(position)
            }
            let editor = YAMLEditor(document, parent: CatalogParser.sourcesKey)
            let edits = positions.isEmpty ? [] : try editor.removing(positions)
            return CatalogChange(edits: edits, removed: positions, added: nil)
        }
    }

    // MARK: One edit

    private func edit(
        dryRun: Bool, createIfMissing: Bool, _ change: (YAMLDocument) throws(ImageError) -> CatalogChange
    ) throws -> String {
        // The lock belongs to the folder of the file itself, wherever links lead there from.
        let real = WorkingFolder.real(path)
        guard real != nil || !WorkingFolder.isLink(path) else {
            throw ImageError.notFound("it is a link to a file that is not there", at: .init(path))
        }
        let target = real ?? path
        do {
            let lock = dryRun ? nil : try FileLock(forEditing: target)
            let result = try changed(target, createIfMissing: createIfMissing, change)
            if !dryRun, let bytes = result.bytes {
                var file = try AtomicFile(path: target)
                try file.append(bytes)
                try file.commit()
            }
            _ = consume lock
            return result.text
        } catch let error as ImageError {
            throw error.located(in: path)
        }
    }

    /// The new bytes, checked; nil if there is nothing to write.
    private func changed(
        _ target: String, createIfMissing: Bool, _ change: (YAMLDocument) throws(ImageError) -> CatalogChange
    ) throws -> (bytes: Bytes?, text: String) {
        let file = try LocalFile(path: target)
        if file == nil, !createIfMissing { throw ImageError.notFound("there is no such file", at: .init(path)) }
        let old = try YAMLDocument(
            try file?.readWhole(limit: YAMLLimits().fileSize) ?? .empty, indexing: CatalogParser.sourcesKey)
        let change = try change(old)
        if change.edits.isEmpty { return (nil, "") }
        let bytes = Bytes(YAMLEdit.apply(change.edits, to: old.bytes.array))
        return (bytes, try change.check(old, bytes))
    }

    private func exists(_ name: String, _ pair: YAMLPair) -> ImageError {
        .invalidArgument(
            "there is an entry '\(name)' already", at: .init(path, line: Int(pair.line)),
            hint: "choose another name, or ask to replace it")
    }

    /// A path as the catalog should name it: below its folder relative to that, so that both may move together.
    private func portable(_ uri: String) throws -> String {
        if uri.hasPrefix("{{ CATALOG_DIR }}") { return uri }
        guard let local = try ResourceLocation.localPath(uri) else { return try Self.literal(uri) }
        let absolute = WorkingFolder.absolute(local)
        guard let rest = relative(absolute) else { return try Self.literal(absolute) }
        return "{{ CATALOG_DIR }}/" + (try Self.literal(rest))
    }

    /// The path seen from the folder of the catalog, or nil if it does not lie below that.
    private func relative(_ absolute: String) -> String? {
        let folder = ResourceLocation.folder(of: path)
        let realFolder = WorkingFolder.real(folder)
        // The folder of a link and that of its file are different ones to those who read through either.
        if let file = WorkingFolder.real(path), ResourceLocation.folder(of: file) != realFolder { return nil }
        if let rest = Self.relative(absolute, to: folder) { return rest }
        // The same with links followed; what does not exist yet has at least a folder.
        guard let realFolder, let realParent = WorkingFolder.real(ResourceLocation.folder(of: absolute)) else {
            return nil
        }
        return Self.relative(realParent + "/" + ResourceLocation.name(of: absolute), to: realFolder)
    }

    /// - Throws: `invalidArgument` for a path that readers, to whom it is a template, would take for another.
    private static func literal(_ path: String) throws(ImageError) -> String {
        guard !["{{", "{%", "{#"].contains(where: { path.utf8.contains($0.utf8) }), path.last?.isNewline != true else {
            throw .invalidArgument(
                "the path '\(path)' would be read as a template",
                hint: "rename the file: catalogs cannot hold '{{', '{%', '{#', or a line break at the end")
        }
        return path
    }

    private static func relative(_ path: String, to folder: String) -> String? {
        let start = folder == "/" ? "/" : folder + "/"
        guard path.hasPrefix(start), path.utf8.count > start.utf8.count else { return nil }
        let rest = path.dropFirst(start.count)
        // With `..` in it, the place may still lie outside.
        return rest.split(separator: "/").contains("..") ? nil : String(rest)
    }
}
