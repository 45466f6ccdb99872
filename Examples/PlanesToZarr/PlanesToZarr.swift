import ImageIntake

/// Makes one OME-Zarr of a folder of planes, and adds it to a catalog.
@main
struct PlanesToZarr {
    static func main() async throws {
        guard CommandLine.arguments.count == 5 else {
            print("usage: PlanesToZarr FOLDER OUTPUT.zarr CATALOG ENTRY")
            print("FOLDER may also be a pattern of the names, such as 'planes/img_t{t:d}_z{z:d}.tif'.")
            return
        }
        let (place, output) = (CommandLine.arguments[1], CommandLine.arguments[2])
        let (catalog, entry) = (CommandLine.arguments[3], CommandLine.arguments[4])

        // The files of a folder are planes along z, in the natural order of their names.
        let planes = try await imopen(place, driver: place.contains("{") ? "filepattern" : "directory")
        for image in try await planes.discover().images {
            print("found \(image.axes) \(image.shape) \(image.elementType)")
        }

        let lost = try await imconvert(
            planes, to: output, catalog: catalog, entry: entry, description: "Planes of \(place)",
            provenance: Provenance(madeFrom: [place]))
        for note in lost { print("note: \(note.message)") }
        print("added \(entry) to \(catalog)")
    }
}
