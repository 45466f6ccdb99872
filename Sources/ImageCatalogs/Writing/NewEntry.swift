public import ImageCore

/// An entry to be written to a catalog.
public struct NewEntry: Sendable, Hashable {
    /// The name.
    public var name: String
    /// What the image shows; left out if empty.
    public var description: String
    /// The driver, by any of its names.
    public var driver: String
    /// The path or URL of the data; a relative path starts at the working directory.
    public var uri: String
    /// The driver's options.
    public var options: Attributes
    /// What is corrected of the file's own metadata, and further facts.
    public var metadata: Attributes

    /// Describes an entry.
    public init(
        name: String, description: String = "", driver: String, uri: String, options: Attributes = Attributes(),
        metadata: Attributes = Attributes()
    ) {
        self.name = name
        self.description = description
        self.driver = driver
        self.uri = uri
        self.options = options
        self.metadata = metadata
    }
}

extension NewEntry {
    /// The mapping to write under the name.
    ///
    /// - Throws: `invalidArgument` for an empty name, and for texts that would be read as templates.
    func declaration(driver: String, uri: String) throws(ImageError) -> Attributes {
        guard !name.isEmpty else { throw .invalidArgument("an entry without a name") }
        guard options["uri"] == nil else {
            throw .invalidArgument("'uri' is given twice, once as an option", at: .init(keyPath: name))
        }
        var entry = Attributes()
        if !description.isEmpty { entry["description"] = .string(description) }
        entry["driver"] = .string(driver)
        try Self.checkTemplates(.mapping(metadata))
        if !metadata.isEmpty { entry["metadata"] = .mapping(metadata) }
        var arguments = Attributes([("uri", .string(uri))])
        for (key, value) in options.pairs { arguments[key] = value }
        try Self.checkTemplates(.mapping(arguments))
        entry["args"] = .mapping(arguments)
        return entry
    }

    /// Every text in `args` and `metadata` is a template to those who read the file.
    private static func checkTemplates(_ value: AttributeValue) throws(ImageError) {
        switch value {
        case .string(let text):
            do {
                _ = try Template(parsing: text).filled(with: ["CATALOG_DIR": "/"])
            } catch {
                throw .invalidArgument(
                    "the text '\(text)' would be read as a template", hint: "catalogs cannot hold '{{', '{%' or '{#'")
            }
        case .array(let items): for item in items { try checkTemplates(item) }
        case .mapping(let attributes): for (_, item) in attributes.pairs { try checkTemplates(item) }
        default: break
        }
    }
}
