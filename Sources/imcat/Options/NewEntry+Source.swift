import ImageIntake

extension NewEntry {
    /// The entry that opens a source again; reads the headers, to be sure that it opens.
    ///
    /// - Parameters:
    ///   - name: nil for the entry's own in its catalog, or the file's name without the extension.
    ///   - description: nil for the entry's own.
    ///   - discovers: whether the entry says what the headers say.
    /// - Throws: as `discover`.
    init(
        of source: ImageSource, target: Target, name: String?, description: String?, discovers: Bool = false
    ) async throws {
        _ = try await source.discover()
        let request = source.request
        let driver = type(of: source).driver
        var copied: CatalogEntry?
        if case .entry(let catalog, let name) = target {
            copied = try await Catalog.open(catalog, environment: request.environment)[name]
        }
        var options = request.options
        switch request.axisOrder {
        case .canonical: break
        case .stored: options["output_axis_order"] = .null
        case .custom(let order): options["output_axis_order"] = .string(order.letters)
        }
        self.init(
            name: name ?? copied?.name ?? Self.stem(request.resource.name, driver),
            description: description ?? copied?.description ?? "", driver: driver.name, uri: request.resource.location,
            options: options, metadata: request.overrides.attribute)
        if discovers { discovered = try await DiscoveredFacts(of: source).attributes }
    }

    /// The file's name without the extension that the driver knows, or any other; of a pattern what stands before the
    /// first field.
    static func stem(_ fileName: String, _ driver: DriverDescriptor) -> String {
        if driver.readsPatterns, let brace = fileName.firstIndex(of: "{") {
            var start = fileName[..<brace]
            if let dot = start.lastIndex(of: "."),
                ["i_", "t_", "c_", "z_", "y_", "x_", "var_"].contains(
                    start[start.index(after: dot)...].lowercased())
            {
                start = start[..<dot]
            }
            while let last = start.last, "._-".contains(last) { start.removeLast() }
            return start.isEmpty ? "image" : String(start)
        }
        if let known = driver.matchingExtension(of: fileName), known.count + 1 < fileName.count {
            return String(fileName.dropLast(known.count + 1))
        }
        guard let dot = fileName.lastIndex(of: "."), dot != fileName.startIndex else { return fileName }
        return String(fileName[..<dot])
    }
}
