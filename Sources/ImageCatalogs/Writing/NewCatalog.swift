public import ImageCore

/// A catalog built in memory, to be saved as a file.
///
/// ```swift
/// var lab = NewCatalog(name: "lab", description: "Confocal runs")
/// lab.parameters = [try CatalogParameter(name: "disk", type: "str", default: "/data")]
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
    /// What all entries can be opened with, those of nested catalogs included; written as `metadata.parameters`.
    ///
    /// A parameter of the same name in an entry goes before it.
    public var parameters: [CatalogParameter]
    /// The entries in order; their names differ.
    public var entries: [NewEntry]

    /// Describes a catalog.
    public init(
        name: String = "", description: String = "", metadata: Attributes = Attributes(),
        parameters: [CatalogParameter] = [], entries: [NewEntry] = []
    ) {
        self.name = name
        self.description = description
        self.metadata = metadata
        self.parameters = parameters
        self.entries = entries
    }

    /// The metadata with the parameters.
    ///
    /// - Throws: `invalidArgument` for parameters that are given twice or have no name.
    func allMetadata() throws(ImageError) -> Attributes {
        if parameters.isEmpty { return metadata }
        guard metadata["parameters"] == nil else {
            throw .invalidArgument("'parameters' is given twice, once in the metadata of the catalog")
        }
        var declarations = Attributes()
        for parameter in parameters {
            guard !parameter.name.isEmpty, declarations[parameter.name] == nil else {
                throw .invalidArgument("the parameter '\(parameter.name)' is given twice, or has no name")
            }
            declarations[parameter.name] = .mapping(parameter.declaration)
        }
        var result = metadata
        result["parameters"] = .mapping(declarations)
        return result
    }

    /// The file without the entries.
    func head() throws(ImageError) -> String {
        let metadata = try allMetadata()
        var head = Attributes()
        if !name.isEmpty { head["name"] = .string(name) }
        if !description.isEmpty { head["description"] = .string(description) }
        if !metadata.isEmpty { head["metadata"] = .mapping(metadata) }
        return YAMLEmitter().block(head, column: 0, step: 2, levels: 1) + "sources: {}\n"
    }
}
