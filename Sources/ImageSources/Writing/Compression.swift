public import ImageCore

/// How pixels are compressed when they are saved.
///
/// A wish, not an order: a format that cannot do it saves what it can and reports it.
public struct Compression: Sendable, Hashable {
    /// The name of the algorithm: `auto`, `none`, `gzip`, `bzip2`, `zstd` ...
    public var algorithm: String
    /// The level, in the algorithm's own scale; nil for the format's choice.
    public var level: Int?

    /// What the format's users expect.
    public static let automatic = Compression(algorithm: "auto", level: nil)
    /// No compression.
    public static let none = Compression(algorithm: "none", level: nil)
    /// DEFLATE in a gzip wrapper (RFC 1951, RFC 1952); levels 0 to 3, by default 2.
    public static func gzip(level: Int? = nil) -> Compression { Compression(algorithm: "gzip", level: level) }

    /// A compression by name.
    public init(algorithm: String, level: Int?) {
        self.algorithm = algorithm
        self.level = level
    }

    /// The compression written as `none`, `auto`, `gzip` or `gzip:3`.
    ///
    /// - Throws: `invalidArgument` for a level that is no number.
    public init(parsing text: String) throws(ImageError) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard let name = parts.first else {
            throw .invalidArgument("an empty compression", hint: "write none or gzip:2")
        }
        algorithm = name.lowercased()
        level = nil
        if parts.count == 2 {
            guard let number = Int(parts[1]) else {
                throw .invalidArgument("'\(parts[1])' in compression '\(text)' is no level", hint: "write \(name):2")
            }
            level = number
        }
    }
}
