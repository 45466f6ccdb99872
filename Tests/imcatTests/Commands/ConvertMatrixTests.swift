import Foundation
import Testing

/// Every format that is written into every other, by the program.
@Suite("Converting between all formats") struct ConvertMatrixTests {
    static let formats = ["nrrd", "nhdr", "nii", "nii.gz", "hdr", "zarr", "ozx", "tif", "ome.tif", "klb"]

    /// An image of five axes with spacing, units and names, in a format.
    private func sample(_ folder: Folder, _ format: String) throws -> String {
        let pixels = (0..<2 * 3 * 2 * 6 * 7).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 5) }
        try folder.writeNRRD(
            "made.nrrd", sizes: [7, 6, 2, 3, 2],
            fields: [
                "kinds: domain domain domain list time", "labels: \"x\" \"y\" \"z\" \"c\" \"t\"",
                "spacings: 0.5 0.25 2 nan 1.5", "units: \"um\" \"um\" \"um\" \"\" \"s\"",
                "channels:=\"nuclei\" \"actin\" \"488\"",
            ], pixels: pixels)
        // All axes in one file, so that it can be named.
        let result = try folder.imcat("convert", "made.nrrd", "source." + format, "--partition", "tczyx")
        #expect(result.status == 0, "\(result.errors)")
        return "source." + format
    }

    private func digest(_ folder: Folder, _ target: String, _ options: String...) throws -> String {
        let result = try Tool.run(["digest", target, "--json"] + options, in: folder)
        #expect(result.status == 0, "\(target): \(result.errors)")
        let items = try parseJSON(result.output) as? [[String: Any]]
        let image = (items?.first?["images"] as? [[String: Any]])?.first
        return "\(image?["axes"] ?? "") \(image?["shape"] ?? "") \(image?["sha256"] ?? "")"
    }

    @Test("pixels stay, whole, in parts, in another order and compressed", arguments: formats)
    func matrix(_ format: String) throws {
        let folder = try Folder()
        let source = try sample(folder, format)
        let whole = try digest(folder, source)
        let region = "t=1,c=1:3,y=1:5,x=0:7:2"
        for other in Self.formats {
            // As the format likes it, straight into a catalog; the entry gives back everything.
            let added = try folder.imcat("convert", source, "a." + other, "--add", "lab.yaml", "--name", other)
            #expect(added.status == 0, "\(format) to \(other): \(added.errors)")
            #expect(try digest(folder, "lab.yaml#" + other) == whole, "\(format) to \(other)")
            let info = try folder.imcat("info", "lab.yaml#" + other, "--json")
            let facts = (try parseJSON(info.output) as? [[String: Any]])?.first
            let image = (facts?["images"] as? [[String: Any]])?.first ?? [:]
            #expect(
                image["coords"] as? [String: [String]] == ["c": ["nuclei", "actin", "488"]], "\(format) to \(other)")
            let spacing = image["spacing"] as? [String: Double]
            #expect(spacing == ["t": 1.5, "z": 2, "y": 0.25, "x": 0.5], "\(format) to \(other)")
            let units = image["spacing_units"] as? [String: String]
            #expect(units == ["t": "s", "z": "µm", "y": "µm", "x": "µm"], "\(format) to \(other)")
            // A part, one file for each channel, compressed, in an order of its own.
            let arguments = [
                "convert", source, "b." + other, "--region", region, "--axes", "cxzy", "--partition", "zyx",
                "--compression", "gzip",
            ]
            let split = try Tool.run(arguments, in: folder)
            #expect(split.status == 0, "\(format) to \(other): \(split.errors)")
            let names = try files(folder, "b.")
            for (place, channel) in [(1, "actin"), (2, "488")] {
                let name = "b.c_\(channel).\(other)"
                #expect(names.contains(name), "\(names)")
                let own = "t=1,c=\(place),y=1:5,x=0:7:2"
                #expect(
                    try digest(folder, name, "--axes", "zyx")
                        == digest(folder, source, "--region", own, "--axes", "zyx"), "\(format) to \(other)")
            }
            // The pattern has both, in the natural order of their names.
            let pattern = try digest(folder, "b.c_{c}." + other, "--region", "c=actin", "--axes", "zyx")
            #expect(try pattern == digest(folder, "b.c_actin." + other, "--axes", "zyx"), "\(other)")
            // What stands there stays, and nothing is left beside it.
            let refused = try Tool.run(arguments, in: folder)
            #expect(refused.status == 1 && refused.errors.contains("b.c_488." + other), "\(other): \(refused.errors)")
            #expect(try files(folder, "b.") == names)
            for name in try files(folder, "a.") + names {
                try FileManager.default.removeItem(atPath: folder.path + "/" + name)
            }
        }
        #expect(try files(folder, ".").isEmpty)
    }

    private func files(_ folder: Folder, _ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(prefix) }.sorted()
    }
}
