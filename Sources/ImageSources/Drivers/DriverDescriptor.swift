public import ImageCore

/// What is known about a driver without opening anything: its names, how its files look, its options.
public struct DriverDescriptor: Sendable {
    /// The short name that catalogs and `--driver` use: `nrrd`.
    public var name: String
    /// The format's full name, for tables: `Nearly Raw Raster Data`.
    public var title: String
    /// Other names that catalogs may use.
    ///
    /// The first is the class path that Python's intake_io knows the driver by; it is written to catalogs, so that both
    /// can open them.
    public var aliases: [String]
    /// File name extensions without the leading dot, lower case, such as `nii.gz`.
    public var extensions: [String]
    /// Bytes that files of the format begin with.
    public var signatures: [Signature]
    /// Recognises files of a format that has no signature, by their first bytes and their size; nil where signatures do.
    ///
    /// The bytes are all of the file if it is small. They may be anything.
    public var recognition: (@Sendable (_ prefix: Bytes, _ byteCount: Int) -> Bool)?
    /// Names of files that make a folder one of the format's, the most telling first.
    public var folderMarkers: [String]
    /// The arguments of a catalog entry that say where the data are, the usual one first; none where the driver's options
    /// do, whose relative paths then start at the catalog's folder.
    public var locationNames: [String]
    /// Whether a location with fields such as `img_t{t:d}.tif`, where there is no such file, is meant for this driver.
    public var readsPatterns = false
    /// What the driver can be told, besides what all drivers understand.
    public var options: [OptionDescriptor]

    /// Describes a driver.
    public init(
        name: String, title: String, aliases: [String], extensions: [String], signatures: [Signature] = [],
        recognition: (@Sendable (_ prefix: Bytes, _ byteCount: Int) -> Bool)? = nil, folderMarkers: [String] = [],
        locationNames: [String] = ["uri"], options: [OptionDescriptor] = []
    ) {
        self.name = name
        self.title = title
        self.aliases = aliases
        self.extensions = extensions
        self.signatures = signatures
        self.recognition = recognition
        self.folderMarkers = folderMarkers
        self.locationNames = locationNames
        self.options = options
    }

    /// The name to write to a catalog.
    public var catalogName: String { aliases.first ?? name }

    /// Whether a file begins with one of the format's signatures.
    func isSigned(_ prefix: Bytes) -> Bool { signatures.contains { $0.matches(prefix) } }

    /// Whether a name written in a catalog means this driver: the short name, an alias, or an alias with a colon before
    /// the class.
    public func isCalled(_ name: String) -> Bool {
        if name == self.name || aliases.contains(name) { return true }
        return name.utf8.contains(UInt8(ascii: ":")) && aliases.contains(name.replacing(":", with: "."))
    }

    /// The longest of the driver's extensions that a file name ends with, in any case, or nil.
    public func matchingExtension(of fileName: String) -> String? {
        matchingExtension(ofLowerCase: Array(fileName.lowercased().utf8))
    }

    /// The same of a name's UTF-8 in lower case, for who asks many drivers.
    func matchingExtension(ofLowerCase name: [UInt8]) -> String? {
        var best: String?
        for known in extensions where known.utf8.count > best?.utf8.count ?? -1 {
            let start = name.count - known.utf8.count
            if start > 0, name[start - 1] == UInt8(ascii: "."), name[start...].elementsEqual(known.utf8) {
                best = known
            }
        }
        return best
    }
}

/// Bytes at a fixed place that files of a format share.
public struct Signature: Sendable, Hashable {
    /// The place of the first of them.
    public var offset: Int
    /// The bytes.
    public var bytes: [UInt8]

    /// The UTF-8 bytes of a text at a place.
    public init(_ text: StaticString, at offset: Int = 0) {
        self.offset = offset
        bytes = Array("\(text)".utf8)
    }

    /// Bytes at a place.
    public init(bytes: [UInt8], at offset: Int = 0) {
        self.offset = offset
        self.bytes = bytes
    }

    /// How many bytes of a file must be read to compare.
    public var reach: Int { offset + bytes.count }

    /// Whether the first bytes of a file hold the signature.
    public func matches(_ prefix: Bytes) -> Bool {
        guard offset >= 0, reach <= prefix.count else { return false }
        return prefix.withBytes { span in
            bytes.indices.allSatisfy { span.unsafeLoad(fromByteOffset: offset + $0, as: UInt8.self) == bytes[$0] }
        }
    }
}

/// An option of a driver, as catalogs (`args`), `--option` and `imload` accept it.
public struct OptionDescriptor: Sendable, Hashable {
    /// What values an option takes.
    public enum Kind: String, Sendable {
        case bool = "true or false"
        case int = "a whole number"
        case double = "a number"
        case string = "a text"
        case list = "a list"
        /// Paths or URLs, or mappings that hold one as `uri`; a catalog's rules hold for them.
        case paths = "a list of paths"
        case mapping = "a mapping"
    }

    /// The name, such as `outside_files`.
    public var name: String
    /// What values it takes.
    public var kind: Kind
    /// What it does and what happens without it, in one sentence.
    public var summary: String

    /// Describes an option.
    public init(_ name: String, _ kind: Kind, _ summary: String) {
        self.name = name
        self.kind = kind
        self.summary = summary
    }

    /// The value as the option's kind: texts as from a command line are read.
    ///
    /// - Throws: `invalidArgument` for a value of another kind.
    func checked(_ value: AttributeValue) throws(ImageError) -> AttributeValue {
        switch (kind, value) {
        case (.bool, .bool), (.int, .int), (.double, .double), (.double, .int), (.string, .string): return value
        case (.bool, .string("true")): return true
        case (.bool, .string("false")): return false
        case (.int, .string(let text)): if let number = Int(text) { return .int(number) }
        case (.double, .string(let text)): if let number = Double(text) { return .double(number) }
        case (.list, .array), (.paths, .array), (.mapping, .mapping): return value
        // As on a command line: a,b,c and key=value,key=value.
        case (.list, .string(let text)), (.paths, .string(let text)):
            return .array(text.split(separator: ",").map { .string(String($0)) })
        case (.mapping, .string(let text)):
            let pairs = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            if pairs.allSatisfy({ $0.count == 2 }) {
                return .mapping(Attributes(pairs.map { ($0[0], .string($0[1])) }))
            }
        default: break
        }
        throw .invalidArgument("option '\(name)' is \(kind.rawValue), not \(value.json())")
    }
}
