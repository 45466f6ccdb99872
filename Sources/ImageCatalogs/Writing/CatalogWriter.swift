import ByteStores
import ImageCore
public import ImageSources

/// Edits a catalog file and leaves every other byte of it as it is.
///
/// An edit happens under a lock, on the file as it is then; the new text is parsed and compared with what it should be
/// before it takes the old one's place. A crash leaves the old file or the new one. If a program that knows nothing of
/// the lock has changed the file meanwhile, the edit starts over on that.
public struct CatalogWriter: Sendable {
    /// The absolute path of the file.
    public let path: String
    let drivers: DriverRegistry

    /// How often an edit starts over.
    private static let attempts = 10

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

    /// Makes edits one after the other, and writes once; an error in one of them and nothing is written.
    ///
    /// A file that is missing is created if the first edit adds an entry. Many edits of one kind cost little more than
    /// one.
    ///
    /// - Parameter dryRun: whether the file is left alone; what is returned is the same.
    /// - Returns: by name, the lines of the entries that were written as they stand in the file, line break included.
    /// - Throws: `notFound` for a name that is not there, with the nearest; `invalidArgument` for a new name that
    ///   exists; `unsupported` for a file written in a way that cannot be edited safely; `notFound` for a link to a file
    ///   that is not there; what reading the file throws; `io` and `permissionDenied` of writing.
    @concurrent
    @discardableResult
    public func apply(_ edits: [CatalogEdit], dryRun: Bool = false) async throws -> [String: String] {
        let stages = CatalogEdit.stages(edits)
        let creates =
            switch edits.first {
            case .add, .put: true
            default: false
            }
        return try edit(dryRun: dryRun) { old in
            guard let old = old ?? (creates ? .empty : nil) else {
                throw ImageError.notFound("there is no such file", at: .init(path))
            }
            return try edited(old, stages)
        }
    }

    /// Writes a new catalog.
    ///
    /// - Parameter overwrite: whether a file that is there is replaced.
    /// - Returns: the text of the file.
    /// - Throws: `invalidArgument` if there is such a file already, for a name or parameter that is there twice; `io` and
    ///   `permissionDenied` of writing.
    @concurrent
    @discardableResult
    public func create(_ catalog: NewCatalog, overwrite: Bool = false) async throws -> String {
        let stages = CatalogEdit.stages(catalog.entries.map { .add($0) })
        return try edit(dryRun: false) { old in
            guard overwrite || old == nil else {
                throw ImageError.invalidArgument(
                    "there is such a file already", at: .init(path), hint: "choose another name, or ask to overwrite")
            }
            let bytes = try edited(Bytes(utf8: catalog.head()), stages).bytes
            let document = try YAMLDocument(bytes, indexing: CatalogParser.sourcesKey)
            let header = try CatalogParser(document: document, location: path).header()
            guard header.name ?? "" == catalog.name, header.description == catalog.description,
                header.metadata == (try catalog.allMetadata()),
                catalog.parameters.isEmpty || header.parameters == catalog.parameters
            else { throw ImageError.unsupported("the catalog reads otherwise than it was to be", at: .init(path)) }
            return (bytes, document.text(0..<bytes.count))
        }
    }

    // MARK: One change

    /// The file after edits, each checked, and the text of what was written.
    private func edited(_ old: Bytes, _ stages: [[CatalogEdit]]) throws -> (bytes: Bytes, result: [String: String]) {
        var (bytes, texts): (Bytes, [String: String]) = (old, [:])
        for stage in stages {
            let document = try YAMLDocument(bytes, indexing: CatalogParser.sourcesKey)
            let change = try CatalogPlan(document: document, writer: self).change(stage)
            if change.edits.isEmpty { continue }
            bytes = change.applied(to: document)
            texts.merge(try change.check(document, bytes)) { $1 }
        }
        return (bytes, texts)
    }

    /// Reads the file, calls a function that gives its new content, and writes that.
    func edit<R>(
        dryRun: Bool, _ change: (_ old: Bytes?) throws -> (bytes: Bytes, result: R)
    ) throws -> R {
        // The lock belongs to the folder of the file itself, wherever links lead there from.
        let real = WorkingFolder.real(path)
        guard real != nil || !WorkingFolder.isLink(path) else {
            throw ImageError.notFound("it is a link to a file that is not there", at: .init(path))
        }
        let target = real ?? path
        do {
            let lock = dryRun ? nil : try FileLock(forEditing: target)
            let result = try replace(target, dryRun: dryRun, change)
            _ = consume lock
            return result
        } catch let error as ImageError {
            throw error.located(in: path)
        }
    }

    private func replace<R>(
        _ target: String, dryRun: Bool, _ change: (_ old: Bytes?) throws -> (bytes: Bytes, result: R)
    ) throws -> R {
        for _ in 0..<Self.attempts {
            let old = try Self.content(of: target)
            let new = try change(old)
            if dryRun || old == new.bytes { return new.result }
            if old == nil, WorkingFolder.real(target) != nil { continue }
            // What takes its place would not ask.
            guard old == nil || WorkingFolder.mayWrite(target) else {
                throw ImageError(
                    .permissionDenied, "the file is write-protected", at: .init(path), hint: "allow writing to it first"
                )
            }
            var file = try AtomicFile(path: target, mustBeNew: old == nil)
            try file.append(new.bytes)
            if try file.commit(if: { try Self.content(of: target) == old }) { return new.result }
        }
        throw ImageError(
            .io, "the file is changed all the time by something else", hint: "close the program that does it")
    }

    private static func content(of path: String) throws -> Bytes? {
        try LocalFile(path: path)?.readWhole(limit: YAMLLimits().fileSize)
    }
}

extension CatalogWriter {
    /// Adds an entry at the end of `sources`; creates the file if it is missing.
    ///
    /// - Parameters:
    ///   - replace: whether an entry of this name is replaced; else it is an error.
    ///   - dryRun: whether the file is left alone; the returned text is the same.
    /// - Returns: the lines of the new entry as they stand in the file, the last one with a line break.
    /// - Throws: as `apply`.
    @discardableResult
    public func add(_ entry: NewEntry, replace: Bool = false, dryRun: Bool = false) async throws -> String {
        try await apply([replace ? .put(entry) : .add(entry)], dryRun: dryRun)[entry.name] ?? ""
    }

    /// Removes entries with the comments that belong to them.
    ///
    /// - Throws: `notFound` if one of them does not exist, with the nearest name; nothing is removed then.
    public func remove(_ names: [String], dryRun: Bool = false) async throws {
        try await apply(names.map { .remove($0) }, dryRun: dryRun)
    }

    /// Gives an entry another name; its place, content and comments stay.
    ///
    /// - Throws: as `apply`.
    public func rename(_ name: String, to newName: String, dryRun: Bool = false) async throws {
        try await apply([.rename(name, to: newName)], dryRun: dryRun)
    }
}
