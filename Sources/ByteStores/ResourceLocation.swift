public import ImageCore

/// Arithmetic on the paths and URLs that users type.
public enum ResourceLocation {
    /// The scheme of a URL (`https`), or nil for a path.
    ///
    /// A single letter is a Windows drive, not a scheme.
    public static func scheme(_ text: String) -> String? {
        guard let colon = schemeEnd(text[...]) else { return nil }
        let scheme = text[..<colon.lowerBound]
        guard scheme.count > 1, scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
        else { return nil }
        return scheme.lowercased()
    }

    /// Where `://` first stands; looked for by bytes, as every opening does it several times.
    private static func schemeEnd(_ text: Substring) -> Range<String.Index>? {
        var rest = text.utf8
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            rest = rest[colon...]
            if rest.starts(with: "://".utf8) { return colon..<rest.index(colon, offsetBy: 3) }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// The parts of a path between `/`, without empty ones.
    static func parts(_ path: Substring) -> [Substring] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
    }

    /// The local path meant by a path or a `file:` URL, or nil for other URLs.
    ///
    /// - Throws: `invalidArgument` for a text with a zero byte or a `file:` URL with a host.
    public static func localPath(_ text: String) throws(ImageError) -> String? {
        guard !text.utf8.contains(0) else { throw .invalidArgument("a path with a zero byte") }
        guard let scheme = scheme(text) else { return text }
        guard scheme == "file" else { return nil }
        let rest = text.dropFirst("file://".count)
        guard rest.hasPrefix("/") else {
            throw .invalidArgument("'\(text)' names a host", hint: "write file:///path for a file of this machine")
        }
        return try percentDecoded(String(rest))
    }

    /// The folder of a path: all before the last `/`, `/` for a file in the root, and empty if there is none.
    public static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part of a path.
    public static func name(of path: String) -> String {
        let slash = UInt8(ascii: "/")
        guard let last = path.utf8.lastIndex(where: { $0 != slash }) else { return path }
        let rest = path[...last]
        return String(rest.utf8.lastIndex(of: slash).map { rest[rest.utf8.index(after: $0)...] } ?? rest)
    }

    /// What of a path stands behind a folder, compared byte by byte as file systems do; nil if it does not lie below it.
    package static func rest(of path: String, below folder: String) -> String? {
        let start = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
        guard path.utf8.starts(with: start.utf8), path.utf8.count > start.utf8.count else { return nil }
        return String(Substring(path.utf8.dropFirst(start.utf8.count)))
    }

    /// Whether a path is a folder, or lies below it; neither has links or `..`.
    package static func lies(_ path: String, in folder: String) -> Bool {
        path.utf8.elementsEqual(folder.utf8) || rest(of: path, below: folder) != nil
    }

    /// A path without repeated `/` and `.` parts; `..` is kept, since it may cross a link.
    ///
    /// The `//` of a scheme stays.
    public static func normalized(_ path: String) -> String {
        if isNormal(path) { return path }
        var prefix = path.hasPrefix("/") ? "/" : ""
        var rest = path[...]
        if scheme(path) != nil, let colon = schemeEnd(rest) {
            prefix = String(path[..<colon.upperBound])
            rest = path[colon.upperBound...]
            if rest.hasPrefix("/") { prefix += "/" }
        }
        return prefix + parts(rest).filter { $0 != "." }.joined(separator: "/")
    }

    /// Whether a path surely has no repeated `/`, no `.` parts and no `/` at its end.
    private static func isNormal(_ path: String) -> Bool {
        let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
        // The first slash of an absolute path stands behind nothing.
        var (last, isFirst) = (slash, true)
        for byte in path.utf8 {
            if last == slash, byte == dot || (byte == slash && !isFirst) { return false }
            (last, isFirst) = (byte, false)
        }
        return last != slash
    }

    /// A path or URL as seen from a folder: absolute ones stay, relative ones are put below it.
    public static func resolved(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") || scheme(path) != nil || folder.isEmpty { return normalized(path) }
        return normalized(folder + "/" + path)
    }

    /// A text for people: the user name and password of the URLs in it become `***`, and so do values that their queries
    /// give to `token`, `signature` and the like.
    public static func redacted(_ text: String) -> String {
        var redacted = ""
        var rest = text[...]
        var isInURL = false
        while let colon = schemeEnd(rest) {
            let before = rest[..<colon.upperBound]
            redacted += isInURL ? withoutSecrets(before) : String(before)
            isInURL = true
            rest = rest[colon.upperBound...]
            let authority = rest.prefix { !"/?#".contains($0) }
            guard let at = authority.lastIndex(of: "@") else { continue }
            redacted += "***"
            rest = rest[at...]
        }
        return redacted + (isInURL ? withoutSecrets(rest) : String(rest))
    }

    private static let secrets = [
        "token", "secret", "sig", "signature", "key", "password", "passwd", "credential", "auth",
    ]

    /// What follows the host of a URL, and perhaps more text, without the secrets in the query.
    private static func withoutSecrets(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while let mark = rest.firstIndex(where: { "?&".contains($0) }) {
            let start = rest.index(after: mark)
            let name = rest[start...].prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
            result += rest[..<name.endIndex]
            rest = rest[name.endIndex...]
            let words = name.lowercased()
            guard rest.first == "=", secrets.contains(where: { words.hasSuffix($0) }) else { continue }
            let value = rest.dropFirst().prefix { !$0.isWhitespace && !"&#'\"),;".contains($0) }
            if value.isEmpty { continue }
            result += "=***"
            rest = rest[value.endIndex...]
        }
        return result + rest
    }

    private static func percentDecoded(_ text: String) throws(ImageError) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16), value != 0
            else {
                throw .invalidArgument("'\(text)' has a damaged percent escape")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
