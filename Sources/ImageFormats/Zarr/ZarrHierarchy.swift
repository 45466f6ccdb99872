import ByteStores
import ImageCore

/// A node of a store: an array or a group, with its metadata document as it stands there.
struct ZarrNode: Sendable {
    enum Kind: Sendable {
        case array, group
    }

    var kind: Kind
    /// 2 or 3.
    var format: Int
    /// The folder of the node.
    var folder: Resource
    /// `zarr.json`, `.zarray` or `.zgroup`.
    var document: ZarrFields
    var attributes: Attributes

    /// What the metadata of an array mean.
    ///
    /// - Throws: `corrupt`, `unsupported`.
    func array() throws(ImageError) -> ZarrArray {
        let metadata =
            format == 3
            ? try ZarrArrayMetadata(v3: document) : try ZarrArrayMetadata(v2: document, attributes: attributes)
        return ZarrArray(metadata, in: folder)
    }
}

/// The groups and arrays below a folder of a store, v3 or v2, found by their paths; consolidated metadata are used where
/// they are.
struct ZarrHierarchy: Sendable {
    /// The folder.
    let root: Resource
    /// The metadata documents below the root, by path, where they are consolidated.
    private let consolidated: [String: ZarrNode]?

    /// The largest metadata document that is read.
    private static let documentLimit = 256 << 20

    /// The names of metadata documents, the most telling first.
    static let markers = ["zarr.json", ".zgroup", ".zarray", ".zattrs"]

    /// Opens the node at a folder.
    ///
    /// - Returns: the hierarchy below it, and the node itself; nil if there are no metadata.
    /// - Throws: `corrupt` for a document that cannot be read.
    static func open(_ root: Resource) async throws -> (ZarrHierarchy, ZarrNode)? {
        guard let node = try await read(root) else { return nil }
        var known: [String: ZarrNode]?
        if node.kind == .group {
            known =
                node.format == 3
                ? try ConsolidatedMetadata.v3(node) : try await ConsolidatedMetadata.v2(root, limit: documentLimit)
        }
        return (ZarrHierarchy(root: root, consolidated: known), node)
    }

    /// The node at a path below the root, or nil if there is none.
    ///
    /// - Throws: `corrupt` for a document that cannot be read, or a path that leaves the root.
    func node(at path: String) async throws -> ZarrNode? {
        if path.isEmpty { return try await Self.read(root) }
        guard Self.isInside(path) else {
            throw ImageError.corrupt("the path '\(path)' leaves the store", at: .init(root.location))
        }
        if let consolidated { return consolidated[path] }
        return try await Self.read(root.below(path))
    }

    /// Whether all nodes are known from one document.
    var isConsolidated: Bool { consolidated != nil }

    /// The nodes directly below a path, by name, sorted.
    ///
    /// - Throws: as `node(at:)`.
    func children(of path: String) async throws -> [(name: String, node: ZarrNode)] {
        var found: [(name: String, node: ZarrNode)] = []
        if let consolidated {
            let prefix = path.isEmpty ? "" : path + "/"
            for (key, node) in consolidated.sorted(by: { $0.key < $1.key }) where key.hasPrefix(prefix) {
                let name = key.dropFirst(prefix.count)
                if !name.isEmpty, !name.contains("/") { found.append((String(name), node)) }
            }
            return found
        }
        let names = try await root.store.list(path.isEmpty ? root.key : root.below(path).key) ?? []
        guard names.count < Self.nodeLimit else { return [] }
        for name in names where name.hasSuffix("/") {
            let folder = (path.isEmpty ? root : root.below(path)).below(String(name.dropLast()))
            if let node = try await Self.read(folder) { found.append((String(name.dropLast()), node)) }
        }
        return found
    }

    /// The nodes below a path, whatever their depth, with their paths; sorted, groups before what they hold.
    ///
    /// - Throws: `limitExceeded` for a tree without end.
    func descendants(of path: String) async throws -> [(path: String, node: ZarrNode)] {
        if let consolidated {
            let prefix = path.isEmpty ? "" : path + "/"
            return consolidated.filter { $0.key.hasPrefix(prefix) && $0.key != path }.sorted { $0.key < $1.key }
                .map { ($0.key, $0.value) }
        }
        var found: [(path: String, node: ZarrNode)] = []
        var waiting = [(path: path, depth: 0)]
        while let (folder, depth) = waiting.popLast() {
            let names = try await root.store.list(folder.isEmpty ? root.key : root.below(folder).key) ?? []
            guard depth < Self.depthLimit, found.count + names.count < Self.nodeLimit else {
                throw ImageError.limitExceeded(
                    "more than \(Self.nodeLimit) arrays and groups, or deeper than \(Self.depthLimit)",
                    at: .init(root.location), hint: "name an array or a group of it")
            }
            var groups: [(path: String, depth: Int)] = []
            for name in names where name.hasSuffix("/") {
                let child = (folder.isEmpty ? "" : folder + "/") + name.dropLast()
                guard let node = try await Self.read(root.below(child)) else { continue }
                found.append((child, node))
                if node.kind == .group { groups.append((child, depth + 1)) }
            }
            waiting += groups.reversed()
        }
        return found.sorted { $0.path < $1.path }
    }

