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
        ]
    }
}
