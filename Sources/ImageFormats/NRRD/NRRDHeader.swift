import ByteStores
import ImageCore

/// The header of an NRRD file as it stands there; nothing is interpreted beyond its form.
///
/// Per-axis lists are in the file's order: the first axis varies fastest. Lists may be shorter than there are axes,
/// because files with such lists exist; who uses them decides what that means.
struct NRRDHeader: Sendable, Equatable {
    /// Where the data are encoded how.
    enum Encoding: String, Sendable {
        case raw, gzip, bzip2, text, hex
    }

    /// Where detached data lie.
    enum DataFile: Sendable, Equatable {
        case single(String)
        /// Names, and the number of axes in each file if the header says it.
        case list([String], subdimension: Int?)
    }

    var version = 1
    var elementType = ElementType.uint8
    var sizes: [Int] = []
    var encoding = Encoding.raw
    var byteOrder: ByteOrder?
    var lineSkip = 0
    /// -1: the data are the last bytes of the file.
    var byteSkip = 0
    var dataFile: DataFile?

    var labels: [String] = []
    var kinds: [String] = []
    var units: [String] = []
    var centers: [String] = []
    var spacings: [Double] = []
    var axisMins: [Double] = []
    var space: String?
    var spaceDimension: Int?
    var spaceUnits: [String] = []
    var spaceOrigin: [Double]?
    /// One entry per axis; nil for `none`.
    var spaceDirections: [[Double]?] = []

    /// All fields as written, by their canonical names.
    var fields = Attributes()
    /// The key/value pairs.
    var keyValues = Attributes()
    /// What was noticed.
    var diagnostics: [Diagnostic] = []
}

extension NRRDHeader {
    /// The longest header that is read; real ones with long key/value pairs have a few hundred kilobytes.
    private static let byteCountLimit = 64 << 20

    /// Reads the header of a file: the first 32 KiB, then more where it is longer.
    ///
    /// - Returns: the header, and the byte where attached data begin.
    static func read(_ object: any ByteObject) async throws -> (NRRDHeader, end: Int) {
        var count = 32 << 10
        while true {
            let bytes = try await object.readPrefix(count)
            let isWhole = bytes.count == object.size
            do throws(ParseError) {
                let parsed = try bytes.withBytes { (span) throws(ParseError) in
                    try NRRDHeader.parse(span, isWhole: isWhole)
                }
                if let parsed { return parsed }
            } catch {
                throw error.imageError.located(in: object.location)
            }
            guard !isWhole, count < byteCountLimit else {
                throw ImageError.corrupt(
                    "the header has no end in the first \(bytes.count) bytes", at: .init(object.location))
            }
            count *= 4
        }
    }
}
