import ImageIntake

/// The Swift examples of the guide to catalogs, in the working directory.
@main
struct CatalogGuide {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "open":
            let lab = try await Catalog.open("lab.yaml")
            let image = try await lab["exp1"].read().image
            print(image)
        case "edit":
            let writer = try CatalogWriter("plates.yaml")
            var entry = NewEntry(name: "mask", driver: "nrrd", uri: "images/exp2.nrrd")
            entry.provenance = Provenance(madeFrom: ["control"])
            try await writer.apply([
                .add(entry),
                .describe("control", as: "untreated cells"),
                .setMetadata("control", Attributes([("operator", "kim")])),
                .remove("timelapse"),
            ])
        case "create":
            let disk = try CatalogParameter(
                name: "disk", type: "str", description: "where the images lie", default: "images")
            var mask = NewEntry(name: "mask", driver: "nrrd", uri: "{{ disk }}/exp2.nrrd")
            mask.hasTemplates = true
            let new = NewCatalog(
                name: "masks", description: "What was segmented", parameters: [disk], entries: [mask])
            try await CatalogWriter("masks.yaml").create(new)
        case "parameters":
            let runs = try await Catalog.open("runs.yaml")
            let run = try await runs["exp2", with: ["disk": "images"]].read().image
            print(run)
        case "find":
            let catalog = try await Catalog.open("runs.yaml")
            let live = try await catalog.filter(try CatalogQuery(parsing: "tags contains \"live\""))
            print(live.names)
        default: print("usage: CatalogGuide open | edit | create | parameters | find")
        }
    }
}
