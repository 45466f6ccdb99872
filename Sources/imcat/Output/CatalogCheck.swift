import ImageIntake
import Synchronization

/// What is wrong with a catalog and those in it, as `imcat check` shows it.
struct CatalogCheck {
    /// One thing that is wrong.
    struct Problem: Sendable, Hashable {
        var severity: CatalogDiagnostic.Severity
        var code: ImageError.Code
        var message: String
        var location: ImageError.Location
        var hint: String?
    }

    /// How many catalogs are opened, since a few files that name each other make a tree without end.
    private static let catalogLimit = 10_000

    private(set) var problems: [Problem] = []
    private var seen: Set<Problem> = []
    /// The images, with the catalog files that were looked at.
    private var entries: [CatalogEntry] = []
    private var files: [String] = []
    private var known: Set<String> = []

    var errorCount: Int { problems.count { $0.severity == .error } }

    /// Looks at all entries; no image is opened, but the catalogs in it.
    ///
    /// - Throws: `CancellationError`; `limitExceeded` for too large a tree.
    init(of catalog: Catalog) async throws {
        try await check(catalog, catalog.location)
    }

    /// - Parameter place: where the catalog stands: the file, and the key in it of one that is part of a file.
    private mutating func check(_ catalog: Catalog, _ place: String) async throws {
        guard known.insert(place).inserted else { return }
        if !files.contains(catalog.location) { files.append(catalog.location) }
        guard known.count <= Self.catalogLimit else {
            throw ImageError.limitExceeded("the tree has more than \(Self.catalogLimit) catalogs")
        }
        for note in catalog.diagnostics {
            add(
                Problem(
                    severity: note.severity, code: note.error.code, message: note.message, location: note.location,
                    hint: note.hint))
        }
        if catalog.excess != nil { return }
        for entry in catalog {
            do {
                switch try await entry.role() {
                case .catalog:
                    let nested = try await entry.catalog()
                    // What an alias leads to is checked where it stands.
                    if !entry.isAlias { try await check(nested, nested.file ?? "\(entry.location)") }
                case .pattern:
                    for instance in try await entry.instances() {
                        _ = try await instance.source()
                        entries.append(instance)
                    }
                case .image:
                    _ = try await entry.source()
                    entries.append(entry)
                }
            } catch let error where !(error is CancellationError) {
                add(Self.problem(error, of: entry))
            }
        }
    }

    /// Opens the images and reads their headers, several at once.
    ///
    /// - Throws: `CancellationError` only.
    mutating func readHeaders() async throws {
        let entries = entries
        let found = Mutex<[Int: [Problem]]>([:])
        try await forEachConcurrently(entries.count, limit: SourceEnvironment.standard.concurrency) { number in
            let problems = try await Self.problemsOfHeaders(entries[number])
            found.withLock { $0[number] = problems }
        }
        for (_, problems) in found.withLock({ $0 }).sorted(by: { $0.key < $1.key }) { problems.forEach { add($0) } }
    }

    private static func problemsOfHeaders(_ entry: CatalogEntry) async throws -> [Problem] {
        do {
            let source = try await entry.source()
            let described = try await source.discover()
            var messages: [String] = []
            if !source.request.overrides.isEmpty {
                let plain = try await source.withoutOverrides().discover()
                let known = Set(plain.images.flatMap { $0.metadata.diagnostics.map(\.message) })
                messages += described.images.flatMap { $0.metadata.diagnostics.map(\.message) }
                    .filter { !known.contains($0) }
            }
            if let discovered = entry.metadata["discovered"]?.mappingValue {
                messages += try await DiscoveredFacts(of: source).changes(since: discovered)
            }
            return messages.map {
                Problem(severity: .warning, code: .corrupt, message: $0, location: entry.location)
            }
        } catch let error where !(error is CancellationError) {
            return [problem(error, of: entry)]
        }
    }

    /// An error at its place in the catalog; one in another file tells that file.
    private static func problem(_ error: any Error, of entry: CatalogEntry) -> Problem {
        let error = ImageError(describing: error)
        var problem = Problem(
            severity: .error, code: error.code, message: error.message, location: entry.location, hint: error.hint)
        if let place = error.location, let resource = place.resource {
            if resource == entry.location.resource {
                problem.location = place
                problem.location.keyPath = place.keyPath ?? entry.location.keyPath
            } else {
                problem.message = "\(place): \(error.message)"
            }
        }
        return problem
    }

    private mutating func add(_ problem: Problem) {
        if seen.insert(problem).inserted { problems.append(problem) }
    }

    /// In both forms, without credentials.
    func item(_ catalog: String, quiet: Bool) -> Report.Item {
        let fields: AttributeValue = [
            "catalog": .string(catalog), "files": .array(files.map { .string(ResourceLocation.redacted($0)) }),
            "entries": .int(entries.count), "errors": .int(errorCount),
            "warnings": .int(problems.count - errorCount), "problems": .array(problems.map(\.attribute)),
        ]
        var text = problems.map { ResourceLocation.redacted($0.text).printable + "\n" }.joined()
        if !quiet {
            let catalogs = files.count == 1 ? "" : " in \(files.count) catalogs"
            text += "\(catalog.printable): \(Self.count(entries.count, "usable image"))\(catalogs), "
            text += "\(Self.count(errorCount, "error")), \(Self.count(problems.count - errorCount, "warning"))\n"
        }
        return Report.Item(json: fields, text: text)
    }

    private static func count(_ number: Int, _ what: String) -> String {
        number == 0 ? "no \(what)s" : number == 1 ? "1 \(what)" : "\(number) \(what)s"
    }
}

extension CatalogCheck.Problem {
    fileprivate var text: String {
        "\(location): \(severity.rawValue): \(message)" + (hint.map { "; " + $0 } ?? "")
    }

    fileprivate var attribute: AttributeValue {
        var fields = Attributes()
        fields["severity"] = .string(severity.rawValue)
        fields["code"] = .string(code.description)
        fields["message"] = .string(ResourceLocation.redacted(message))
        fields["location"] = .string(ResourceLocation.redacted(location.description))
        fields["file"] = location.resource.map { .string(ResourceLocation.redacted($0)) }
        fields["line"] = location.line.map { .int($0) }
        fields["column"] = location.column.map { .int($0) }
        fields["key"] = location.keyPath.map { .string($0) }
        fields["hint"] = hint.map { .string(ResourceLocation.redacted($0)) }
        return .mapping(fields)
    }
}
