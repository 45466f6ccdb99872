import ByteStores
import ImageCore

/// What an image was made from, when, and by which version of what.
public struct Provenance: Sendable, Hashable {
    /// What it was made from: names of entries, paths, URLs.
    public var sources: [String]
    /// When, in UTC as `2026-03-01T12:30:00Z`.
    public var date: String
    /// By what, with its version.
    public var software: String

    /// Provenance of now and this package, unless said otherwise.
    public init(madeFrom sources: [String], date: String? = nil, software: String? = nil) {
        self.sources = sources
        self.date = date ?? WallClock.now
        self.software = software ?? "ImageIntake \(PackageVersion.current)"
    }

    /// As catalogs write it.
    var attributes: Attributes {
        Attributes([
            ("made_from", .array(sources.map { .string($0) })), ("date", .string(date)),
            ("software", .string(software)),
        ])
    }
}
