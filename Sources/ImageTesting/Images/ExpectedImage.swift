import ImageCodecs
public import ImageCore

/// What a file is known to hold, as other software wrote it: the form of the `.expected.json` files beside fixtures.
public struct ExpectedImage: Codable, Sendable {
    /// The axes in stored order, slowest first, or nil if nobody can know.
    public var axes: String?
    /// The extents in that order.
    public var shape: [Int]
    /// The type by NumPy's name.
    public var dtype: String
    /// The SHA-256 of the pixels in that order, little-endian.
    public var sha256: String
    /// The spacing by axis letter; an axis without an entry has none.
    public var spacing: [String: Double]?
    /// The units by axis letter, as their canonical symbols.
    public var units: [String: String]?
    /// The origin by axis letter.
    public var origin: [String: Double]?
    /// The names of the channels.
    public var channels: [String]?

    /// What is known; nil facts are not compared.
    public init(
        axes: String?, shape: [Int], dtype: String, sha256: String, spacing: [String: Double]? = nil,
        units: [String: String]? = nil, origin: [String: Double]? = nil, channels: [String]? = nil
    ) {
        self.axes = axes
        self.shape = shape
        self.dtype = dtype
        self.sha256 = sha256
        self.spacing = spacing
        self.units = units
        self.origin = origin
        self.channels = channels
    }

    /// How an array that was read in stored order differs from what is expected, in words; empty if it does not.
    ///
    /// Numbers may differ by their last digits, since software computes lengths of vectors in different ways.
    /// - Throws: `limitExceeded` without memory.
    public func differences(from array: ImageArray) throws(ImageError) -> [String] {
        var found: [String] = []
        func compare<T: Equatable>(_ what: String, _ actual: T, _ expected: T?) {
            if let expected, actual != expected { found.append("\(what) is \(actual), not \(expected)") }
        }
        compare("axes", array.axes.letters, axes)
        compare("shape", array.shape, shape)
        compare("dtype", array.elementType.rawValue, dtype)
        compare("sha256", try Self.digest(of: array), sha256)
        let metadata = array.metadata
        Self.compare("spacing", metadata.spacing, spacing, &found)
        Self.compare("origin", metadata.origin, origin, &found)
        compare("units", Self.byLetter(metadata.units.mapValues(\.symbol)), units)
        let names: [String] = if case .labels(let names)? = metadata.coords[.c] { names } else { [] }
        compare("channels", names, channels)
        return found
    }

    /// The SHA-256 of an array's pixels, little-endian.
    ///
    /// - Throws: `limitExceeded` without memory.
    public static func digest(of array: ImageArray) throws(ImageError) -> String {
        let bytes = try array.bytes()
        guard ByteOrder.native == .big else { return SHA256.hexDigest(of: bytes) }
        let width = array.elementType.swapWidth
        let swapped = stride(from: 0, to: bytes.count, by: width).flatMap { start in
            bytes.array[start..<start + width].reversed()
        }
        return SHA256.hexDigest(of: Bytes(swapped))
    }

    private static func byLetter<T>(_ values: [Axis: T]) -> [String: T] {
        Dictionary(uniqueKeysWithValues: values.map { ($0.key.description, $0.value) })
    }

    private static func compare(
        _ what: String, _ actual: [Axis: Double], _ expected: [String: Double]?, _ found: inout [String]
    ) {
        guard let expected else { return }
        let actual = byLetter(actual)
        let same =
            actual.keys.sorted() == expected.keys.sorted()
            && actual.allSatisfy { abs($1 - (expected[$0] ?? .nan)) <= 1e-12 * abs($1) }
        if !same { found.append("\(what) is \(actual), not \(expected)") }
    }
}
