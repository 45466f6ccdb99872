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
        /// The extension it shares with the name.
        public var fileExtension: String?

        /// The reason in words.
        public var reason: String {
            switch (matchesContent, fileExtension) {
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

    /// Looks at a resource: one read of the first bytes.
    ///
    /// - Throws: `notFound`, `permissionDenied`, `io`; `unsupported` for folders.
    public init(_ resource: Resource, drivers: DriverRegistry) async throws {
        location = resource.location
        let reach = drivers.drivers.flatMap { $0.driver.signatures.map(\.reach) }.max() ?? 0
        let prefix = try await resource.open().readPrefix(reach)
        candidates = drivers.drivers.map { type in
            Candidate(
                driver: type.driver, matchesContent: type.driver.signatures.contains { $0.matches(prefix) },
                fileExtension: type.driver.matchingExtension(of: resource.name))
        }
        candidates = candidates.filter { $0.matchesContent || $0.fileExtension != nil }
            .sorted { a, b in
                if a.matchesContent != b.matchesContent { return a.matchesContent }
                return (a.fileExtension?.count ?? 0) > (b.fileExtension?.count ?? 0)
            }
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
