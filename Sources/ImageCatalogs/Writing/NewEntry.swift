public import ImageCore

/// An entry to be written to a catalog.
public struct NewEntry: Sendable, Hashable {
    /// The name.
    public var name: String
    /// What the image shows; left out if empty.
    public var description: String
    /// The driver, by any of its names.
    public var driver: String
    /// The path or URL of the data, or of the catalog for the driver `yaml_file_cat`; a relative path starts at the
    /// working directory.
    public var uri: String
    /// The driver's options.
    public var options: Attributes
    /// What is corrected of the file's own metadata, and further facts.
    public var metadata: Attributes
    /// The values that it is opened with, for templates in `uri`, `options` and `metadata`.
    public var parameters: [CatalogParameter] = []
    /// Whether texts in `uri`, `options` and `metadata` are templates, written as they are.
    ///
    /// Else they stand for themselves, braces included. A relative path of a template starts at the catalog's folder.
    public var hasTemplates = false
    /// What was found in the file when the entry was made; written as `metadata.discovered`, which corrects nothing.
    public var discovered = Attributes()
    /// What the image was made from; written as `metadata.provenance` if it is set.
    public var provenance: Provenance?

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
    /// The mapping to write under the name; texts that would be read as templates are written so that they are not.
    ///
    /// - Parameter uri: a template.
    /// - Throws: `invalidArgument` for an empty or endless name, and for arguments or metadata that are given twice.
    func declaration(driver: String, uri: String) throws(ImageError) -> Attributes {
        try Self.check(name: name)
        let place = CatalogDriver(driver)?.isCatalog == true ? "path" : "uri"
        guard options[place] == nil else { throw twice(place, "as an option") }
        var metadata = hasTemplates ? metadata : metadata.asTemplates
        if !discovered.isEmpty {
            guard metadata["discovered"] == nil else { throw twice("discovered", "in the metadata") }
            metadata["discovered"] = .mapping(discovered.asTemplates)
        }
        if let provenance {
            guard metadata["provenance"] == nil else { throw twice("provenance", "in the metadata") }
            metadata["provenance"] = .mapping(provenance.attributes.asTemplates)
        }
        var entry = Attributes()
        if !description.isEmpty { entry["description"] = .string(description) }
        entry["driver"] = .string(driver)
        if !metadata.isEmpty { entry["metadata"] = .mapping(metadata) }
        if !parameters.isEmpty {
            guard Set(parameters.map(\.name)).count == parameters.count else { throw twice("a parameter", "before") }
            entry["parameters"] = .mapping(Attributes(parameters.map { ($0.name, .mapping($0.declaration)) }))
        }
        var arguments = Attributes([(place, .string(uri))])
        for (key, value) in (hasTemplates ? options : options.asTemplates).pairs { arguments[key] = value }
        entry["args"] = .mapping(arguments)
        return entry
    }

    /// - Throws: what is wrong with a text that is to be a template.
    func checkTemplates() throws(ImageError) {
        func check(_ value: AttributeValue) throws(ImageError) {
            switch value {
            case .string(let text): _ = try Template(parsing: text)
            case .array(let items): for item in items { try check(item) }
            case .mapping(let fields): for (_, item) in fields.pairs { try check(item) }
            default: break
            }
        }
        try check(.string(uri))
        try check(.mapping(options))
        try check(.mapping(metadata))
    }

    /// A parser looks for the colon after a key in the next 1024 characters only.
    static func check(name: String) throws(ImageError) {
        guard !name.isEmpty else { throw .invalidArgument("an entry without a name") }
        guard name.unicodeScalars.count <= 255 else {
            throw .invalidArgument(
                "a name of \(name.unicodeScalars.count) characters", hint: "names have at most 255")
        }
    }

    private func twice(_ key: String, _ place: String) -> ImageError {
        .invalidArgument("'\(key)' is given twice, once \(place)", at: .init(keyPath: name))
    }
}
