import ImageIntake

/// Reads an entry of the catalog in the working directory and says what it is.
@main
struct FirstRead {
    static func main() async throws {
        let image = try await Catalog.open("lab.yaml")["exp1"].read()
        print(image)

        let nuclei = try image.image.selecting(Region(parsing: "c=nuclei,z=5"))
        print("nuclei at z = 5: \(nuclei), spacing \(nuclei.metadata.spacing[.x] ?? 0) along x")
    }
}
