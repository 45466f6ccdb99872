public import ByteStores
import ImageCore

/// A path with `*`, `?`, `[abc]` and `**`, as shells know them, and the files that fit.
///
/// `*` does not cross `/`, and does not stand for a name that begins with a dot; `**` alone between slashes stands for any
/// number of folders. Links are followed; how deep and how many names are looked at is limited.
public struct PathGlob: Sendable {
    private let text: String
    private static let nameLimit = 1_000_000
    private static let depthLimit = 64

    /// A pattern.
    public init(_ text: String) {
        self.text = text
    }

    /// Whether a path has something to fill in.
    public static func isGlob(_ path: some StringProtocol) -> Bool { path.contains { "*?[".contains($0) } }

    /// The paths of the files that fit, sorted; folders are not among them.
    ///
    /// - Throws: `limitExceeded`; what the store throws.
    public func files(in stores: StoreRegistry) async throws -> [String] {
        var head: [String] = []
        var tail = ResourceLocation.normalized(text).split(separator: "/", omittingEmptySubsequences: false)[...]
            .map(String.init)[...]
        while let part = tail.first, !Self.isGlob(part), tail.count > 1 { head.append(tail.removeFirst()) }
        // Any number of folders twice is any number of folders.
        tail = tail.reduce(into: []) { if $1 != "**" || $0.last != "**" { $0.append($1) } }
        let base = head.joined(separator: "/")
        var walk = Walk(stores: stores)
        try await walk.visit(base.isEmpty ? (text.hasPrefix("/") ? "/" : ".") : base, tail, depth: 0)
        let prefix = base.isEmpty && !text.hasPrefix("/")
        return walk.found.map { prefix && $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }.sorted()
    }

    /// Whether a name, which holds no `/`, fits a part of a pattern.
    static func fits(_ name: String, _ pattern: String) -> Bool {
        let name = Array(name)
        let pattern = Array(pattern)
        if name.first == ".", pattern.first != "." { return false }
        var (n, p) = (0, 0)
        /// The place behind the last star, and what it began with.
        var retry: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                p += 1
                retry = (p, n)
            } else if p < pattern.count, let width = width(of: pattern, at: p, for: name[n]) {
                p += width
                n += 1
            } else if let last = retry {
                retry = (last.pattern, last.name + 1)
                (p, n) = (last.pattern, last.name + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    /// How many characters of the pattern stand for one of the name; nil if they do not fit it.
    private static func width(of pattern: [Character], at place: Int, for character: Character) -> Int? {
        switch pattern[place] {
        case "?": return 1
        case "[":
            guard let end = pattern[(place + 1)...].dropFirst().firstIndex(of: "]") else { break }
            var set = pattern[(place + 1)..<end]
            let isNegated = set.first == "!"
            if isNegated { set.removeFirst() }
            var fits = false
            while let first = set.popFirst() {
                if set.first == "-", let last = set.dropFirst().first {
                    fits = fits || (first <= character && character <= last)
                    set.removeFirst(2)
                } else {
                    fits = fits || first == character
                }
            }
            return fits != isNegated ? end - place + 1 : nil
        default: break
        }
        return pattern[place] == character ? 1 : nil
    }

    private struct Walk {
        let stores: StoreRegistry
        var found: Set<String> = []
        private var namesLeft = PathGlob.nameLimit
        /// The folders that were visited with so many parts left.
        private var visited: Set<String> = []

        init(stores: StoreRegistry) {
            self.stores = stores
        }

        mutating func visit(_ folder: String, _ parts: ArraySlice<String>, depth: Int) async throws {
            try Task.checkCancellation()
            guard let part = parts.first else { return }
            guard depth <= PathGlob.depthLimit else {
                throw ImageError.limitExceeded("folders more than \(PathGlob.depthLimit) deep", at: .init(folder))
            }
            // Several `**` lead to a folder in many ways.
            guard visited.insert("\(parts.count):\(folder)").inserted else { return }
            let rest = parts.dropFirst()
            if part == "**", !rest.isEmpty { try await visit(folder, rest, depth: depth) }
            let resource = try stores.resource(at: folder)
            guard let names = try await resource.store.list(folder == "." ? "" : resource.key) else { return }
            namesLeft -= names.count + 1
            guard namesLeft >= 0 else {
                throw ImageError.limitExceeded("more than \(PathGlob.nameLimit) names", at: .init(folder))
            }
            for name in names {
                let isFolder = name.hasSuffix("/")
                let plain = isFolder ? String(name.dropLast()) : name
                let path = folder.hasSuffix("/") ? folder + plain : folder + "/" + plain
                if part == "**" {
                    if plain.hasPrefix(".") { continue }
                    if isFolder { try await visit(path, parts, depth: depth + 1) }
                    if !isFolder, rest.isEmpty { found.insert(path) }
                } else if PathGlob.fits(plain, part) {
                    if rest.isEmpty {
                        if !isFolder { found.insert(path) }
                    } else if isFolder {
                        try await visit(path, rest, depth: depth + 1)
                    }
                }
            }
        }
    }
}
