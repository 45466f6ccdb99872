import ByteStores
import ImageCore

extension CatalogRules {
    /// Checks that a file may be opened.
    ///
    /// - Throws: `permissionDenied` for a URL of another scheme, and for a file outside of the root.
    func check(_ location: String) throws(ImageError) {
        guard let path = try ResourceLocation.localPath(location) else {
            let scheme = ResourceLocation.scheme(location) ?? ""
            guard let schemes, !schemes.contains(scheme) else { return }
            throw ImageError(
                .permissionDenied, "the catalog names '\(ResourceLocation.redacted(location))'",
                hint: "\(scheme) URLs are not allowed; allowed are \(schemes.sorted().joined(separator: ", "))")
        }
        guard let root else { return }
        let folder = WorkingFolder.real(WorkingFolder.absolute(root)) ?? WorkingFolder.absolute(root)
        guard Self.lies(WorkingFolder.absolute(path), in: folder) else {
            throw ImageError(
                .permissionDenied, "the catalog names '\(path)'", hint: "only files below '\(root)' are allowed")
        }
    }

    /// Follows links; what does not exist lies where its folder does.
    private static func lies(_ path: String, in folder: String) -> Bool {
        var place = path
        var rest: [String] = []
        while true {
            if let real = WorkingFolder.real(place) {
                let whole = ([real] + rest.reversed()).joined(separator: "/")
                if rest.contains("..") { return false }
                return ResourceLocation.lies(whole, in: folder)
            }
            // A link to nothing could come to lead anywhere.
            if WorkingFolder.isLink(place) { return false }
            let parent = ResourceLocation.folder(of: place)
            guard !parent.isEmpty, parent != place else { return false }
            rest.append(ResourceLocation.name(of: place))
            place = parent
        }
    }
}
