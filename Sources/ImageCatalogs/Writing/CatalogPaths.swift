import ByteStores
import ImageCore

/// How a catalog file names paths: as templates, below its folder relative to that, so that both may move together.
struct CatalogPaths {
    /// The absolute path of the file.
    let catalog: String

    /// The template for a path or URL.
    ///
    /// - Throws: `invalidArgument` for a path that cannot be.
    func template(for uri: String) throws -> String {
        let mark = "{{ CATALOG_DIR }}"
        if uri.hasPrefix(mark) { return mark + LiteralTemplate.escaped(String(uri.dropFirst(mark.count))) }
        guard let local = try ResourceLocation.localPath(uri) else { return LiteralTemplate.escaped(uri) }
        let absolute = WorkingFolder.absolute(local)
        guard let rest = relative(absolute) else { return LiteralTemplate.escaped(absolute) }
        return mark + "/" + LiteralTemplate.escaped(rest)
    }

    /// The path seen from the folder of the catalog, or nil if it does not lie below that.
    private func relative(_ absolute: String) -> String? {
        let folder = ResourceLocation.folder(of: catalog)
        let realFolder = WorkingFolder.real(folder)
        // The folder of a link and that of its file are different ones to those who read through either.
        if let file = WorkingFolder.real(catalog), ResourceLocation.folder(of: file) != realFolder { return nil }
        if let rest = Self.relative(absolute, to: folder) { return rest }
        // The same with links followed; what does not exist yet has at least a folder.
        guard let realFolder, let realParent = WorkingFolder.real(ResourceLocation.folder(of: absolute)) else {
            return nil
        }
        return Self.relative(realParent + "/" + ResourceLocation.name(of: absolute), to: realFolder)
    }

    private static func relative(_ path: String, to folder: String) -> String? {
        guard let rest = ResourceLocation.rest(of: path, below: folder) else { return nil }
        // With `..` in it, the place may still lie outside.
        return rest.split(separator: "/").contains("..") ? nil : rest
    }
}
