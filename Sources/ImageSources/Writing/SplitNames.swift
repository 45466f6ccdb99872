public import ByteStores
import ImageCore

/// Files whose names say that they are parts of one image, as saving names them: `cells.t_00.c_actin.tif`.
public struct SplitNames: Sendable, Hashable {
    /// The pattern of the names: `cells.t_{t:d}.c_{c}.tif`.
    public var pattern: String
    /// What stands before the first field, without the folder: `cells`.
    public var base: String
    /// The paths, in the order in which they were given.
    public var paths: [String]

    /// What a path says of itself.
    private struct Parts: Hashable {
        var folder: String
        var base: String
        var keys: [String]
        var suffix: String
    }

    /// The paths of files that fit the pattern and are not among those that were given.
    ///
    /// - Throws: what listing the folder throws.
    public func others(in stores: StoreRegistry) async throws -> [String] {
        let pattern = try NamePattern(parsing: pattern)
        let known = Set(paths.map(ResourceLocation.normalized))
        return try await PathGlob(pattern.glob).files(in: stores).filter { pattern.fits($0) && !known.contains($0) }
    }

    /// The sets that some paths make, each of two files or more with the same fields in their names; other paths are in
    /// none.
    ///
    /// - Parameter drivers: know the extensions, such as `ome.tif`.
    public static func sets(of paths: [String], drivers: DriverRegistry) -> [SplitNames] {
        let descriptors = drivers.descriptors
        var order: [Parts] = []
        var members: [Parts: [(path: String, values: [String])]] = [:]
        var given: Set<String> = []
        for path in paths where given.insert(ResourceLocation.normalized(path)).inserted {
            guard let (parts, values) = parts(of: path, descriptors) else { continue }
            if members[parts] == nil { order.append(parts) }
            members[parts, default: []].append((path, values))
        }
        return order.compactMap { parts in
            guard let files = members[parts], files.count > 1 else { return nil }
            let fields = parts.keys.enumerated().map { place, key in
                let areNumbers = files.allSatisfy { $0.values[place].utf8.allSatisfy { (48...57).contains($0) } }
                return (key: key, specification: key.lowercased() != "var" && areNumbers ? "d" : "")
            }
            let pattern = pattern(folder: parts.folder, base: parts.base, fields, suffix: parts.suffix)
            return SplitNames(pattern: pattern, base: parts.base, paths: files.map(\.path))
        }
    }

    private static func parts(of path: String, _ drivers: [DriverDescriptor]) -> (Parts, [String])? {
        let name = ResourceLocation.name(of: path)
        guard let known = drivers.compactMap({ $0.matchingExtension(of: name) }).max(by: { $0.count < $1.count }) else {
            return nil
        }
        let suffix = "." + name.suffix(known.count)
        var pieces = name.dropLast(suffix.count).split(separator: ".", omittingEmptySubsequences: false)
        var (keys, values): ([String], [String]) = ([], [])
        while let last = pieces.last, pieces.count > 1, let line = last.firstIndex(of: "_") {
            let (key, value) = (String(last[..<line]), String(last[last.index(after: line)...]))
            let isKey = key.lowercased() == "var" || key.count == 1 && key.first.flatMap(Axis.init(letter:)) != nil
            guard isKey, !value.isEmpty, !keys.contains(where: { $0.lowercased() == key.lowercased() }) else { break }
            keys.insert(key, at: 0)
            values.insert(value, at: 0)
            pieces.removeLast()
        }
        if keys.isEmpty { return nil }
        let base = pieces.joined(separator: ".")
        let folder = ResourceLocation.folder(of: ResourceLocation.normalized(path))
        return (Parts(folder: folder, base: base, keys: keys, suffix: suffix), values)
    }

    /// The pattern of files that saving names, such as `cells.t_{t:02d}.c_{c}.tif`.
    ///
    /// - Parameters:
    ///   - fields: each with what stands before its line, and how its values are written.
    ///   - suffix: the extension with its point.
    package static func pattern(
        folder: String, base: String, _ fields: [(key: String, specification: String)], suffix: String
    ) -> String {
        func literal(_ text: String) -> String { text.replacing("{", with: "{{").replacing("}", with: "}}") }
        let texts = fields.map { key, specification in
            ".\(key)_{\(key.lowercased())\(specification.isEmpty ? "" : ":" + specification)}"
        }
        return ResourceLocation.resolved(literal(base) + texts.joined() + literal(suffix), in: literal(folder))
    }
}
