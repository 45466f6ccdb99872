import ImageIntake

extension Workload {
    static var catalogs: [Workload] {
        [
            Workload(name: "catalog-open", summary: "open a catalog of 100,000 entries and list the names") { folder in
                {
                    let names = try await Catalog.open("\(folder)/catalog.yaml").names
                    return { try checksum(of: names) }
                }
            },
            Workload(name: "catalog-decode", summary: "open it and decode driver and uri of all entries") { folder in
                {
                    let lines = try await Catalog.open("\(folder)/catalog.yaml").map {
                        "\($0.name) \($0.driver ?? "") \($0.arguments["uri"]?.stringValue ?? "")"
                    }
                    return { try checksum(of: lines) }
                }
            },
            Workload(name: "catalog-entry", summary: "work out one of its entries, when it is open") { folder in
                let catalog = try await Catalog.open("\(folder)/catalog.yaml")
                return {
                    let entry = try await catalog["run0500-well11"].resolved()
                    return { entry.uri }
                }
            },
            Workload(name: "catalog-search", summary: "search all of its texts for two words") { folder in
                let catalog = try await Catalog.open("\(folder)/catalog.yaml")
                return {
                    let names = try await catalog.search("well 11, day 3").names
                    return { try checksum(of: names) }
                }
            },
            Workload(
                name: "catalog-add", summary: "add an entry to a copy of it, checked and on the disk",
                prepare: { folder in
                    let writer = try CatalogWriter("\(folder)/catalog-add.yaml")
                    try await copy("\(folder)/catalog.yaml", to: writer.path)
                    return {
                        let name = "added-\(UInt64.random(in: 0 ... .max))"
                        let lines = try await writer.add(NewEntry(name: name, driver: "nrrd", uri: "/x.nrrd"))
                        return { try checksum(of: [lines.replacing(name, with: "added")]) }
                    }
                }),
        ]
    }

    /// What the opening of the catalog takes, to compare with.
    static var catalogLimits: [Workload] {
        ["entry", "search", "add"].map { name in
            Workload(name: "limit-catalog-\(name)", summary: "open the catalog and list the names") { folder in
                {
                    let count = try await Catalog.open("\(folder)/catalog.yaml").names.count
                    return { String(count) }
                }
            }
        }
    }

    private static func copy(_ path: String, to target: String) async throws {
        let object = try await SourceEnvironment.standard.stores.resource(at: path).open()
        var file = try AtomicFile(path: target)
        try file.append(try await object.read(0..<object.size))
        try file.commit()
    }
}
