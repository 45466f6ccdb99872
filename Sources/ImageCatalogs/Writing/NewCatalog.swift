public import ImageCore

/// A catalog built in memory, to be saved as a file.
///
/// ```swift
/// var lab = NewCatalog(name: "lab", description: "Confocal runs")
/// lab.entries.append(NewEntry(name: "exp1", driver: "tif", uri: "exp1.tif"))
/// try await CatalogWriter("lab.yaml").create(lab)
/// ```
public struct NewCatalog: Sendable, Hashable {
    /// The name; the file's if it is empty.
    public var name: String
    /// The description; left out if empty.
    public var description: String
    /// Metadata of the whole catalog.
    public var metadata: Attributes
    /// The entries in order; their names differ.
    public var entries: [NewEntry]

    /// Describes a catalog.
    public init(
        name: String = "", description: String = "", metadata: Attributes = Attributes(), entries: [NewEntry] = []
    ) {
        self.name = name
        self.description = description
        self.metadata = metadata
        self.entries = entries
    }

    /// The file without the entries.
    var head: String {
        var head = Attributes()
        if !name.isEmpty { head["name"] = .string(name) }
        if !description.isEmpty { head["description"] = .string(description) }
        if !metadata.isEmpty { head["metadata"] = .mapping(metadata) }
        return YAMLEmitter().block(head, column: 0, step: 2, levels: 1) + "sources: {}\n"
    }
}
