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
        /// What its headers say; nil if nobody looked.
        var description: Result<SourceDescription, ImageError>?
    }

    /// How many nested catalogs are opened, since a few files that name each other make a tree without end.
    private static let catalogLimit = 10_000
    /// How many entries of them are looked at.
    private static let entryLimit = 1_000_000

    private let catalog: String
    private var openedCount = 0
    private var entryCount = 0
    private var rows: [Row] = []
    /// What went wrong with single entries.
    private(set) var failures: [ImageError] = []

    /// Collects the entries, in file order.
    ///
    /// - Throws: `CancellationError`; `limitExceeded` for too large a tree. A nested catalog that cannot be opened is
    ///   among the failures.
    init(of opened: Catalog, at path: String, tree: Bool, search: String?) async throws {
        catalog = path
        try await collect(opened, "", tree: tree, search: search?.lowercased())
    }

    private mutating func collect(_ catalog: Catalog, _ prefix: String, tree: Bool, search: String?) async throws {
        for entry in catalog {
            entryCount += 1
            if tree { try check(entryCount, Self.entryLimit, "entries") }
            let row = Row(name: prefix + entry.name, entry: entry)
            if row.matches(search) { rows.append(row) }
            guard tree, entry.isCatalog else { continue }
            openedCount += 1
            try check(openedCount, Self.catalogLimit, "nested catalogs")
            let nested: Catalog
            do {
                nested = try await entry.catalog()
            } catch let error where !(error is CancellationError) {
                fail(error, row)
                continue
            }
            try await collect(nested, row.name + ".", tree: tree, search: search)
        }
    }

    private func check(_ count: Int, _ limit: Int, _ what: String) throws {
        guard count > limit else { return }
        throw ImageError.limitExceeded(
            "the tree has more than \(limit) \(what)", hint: "list a nested catalog by itself, as in \(catalog)#NAME")
    }

    /// Opens the images and reads their headers, several at once.
    ///
    /// - Throws: `CancellationError` only.
    mutating func readHeaders() async throws {
        let entries = rows.map(\.entry)
        let results = Mutex<[Int: Result<SourceDescription, ImageError>]>([:])
        try await forEachConcurrently(entries.count, limit: SourceEnvironment.standard.concurrency) { number in
            guard !entries[number].isCatalog else { return }
            do {
                let description = try await entries[number].discover()
                results.withLock { $0[number] = .success(description) }
            } catch let error where !(error is CancellationError) {
                results.withLock { $0[number] = .failure(ImageError(describing: error)) }
            }
        }
        for (number, result) in results.withLock({ $0 }) { rows[number].description = result }
        for row in rows { if case .failure(let error) = row.description { fail(error, row) } }
    }

    private mutating func fail(_ error: any Error, _ row: Row) {
        failures.append(Target.entry(catalog: catalog, name: row.name).blamed(for: error))
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

    fileprivate func matches(_ search: String?) -> Bool {
        guard let search else { return true }
        return [name, driver, entry.description].contains { $0.lowercased().contains(search) }
    }

    /// The cells of the table; those from headers are empty if nobody looked.
    fileprivate var cells: [String] {
        guard let description else { return [name, driver, "", "", "", "", "", entry.description] }
        guard case .success(let source) = description, let image = source.images.first else {
            return [name, driver, "", "cannot be opened", "", "", "", entry.description]
        }
        let spacing = image.axes.compactMap { axis in
            image.metadata.spacing[axis].map {
                "\(axis) \(Numbers.short($0))" + (image.metadata.units[axis].map { " " + $0.symbol } ?? "")
            }
        }
        return [
            name, driver, image.axes.letters, Shape.describe(image.shape), image.elementType.rawValue,
            spacing.joined(separator: ", "), Numbers.bytes(source.byteCount), entry.description,
        ]
    }

    fileprivate func attribute(_ catalog: String) -> AttributeValue {
        var fields = Attributes()
        fields["name"] = .string(name)
        fields["driver"] = .string(driver)
        fields["description"] = .string(entry.description)
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