    private static let depthLimit = 32
    private static let nodeLimit = 100_000

    /// Whether a path has only proper names in it.
    static func isInside(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".." && !$0.contains("\0") && !$0.contains("\\")
        }
    }

    /// Reads the documents of one folder: v3 if there is one, else v2.
    private static func read(_ folder: Resource) async throws -> ZarrNode? {
        if let fields = try await document("zarr.json", in: folder) {
            return try node(v3: fields, folder)
        }
        var kind = ZarrNode.Kind.array
        var fields = try await document(".zarray", in: folder)
        if fields == nil {
            kind = .group
            fields = try await document(".zgroup", in: folder)
        }
        let attributes = try await document(".zattrs", in: folder)
        // Groups without .zgroup are made by hand, and read by others.
        guard let fields = fields ?? attributes else { return nil }
        return ZarrNode(
            kind: kind, format: 2, folder: folder, document: fields, attributes: attributes?.values ?? Attributes())
    }

    /// A node from its v3 document.
    static func node(v3 fields: ZarrFields, _ folder: Resource) throws(ImageError) -> ZarrNode {
        guard try fields.int("zarr_format") == 3 else {
            throw fields.corrupt("zarr_format", "'zarr_format' is not 3")
        }
        switch try fields.string("node_type") {
        case "array":
            return ZarrNode(kind: .array, format: 3, folder: folder, document: fields, attributes: Attributes())
        case "group":
            try fields.checkExtensions(known: ["zarr_format", "node_type", "attributes", "consolidated_metadata"])
            return ZarrNode(
                kind: .group, format: 3, folder: folder, document: fields,
                attributes: try fields.part("attributes").values)
        case let other: throw fields.corrupt("node_type", "'node_type' is '\(other)', neither array nor group")
        }
    }

    /// A metadata document as a mapping, or nil if it is not there.
    static func document(_ name: String, in folder: Resource, limit: Int = documentLimit) async throws -> ZarrFields? {
        let place = folder.below(name)
        guard let bytes = try await folder.store.readAll(place.key, limit: limit) else { return nil }
        let value: AttributeValue
        do throws(ParseError) {
            value = try AttributeValue(parsingJSON: bytes)
        } catch {
            throw error.imageError.located(in: place.location)
        }
        guard let map = value.mappingValue else {
            throw ImageError.corrupt("the document is \(value.kindName), not a mapping", at: .init(place.location))
        }
        return ZarrFields(map, document: place.location)
    }
}

/// Metadata of a whole hierarchy in one document: `.zmetadata` of v2, `consolidated_metadata` of v3.
enum ConsolidatedMetadata {
    /// The nodes below a v3 group by path, or nil if they are not consolidated.
    static func v3(_ root: ZarrNode) throws(ImageError) -> [String: ZarrNode]? {
        guard let value = root.document.values["consolidated_metadata"], !value.isNull else { return nil }
        let part = try root.document.part("consolidated_metadata")
        guard part.values["kind"]?.stringValue ?? "inline" == "inline", part.values["metadata"]?.mappingValue != nil
        else { return nil }
        var nodes: [String: ZarrNode] = [:]
        for (path, _) in try part.part("metadata").values.pairs where ZarrHierarchy.isInside(path) {
            let fields = try part.part("metadata").part(path)
            nodes[path] = try ZarrHierarchy.node(
                v3: ZarrFields(fields.values, document: root.folder.below(path + "/zarr.json").location),
                root.folder.below(path))
        }
        return nodes
    }

    /// The nodes below a v2 group by path, or nil if they are not consolidated.
    static func v2(_ root: Resource, limit: Int) async throws -> [String: ZarrNode]? {
        guard let fields = try await ZarrHierarchy.document(".zmetadata", in: root, limit: limit),
            let documents = fields.values["metadata"]?.mappingValue
        else { return nil }
        var nodes: [String: ZarrNode] = [:]
        for (key, value) in documents.pairs {
            guard let slash = key.lastIndex(of: "/"), let map = value.mappingValue else { continue }
            let path = String(key[..<slash])
            let name = key[key.index(after: slash)...]
            guard ZarrHierarchy.isInside(path), name == ".zarray" || name == ".zgroup" else { continue }
            nodes[path] = ZarrNode(
                kind: name == ".zarray" ? .array : .group, format: 2, folder: root.below(path),
                document: ZarrFields(map, document: root.below(key).location),
                attributes: documents[path + "/.zattrs"]?.mappingValue ?? Attributes())
        }
        return nodes
    }
}
