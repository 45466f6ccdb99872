import ImageIntake

/// The lines of the README, to be run in a copy of the folder `catalogs`.
@main
struct TenLines {
    static func main() async throws {
        let image = try await Catalog.open("lab.yaml")["exp1"].read()
        print(image)

        let nuclei = try await imload("images/exp1.nrrd", region: Region(parsing: "c=nuclei,z=2:10")).image
        let plane = try nuclei.slice(.z, 3).reordered(to: "xy")
        let spacing = plane.metadata.spacing[.x]
        let brightest = try plane.pixels(as: UInt16.self).max()
        try await imsave(nuclei, to: "nuclei.zarr")
        try await imconvert(imopen("images/timelapse.nrrd"), to: "timelapse.zarr")
        try await imsave(image, to: "exp1.tif", catalog: "lab.yaml", entry: "parts", partition: "zyx")
        let parts = try await imload("exp1.c_{c}.tif").image

        print(spacing ?? 0, brightest ?? 0)
        print(parts)
    }
}
