import ByteStores
import ImageCore
import ImageSources

/// Fills in what a declaration leaves open: templates, relative paths, the driver's type.
struct CatalogResolver {
    let declaration: CatalogDeclaration
    let document: YAMLDocument
    /// The folder of the catalog file.
    let folder: String
    let environment: SourceEnvironment

    func resolve(driver name: String?) throws(ImageError) -> ResolvedEntry {
        try checkDeclaration()
        do throws(ImageError) {
            guard let name else { throw ImageError.corrupt("the entry has no 'driver'") }
            if Catalog.nestedDrivers.contains(name) {
                throw ImageError.invalidArgument(
                    "'\(declaration.name)' is a catalog, not an image",
                    hint: "name an entry of it: \(declaration.name).NAME")
            }
            let driver = try environment.drivers.requiredDriver(named: name)
            var arguments = try filled(declaration.argumentsNode)
            let uri = try path(arguments["uri"], "uri")
            arguments["uri"] = nil
            let metadata = try filled(declaration.metadataNode)
            return ResolvedEntry(
                name: declaration.name, driver: driver, uri: uri, options: arguments, metadata: metadata,
                overrides: try MetadataOverrides(parsing: .mapping(metadata)), location: declaration.location,
                environment: environment)
        } catch {
            throw error.inEntry(at: declaration.location)
        }
    }

    /// The path of the catalog file that the declaration names.
    func catalogPath() throws(ImageError) -> String {
        try checkDeclaration()
        do {
            return try path(try filled(declaration.argumentsNode)["path"], "path")
        } catch {
            throw error.inEntry(at: declaration.location)
        }
    }

    private func checkDeclaration() throws(ImageError) {
        if let mistake = declaration.diagnostics.first(where: { $0.severity == .error }) { throw mistake.error }
    }

    /// A mapping with its templates filled in.
    private func filled(_ node: YAMLNode?) throws(ImageError) -> Attributes {
        guard let node else { return Attributes() }
        let values = ["CATALOG_DIR": folder.hasSuffix("/") ? folder : folder + "/"]
        let decoder = YAMLDecoder(document) { (text) throws(ImageError) in
            try Template(parsing: text).filled(with: values)
        }
        return try decoder.value(node).mappingValue ?? Attributes()
    }

    /// An argument that is a path: relative ones start at the catalog's folder.
    private func path(_ value: AttributeValue?, _ name: String) throws(ImageError) -> String {
        switch value {
        case .string(let path) where !path.isEmpty: return ResourceLocation.resolved(path, in: folder)
        case nil, .null: throw .corrupt("the entry has no '\(name)' in its 'args'", hint: "write args: {\(name): ...}")
        case let other?: throw .corrupt("'\(name)' is \(other.kindName), not a path or URL")
        }
    }
}
