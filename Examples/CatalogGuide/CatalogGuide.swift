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
            let new = NewCatalog(
                name: "masks", description: "What was segmented",
                entries: [NewEntry(name: "mask", driver: "nrrd", uri: "images/exp2.nrrd")])
            try await CatalogWriter("masks.yaml").create(new)
        default: print("usage: CatalogGuide open | edit | create")
        }
    }
}
