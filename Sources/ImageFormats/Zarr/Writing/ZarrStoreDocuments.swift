import ImageCore

/// The metadata documents of a store that is written, by their keys; they are written last, and once more together as
/// consolidated metadata.
struct ZarrStoreDocuments {
    private let format: Int
    private var documents: [(key: String, value: Attributes)] = []
    private var groups: Set<String> = []

    init(format: Int) {
        self.format = format
    }

    /// Adds an array, and the groups above it.
    mutating func add(_ array: ZarrArrayPlan) {
        addGroups(above: array.path)
        for (name, value) in array.documents { documents.append((array.path + "/" + name, value)) }
    }

    /// Adds a group with its attributes, and the groups above it.
    mutating func addGroup(_ path: String, _ attributes: Attributes) {
        if !path.isEmpty { addGroups(above: path) }
        let prefix = path.isEmpty ? "" : path + "/"
        guard groups.insert(path).inserted else {
            // The group was there because of what lies in it; now it says something.
            for place in documents.indices
            where documents[place].key == prefix + (format == 3 ? "zarr.json" : ".zattrs") {
                if format == 3 {
                    documents[place].value["attributes"] = .mapping(attributes)
                } else {
                    documents[place].value = attributes
                }
            }
            return
        }
        if format == 3 {
            documents.append(
                (prefix + "zarr.json", ["zarr_format": 3, "node_type": "group", "attributes": .mapping(attributes)]))
        } else {
            documents.append((prefix + ".zgroup", ["zarr_format": 2]))
            documents.append((prefix + ".zattrs", attributes))
        }
    }

    private mutating func addGroups(above path: String) {
        guard let slash = path.lastIndex(of: "/") else { return }
        let parent = String(path[..<slash])
        if !groups.contains(parent) { addGroup(parent, Attributes()) }
    }

    /// Writes all documents; that of the root holds those of all others.
    func write(to sink: any ZarrSink) throws(ImageError) {
        func write(_ key: String, _ value: Attributes) throws(ImageError) {
            try sink.write(key, Bytes(utf8: AttributeValue.mapping(value).json(pretty: true) + "\n"))
        }
        for (key, value) in documents {
            guard key == "zarr.json" else {
                try write(key, value)
                continue
            }
            var root = value
            var nodes = Attributes()
            for (key, value) in documents where key != "zarr.json" {
                nodes[String(key.dropLast("/zarr.json".count))] = .mapping(value)
            }
            root["consolidated_metadata"] = [
                "kind": "inline", "must_understand": false, "metadata": .mapping(nodes),
            ]
            try write(key, root)
        }
        if format == 2 {
            let all = Attributes(documents.map { ($0.key, .mapping($0.value)) })
            try write(".zmetadata", ["zarr_consolidated_format": 1, "metadata": .mapping(all)])
        }
    }
}
