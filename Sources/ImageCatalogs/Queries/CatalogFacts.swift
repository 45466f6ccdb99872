import ImageCore
import ImageSources

/// What is known about an entry, looked up when it is asked for.
struct CatalogFacts {
    /// What a lookup gives.
    enum Answer {
        case value(AttributeValue)
        case missing
        /// Only the headers of the image can tell.
        case needsHeaders
    }

    /// The facts that mappings from names are.
    static let mappings = ["args", "metadata", "parameters"]
    private static let declared = ["name", "driver", "description", "tags"] + mappings
    private static let headers = [
        "axes", "shape", "spacing", "spacing_units", "origin", "coords", "dtype", "bytes", "npartitions", "series",
        "levels",
    ]
    static let names = declared + headers

    private let entry: CatalogEntry
    private let description: SourceDescription?

    /// - Parameter description: what the headers say; nil if nobody has looked.
    init(_ entry: CatalogEntry, _ description: SourceDescription?) {
        self.entry = entry
        self.description = description
    }

    func answer(_ path: [String]) -> Answer {
        guard let root = path.first else { return .missing }
        let keys = path.dropFirst()
        switch root {
        case "name": return .value(.string(entry.name))
        case "driver": return .value(.string(Self.driverName(entry.driver ?? "", entry)))
        case "description": return entry.description.isEmpty ? .missing : .value(.string(entry.description))
        case "tags": return .value(.array(entry.tags.map { .string($0) }))
        case "args": return Self.at(keys, .mapping(entry.arguments))
        case "metadata": return Self.at(keys, .mapping(entry.filledMetadata))
        case "parameters":
            return Self.at(keys, .mapping(Attributes(entry.parameters.map { ($0.name, $0.defaultValue ?? $0.zero) })))
        default: break
        }
        guard !entry.isCatalog, !entry.isPattern else { return .missing }
        guard let description else { return .needsHeaders }
        guard let image = description.images.first, case .mapping(let facts) = image.attribute else { return .missing }
        switch root {
        case "bytes": return .value(.int(description.byteCount))
        case "series": return .value(.array(description.series.map { .string($0) }))
        case "shape":
            guard let axis = keys.first else { return .value(facts["shape"] ?? .null) }
            guard let letter = axis.first, axis.count == 1, let known = Axis(letter: letter),
                let place = image.axes.position(of: known)
            else { return .missing }
            return .value(.int(image.shape[place]))
        default: return Self.at(path[...], .mapping(facts))
        }
    }

    /// The short name of a driver, by whichever of its names.
    static func driverName(_ name: String, _ entry: CatalogEntry) -> String {
        if let kind = CatalogDriver(name) { return kind.isCatalog ? "catalog" : "alias" }
        return entry.environment.drivers.driver(named: name)?.driver.name ?? name
    }

    private static func at(_ keys: ArraySlice<String>, _ value: AttributeValue) -> Answer {
        var value = value
        var keys = keys
        while !keys.isEmpty {
            guard let map = value.mappingValue else { return .missing }
            // A key may hold dots itself: the longest that is there counts.
            var length = keys.count
            while length > 0, map[keys.prefix(length).joined(separator: ".")] == nil { length -= 1 }
            guard length > 0, let inner = map[keys.prefix(length).joined(separator: ".")] else { return .missing }
            value = inner
            keys = keys.dropFirst(length)
        }
        return value.isNull ? .missing : .value(value)
    }
}

extension CatalogEntry {
    /// The metadata with templates filled in; as written where that fails.
    fileprivate var filledMetadata: Attributes {
        let declaration = declaration
        guard Self.holdsTemplate(.mapping(declaration.metadata)),
            let scope = try? EntryScope(self, declaration, parent.body.document),
            let filled = try? scope.filledMetadata()
        else { return declaration.metadata }
        return filled
    }

    private static func holdsTemplate(_ value: AttributeValue) -> Bool {
        switch value {
        case .string(let text): Template.isCandidate(text)
        case .array(let items): items.contains(where: holdsTemplate)
        case .mapping(let map): map.pairs.contains { holdsTemplate($0.value) }
        default: false
        }
    }
}
