import ByteStores
import ImageCore
public import ImageSources

/// Where catalogs are looked for if none is named: files, folders with catalog files in them, patterns, URLs.
public struct CatalogSearchPath: Sendable, Hashable {
    /// The environment variables, the first one that is set counts: our own, then the one of intake, read alike.
    public static let variables = ["IMAGEINTAKE_PATH", "INTAKE_PATH"]

    /// The places in order.
    public var places: [String]

    /// A path of some places.
    public init(_ places: [String]) {
        self.places = places
    }

    /// The places of a text with colons between them, as in `/data/lab.yaml:catalogs:https://host:8080/c.yaml`.
    ///
    /// The colons of a URL, behind its scheme and in front of its port, separate nothing. Empty places are left out.
    public init(parsing text: String) {
        var places: [String] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false).map(String.init) {
            if let last = places.last, Self.continues(last, with: part) {
                places[places.count - 1] = last + ":" + part
            } else {
                places.append(part)
            }
        }
        self.places = places.filter { !$0.isEmpty }
    }

    /// The path that the environment gives; nil if no variable is set, or to nothing.
    public static var current: CatalogSearchPath? {
        for name in variables {
            guard let text = MachineFacts.environmentVariable(name) else { continue }
            let path = CatalogSearchPath(parsing: text)
            if !path.places.isEmpty { return path }
        }
        return nil
    }

    private static func continues(_ place: String, with part: String) -> Bool {
        let pieces = place.split(separator: "/", omittingEmptySubsequences: false)
        if pieces.count == 1 { return part.hasPrefix("//") && isScheme(place) }
        // `https://host` goes on with a port.
        let isAuthority = pieces.count == 3 && pieces[0].hasSuffix(":") && pieces[1].isEmpty && !pieces[2].isEmpty
        return isAuthority && part.first?.isASCII == true && part.first?.isNumber == true
    }

    private static func isScheme(_ text: String) -> Bool {
        text.first?.isLetter == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }
}

extension Catalog {
    /// Opens all catalogs of a search path as one; a place where there is none is a warning in `diagnostics`.
    ///
    /// - Throws: as for several paths; `notFound` if there is no catalog anywhere on it.
    @concurrent
    public static func open(
        _ path: CatalogSearchPath, environment: SourceEnvironment, rules: CatalogRules = CatalogRules()
    ) async throws -> Catalog {
        let context = CatalogContext(environment: environment, rules: rules)
        let origin = Origin(paths: path.places.map { WorkingFolder.absolute($0) }, flatten: true, mayMiss: true)
        return try await openSet(origin, context)
    }
}
