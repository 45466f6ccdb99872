import ImageIntake
import Synchronization

/// The entries of a catalog as `imcat list` shows them.
struct CatalogListing {
    /// One of them.
    struct Row {
        /// The name, with those of the catalogs around it in front.
        var name: String
        /// The entry.
        var entry: CatalogEntry
        /// What it says of itself.
        var text: String
        /// What its headers say; nil if nobody looked.
        var description: Result<SourceDescription, ImageError>?
    }

    private let catalog: String
    private var rows: [Row] = []
    /// What went wrong with single entries.
    private(set) var failures: [ImageError] = []

    /// Collects the entries, in file order.
    ///
    /// - Parameters:
    ///   - search: words that must all occur; nil for all entries.
    ///   - query: what must hold; nil for all entries.
    ///   - values: what entries are opened with.
    /// - Throws: `CancellationError`; `limitExceeded` for too large a tree, or one of which aliases make too much. A nested catalog that cannot be opened is
    ///   among the failures.
    init(
        of opened: Catalog, at path: String, tree: Bool, search: String?, query: CatalogQuery?, values: Attributes
    ) async throws {
        catalog = path
        var entries: [CatalogEntry]
        if tree {
            let walk = try await opened.walk()
            entries = walk.entries
            for failure in walk.failures { fail(failure.error, failure.name) }
        } else {
            entries = Array(opened)
        }
        if let search {
            entries = try CatalogSearch(search).select(entries)
        }
        if !values.isEmpty { entries = entries.map { $0.with(values) } }
        if let query {
            let (kept, failed) = try await query.select(
                entries, concurrency: SourceEnvironment.standard.concurrency)
            entries = kept
            for failure in failed { fail(failure.error, failure.name) }
        }
        var size = 0
        for entry in entries {
            let row = Row(name: entry.name, entry: entry, text: entry.description)
            size += row.text.utf8.count
            // A thousand aliases of one long text would fill the memory when they are printed.
            guard size <= Self.textLimit else {
                throw ImageError.limitExceeded("all descriptions together are longer than \(Self.textLimit >> 20) MB")
            }
            rows.append(row)
        }
    }

    private static let textLimit = 1 << 26

    /// Opens the images and reads their headers, several at once.
    ///
    /// - Throws: `limitExceeded` for entries of a file that must not be decoded as a whole; `CancellationError`.
    mutating func readHeaders() async throws {
        let entries = rows.map(\.entry)
        if let excess = entries.lazy.compactMap(\.excess).first { throw excess }
        let results = Mutex<[Int: Result<SourceDescription, ImageError>]>([:])
        try await forEachConcurrently(entries.count, limit: SourceEnvironment.standard.concurrency) { number in
            do {
                guard try await entries[number].role() == .image else { return }
                let description = try await entries[number].discover()
                results.withLock { $0[number] = .success(description) }
            } catch let error where !(error is CancellationError) {
                results.withLock { $0[number] = .failure(ImageError(describing: error)) }
            }
        }
        for (number, result) in results.withLock({ $0 }) { rows[number].description = result }
        for row in rows { if case .failure(let error) = row.description { fail(error, row.name) } }
    }

    private mutating func fail(_ error: any Error, _ name: String) {
        failures.append(Target.entry(catalog: catalog, name: name).blamed(for: error))
    }

    /// In both forms.
    func item(long: Bool) -> Report.Item {
        var table = TableRenderer([
            .init("name"), .init("driver"), .init("axes"), .init("shape"), .init("type"), .init("spacing"),
            .init("size", .right), .init("description"),
        ])
        for row in rows { table.add(row.cells) }
        return Report.Item(json: .array(rows.map { $0.attribute(catalog) }), text: table.lines(width: Console.width))
    }
}

extension CatalogListing.Row {
    fileprivate var driver: String {
        if entry.isCatalog { return "catalog" }
        guard let name = entry.driver else { return "" }
        return SourceEnvironment.standard.drivers.driver(named: name)?.driver.name ?? name
    }

    /// The cells of the table; those from headers are empty if nobody looked.
    fileprivate var cells: [String] {
        guard let description else { return [name, driver, "", "", "", "", "", text] }
        guard case .success(let source) = description, let image = source.images.first else {
            return [name, driver, "", "cannot be opened", "", "", "", text]
        }
        let spacing = image.axes.compactMap { axis in
            image.metadata.spacing[axis].map {
                "\(axis) \(Numbers.short($0))" + (image.metadata.units[axis].map { " " + $0.symbol } ?? "")
            }
        }
        return [
            name, driver, image.axes.letters, Shape.describe(image.shape), image.elementType.rawValue,
            spacing.joined(separator: ", "), Numbers.bytes(source.byteCount), text,
        ]
    }

    fileprivate func attribute(_ catalog: String) -> AttributeValue {
        var fields = Attributes()
        fields["name"] = .string(name)
        fields["driver"] = .string(driver)
        fields["description"] = .string(text)
        switch description {
        case nil: break
        case .success(let source):
            for key in ["location", "images", "series", "bytes"] { fields[key] = source.attribute.mappingValue?[key] }
        case .failure(let error):
            fields["error"] = Target.entry(catalog: catalog, name: name).blamed(for: error).attributes["error"]
        }
        return .mapping(fields)
    }
}

extension Catalog {
    /// Why files of a catalog that is made of several cannot be read.
    var brokenFiles: [ImageError] {
        fileDiagnostics.filter { $0.severity == .error }.map(\.error)
    }
}
