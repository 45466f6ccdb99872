import ImageIntake

/// Finds the nuclei of a catalog's entry, saves them, and adds them to the catalog.
@main
struct SegmentAndSave {
    static func main() async throws {
        guard CommandLine.arguments.count == 3 else {
            print("usage: SegmentAndSave CATALOG ENTRY")
            print("Writes ENTRY-nuclei.nrrd beside the catalog and adds it as an entry.")
            return
        }
        let (path, name) = (CommandLine.arguments[1], CommandLine.arguments[2])

        let catalog = try await Catalog.open(path)
        let entry = try await catalog[name].resolved()
        let image = try await entry.source().read(Selection(region: Region([.c: .label("nuclei")]))).image
        print("read \(name): \(image)")

        let levels = try image.pixels(as: UInt16.self)
        let threshold = threshold(between: levels)
        let mask = try ImageArray(
            axes: image.axes, shape: image.shape, pixels: levels.map { $0 > threshold ? UInt8(255) : 0 },
            metadata: image.metadata)
        let share = Double(levels.count { $0 > threshold }) / Double(levels.count)
        print("nuclei are brighter than \(threshold): \(Int((100 * share).rounded())) % of the pixels")

        let file = "\(catalog.folder)/\(name)-nuclei.nrrd"
        try await imsave(mask, to: file, overwrite: true)
        print("saved \(file): \(mask)")

        let result = NewEntry(
            name: "\(name)-nuclei", description: "Nuclei of \(name): a mask, 255 inside", driver: "nrrd", uri: file,
            metadata: Attributes([
                ("made_from", .string(name)), ("made_by", "SegmentAndSave"), ("threshold", .int(Int(threshold))),
            ]))
        let text = try await CatalogWriter(path, drivers: catalog.environment.drivers).add(result, replace: true)
        print("added to \(path):\n\(text)", terminator: "")
    }

    /// The level that separates dark from bright pixels best: halfway between their means (Ridler and Calvard, 1978).
    private static func threshold(between levels: [UInt16]) -> UInt16 {
        func mean(_ values: [UInt16]) -> Double {
            values.isEmpty ? 0 : Double(values.reduce(0) { $0 + Int($1) }) / Double(values.count)
        }
        var level = UInt16(mean(levels))
        for _ in 0..<50 {
            let next = UInt16((mean(levels.filter { $0 <= level }) + mean(levels.filter { $0 > level })) / 2)
            if next == level { break }
            level = next
        }
        return level
    }
}
