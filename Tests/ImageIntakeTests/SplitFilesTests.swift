import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Images that are saved as several files, and files that are read as one image.
@Suite("Images of several files") struct SplitFilesTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/split-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func image(
        _ axes: AxisOrder, _ shape: [Int], _ coords: [Axis: Coordinates] = [:], name: String = "image"
    ) throws -> ImageArray {
        var metadata = ImageMetadata()
        metadata.coords = coords
        var array = try SyntheticImage(axes: axes, shape: shape, metadata: metadata).array()
        array.name = name
        return array
    }

    @Test("channels of NIfTI are files of their own, unless they are asked for; time stays") func channels()
        async throws
    {
        try await withFolder { folder in
            let image = try image("tczyx", [2, 2, 3, 5, 6], [.c: .labels(["actin", "nuclei"])])
            try await imsave(image, to: folder + "/a.nii.gz", catalog: folder + "/lab.yaml", entry: "a")
            #expect(try names(folder) == ["a.c_actin.nii.gz", "a.c_nuclei.nii.gz", "lab.yaml"])
            #expect(try await imload(folder + "/a.c_actin.nii.gz").image.axes == "tzyx")
            let read = try await Catalog.open(folder + "/lab.yaml")["a"].read().image.reordered(to: "tczyx")
            #expect(try read.bytes() == image.bytes())
            #expect(read.metadata.coords[.c] == .labels(["actin", "nuclei"]))
            try await imsave(image, to: folder + "/b.nii", partition: "ctzyx")
            let whole = try await imload(folder + "/b.nii").image.reordered(to: "tczyx")
            #expect(try whole.bytes() == image.bytes())
            #expect(whole.metadata.coords[.c] == .labels(["actin", "nuclei"]))
        }
    }

    @Test("the names that the documentation shows") func documentedNames() async throws {
        let channels: [Axis: Coordinates] = [.i: .values([3, 10]), .c: .labels(["actin", "nuclei"])]
        try await withFolder { folder in
            let both = try ImageDataset([
                try image("ityx", [2, 2, 5, 6]), try image("ityx", [2, 2, 5, 6], name: "segmentation"),
            ])
            try await imsave(both, to: folder + "/filename.tif")
            #expect(
                try names(folder) == [
                    "filename.var_image.i_00.tif", "filename.var_image.i_01.tif", "filename.var_segmentation.i_00.tif",
                    "filename.var_segmentation.i_01.tif",
                ])
        }
        try await withFolder { folder in
            let both = try ImageDataset([
                try image("icyx", [2, 2, 5, 6], channels), try image("icyx", [2, 2, 5, 6], channels, name: "mask"),
            ])
            try await imsave(both, to: folder + "/filename.tif", partition: "yx")
            #expect(
                try names(folder).prefix(4) == [
                    "filename.var_image.i_03.c_actin.tif", "filename.var_image.i_03.c_nuclei.tif",
                    "filename.var_image.i_10.c_actin.tif", "filename.var_image.i_10.c_nuclei.tif",
                ])
        }
        try await withFolder { folder in
            let image = try image("iyx", [2, 5, 6], [.i: .labels(["control", "treatment"])])
            try await imsave(image, to: folder + "/filename.ome.tif")
            #expect(try names(folder) == ["filename.i_control.ome.tif", "filename.i_treatment.ome.tif"])
        }
    }

    @Test("what cannot stand in a name, names that become equal, more than a hundred places") func names() async throws
    {
        try await withFolder { folder in
            let labels = ["DAPI/405", "DAPI:405", "dapi_405", "", "a.b", ".."]
            let image = try image("cyx", [6, 5, 6], [.c: .labels(labels)])
            try await imsave(image, to: folder + "/a.tif", partition: "yx")
            #expect(
                try names(folder) == [
                    "a.c_DAPI_405.tif", "a.c_DAPI_405_2.tif", "a.c__.tif", "a.c___.tif", "a.c_a_b.tif",
                    "a.c_dapi_405_3.tif",
                ])
        }
        try await withFolder { folder in
            let image = try image("tyx", [101, 2, 3])
            try await imsave(image, to: folder + "/a.nrrd", partition: "yx")
            #expect(try names(folder).first == "a.t_000.nrrd" && names(folder).last == "a.t_100.nrrd")
        }
    }

    @Test(
        "what is saved in parts is loaded as it was",
        arguments: [
            ("tif", "yx", "czyx"), ("tif", "zyx", "itczyx"), ("nrrd", "xy", "tzyx"),
            ("zarr", "tyx", "tczyx"),
            ("", "cyx", "tcyx"),
        ])
    func roundTrip(_ format: String, _ partition: String, _ axes: String) async throws {
        try await withFolder { folder in
            let axes = try AxisOrder(parsing: axes)
            let extents = [Axis.i: 2, .t: 3, .c: 2, .z: 4, .y: 5, .x: 6]
            let image = try image(axes, axes.map { extents[$0] ?? 1 }, [.c: .labels(["actin", "nuclei"])])
            let kept = try AxisOrder(parsing: partition)
            let suffix = format.isEmpty ? "" : "." + format
            try await imsave(image, to: "\(folder)/a\(suffix)", partition: kept)
            let fields = axes.filter { !kept.contains($0) }.map { ".\($0)_{\($0)}" }.joined()
            let loaded = try await imload("\(folder)/a\(fields)\(suffix)", driver: "filepattern").image
            #expect(loaded.axes == axes && loaded.shape == image.shape)
            #expect(try loaded.bytes() == image.bytes())
            #expect(!axes.contains(.c) || kept.contains(.c) || loaded.metadata.coords[.c] == image.metadata.coords[.c])
            // A part of it touches no other files.
            let region = Region([axes[0]: .index(1), .y: .range(lower: 1, upper: 3, step: 1)])
            let part = try await imload("\(folder)/a\(fields)\(suffix)", region: region, driver: "filepattern").image
            #expect(try part.bytes() == image.selecting(region).bytes())
        }
    }

    @Test("files that stand there stay, and a failure leaves nothing") func existing() async throws {
        try await withFolder { folder in
            let image = try image("tyx", [3, 5, 6])
            try await imsave(image, to: folder + "/a.tif", partition: "yx")
            let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.t_01.tif"))
            try FileManager.default.removeItem(atPath: folder + "/a.t_00.tif")
            let error = try await #require(throws: ImageError.self) {
                try await imsave(image, to: folder + "/a.tif", partition: "yx")
            }
            #expect(error.message.contains("a.t_01.tif, a.t_02.tif"))
            #expect(try names(folder) == ["a.t_01.tif", "a.t_02.tif"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/a.t_01.tif")) == before)
            try await imsave(image, to: folder + "/a.tif", partition: "yx", overwrite: true)
            #expect(try names(folder) == ["a.t_00.tif", "a.t_01.tif", "a.t_02.tif"])
            await #expect(throws: ImageError.self) {
                try await imsave(image, to: folder + "/b.tif", partition: "yx", options: ["nothing": 1])
            }
            await #expect(throws: ImageError.self) {
                try await imsave(image, to: folder + "/b.nrrd", partition: "yx", options: ["nothing": 1])
            }
            #expect(try names(folder).count == 3)
        }
    }

    @Test("a missing file, one too many, another shape: errors that say which") func gaps() async throws {
        try await withFolder { folder in
            let image = try image("tcyx", [3, 2, 5, 6])
            try await imsave(image, to: folder + "/a.tif", partition: "yx")
            let pattern = folder + "/a.t_{t:02d}.c_{c:02d}.tif"
            #expect(try await imload(pattern, driver: "filepattern").image.shape == [3, 2, 5, 6])
            try FileManager.default.copyItem(atPath: folder + "/a.t_01.c_01.tif", toPath: folder + "/a.t_001.c_01.tif")
            let twice = try await #require(throws: ImageError.self) {
                try await imdescribe(folder + "/a.t_{t:d}.c_{c:d}.tif", driver: "filepattern")
            }
            #expect(twice.message.contains("a.t_001.c_01.tif") && twice.message.contains("a.t_01.c_01.tif"))
            try FileManager.default.removeItem(atPath: folder + "/a.t_001.c_01.tif")
            try FileManager.default.removeItem(atPath: folder + "/a.t_01.c_01.tif")
            let gap = try await #require(throws: ImageError.self) { try await imload(pattern, driver: "filepattern") }
            #expect(gap.message.contains("t=1,c=1") && gap.hint?.contains("allow_missing") == true)
            let filled = try await imload(pattern, driver: "filepattern", options: ["allow_missing": true]).image
            #expect(filled.metadata.diagnostics.contains { $0.message.contains("t=1,c=1") })
            #expect(try filled.slice(.t, 1).slice(.c, 1).statistics().maximum == 0)
            #expect(try filled.slice(.t, 2).bytes() == image.slice(.t, 2).bytes())
            try await imsave(try self.image("yx", [5, 7]), to: folder + "/a.t_01.c_01.tif")
            let other = try await #require(throws: ImageError.self) { try await imload(pattern, driver: "filepattern") }
            #expect(other.location?.resource?.hasSuffix("a.t_01.c_01.tif") == true && other.message.contains("5 x 7"))
        }
    }

    @Test("lists of different formats, folders in natural order, series by a field") func others() async throws {
        try await withFolder { folder in
            let image = try image("zyx", [12, 5, 6])
            for z in 0..<12 {
                let name = z % 2 == 0 ? "p\(z).tif" : "p\(z).nrrd"
                try await imsave(try image.slice(.z, z), to: folder + "/" + name)
            }
            try Data("no image".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
            try Data("hidden".utf8).write(to: URL(fileURLWithPath: folder + "/.p99.tif"))
            let all = try await imload(folder, driver: "directory").image
            #expect(try all.axes == "zyx" && all.bytes() == image.bytes())
            let some = try await imload(
                folder, driver: "directory", options: ["extensions": .array(["nrrd"]), "axis": "t"]
            ).image
            #expect(some.axes == "tyx" && some.shape == [6, 5, 6])
            let list: Attributes = ["items": .array([.string("p3.nrrd"), .string("p10.tif")]), "axis": "c"]
            let listed = try await imload(folder, driver: "list", options: list).image
            #expect(try listed.slice(.c, 1).bytes() == image.slice(.z, 10).bytes())
            let pattern = folder + "/p{z}.{kind}"
            let described = try await imdescribe(pattern, driver: "filepattern", options: ["allow_missing": true])
            #expect(described.series == ["nrrd", "tif"])
        }
    }

    @Test("tags, expressions and filters") func tags() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/run_z7", withIntermediateDirectories: true)
            let image = try image("ctyx", [2, 3, 5, 6])
            for c in 0..<2 {
                for t in 0..<3 {
                    let path = "\(folder)/run_z7/Img_T\(t)_C\(c == 0 ? "gfp" : "rfp").tif"
                    try await imsave(try image.slice(.c, c).slice(.t, t), to: path)
                }
            }
            try await imsave(try image.slice(.c, 0).slice(.t, 0), to: folder + "/run_z7/Img_T0_Cgfp_backup.tif")
            func load(_ folder: String, _ options: Attributes) async throws -> ImageArray {
                try await imload(folder, driver: "filepattern", options: options).image
            }
            let tags: Attributes = ["t": "_t", "c": "_c([a-z]+)[._]"]
            let found = try await load(
                folder, ["axis_tags": .mapping(tags), "exclude_filters": .array(["backup"])])
            #expect(found.metadata.coords[.c] == .labels(["gfp", "rfp"]))
            #expect(try found.reordered(to: "ctyx").bytes() == image.bytes())
            let one = try await load(
                folder + "/run_z7",
                ["axis_tags": .mapping(["t": "_t"]), "include_filters": .array(["rfp"]), "extensions": .array(["tif"])])
            #expect(try one.bytes() == image.slice(.c, 1).bytes())
            for bad in ["a(b)(c)", "(a|b)", "a(", "(*)", "[a(b)", "a)b("] {
                await #expect(throws: ImageError.self, "\(bad)") {
                    try await load(folder, ["axis_tags": .mapping(["t": .string(bad)])])
                }
            }
        }
    }
}

/// Images that are saved into a catalog, and loaded from there as they were.
@Suite("Saving into a catalog") struct SavingIntoCatalogTests {
    private func metadata() -> ImageMetadata {
        var metadata = ImageMetadata()
        metadata.spacing = [.z: 0.5, .y: 0.25, .x: 0.25, .t: 30]
        metadata.units = [.z: .micrometre, .y: .micrometre, .x: .micrometre, .t: .second]
        metadata.coords = [.c: .labels(["nuclei/405", "actin"])]
        return metadata
    }

    @Test(
        "everything comes back, by whatever files",
        arguments: [
            ("a.tif", nil), ("a.tif", "yx"), ("a.nrrd", "zyx"), ("a.zarr", nil), ("a.ome.tif", "cyx"), ("a", "tyx"),
        ] as [(String, AxisOrder?)])
    func roundTrip(_ name: String, _ partition: AxisOrder?) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/saved-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let image = try SyntheticImage(axes: "tczyx", shape: [3, 2, 4, 5, 6], metadata: metadata()).array()
        let catalog = folder + "/lab.yaml"
        try await imsave(
            image, to: folder + "/" + name, catalog: catalog, entry: "result 1", description: "a result",
            partition: partition)
        let entry = try await Catalog.open(catalog)["result 1"]
        #expect(entry.description == "a result")
        let loaded = try await entry.read().image
        #expect(loaded.axes == image.axes && loaded.shape == image.shape)
        #expect(try loaded.bytes() == image.bytes())
        #expect(loaded.metadata.coords == image.metadata.coords)
        #expect(loaded.metadata.spacing == image.metadata.spacing)
        #expect(loaded.metadata.units == image.metadata.units)
        let text = try String(contentsOfFile: catalog, encoding: .utf8)
        #expect(text.contains("{{ CATALOG_DIR }}/a"))
        // A name that is taken is noticed before anything is written.
        await #expect(throws: ImageError.self) {
            try await imsave(image, to: folder + "/other.tif", catalog: catalog, entry: "result 1")
        }
        #expect(!FileManager.default.fileExists(atPath: folder + "/other.tif"))
        #expect(try String(contentsOfFile: catalog, encoding: .utf8) == text)
    }

    @Test("labels that look like numbers, variables of different axes, catalogs that cannot take the entry")
    func difficult() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/saved-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func written() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
        for (number, labels) in [["007", "8", "08"], ["488", "561", "640"], ["b", "a", "10"]].enumerated() {
            var metadata = ImageMetadata()
            metadata.coords = [.c: .labels(labels)]
            let image = try SyntheticImage(axes: "cyx", shape: [3, 5, 6], metadata: metadata).array()
            try await imsave(
                image, to: "\(folder)/l\(number).tif", catalog: folder + "/lab.yaml", entry: "\(number)",
                partition: "yx")
            let loaded = try await Catalog.open(folder + "/lab.yaml")["\(number)"].read().image
            #expect(try loaded.bytes() == image.bytes() && loaded.metadata.coords == image.metadata.coords)
        }
        var mask = try SyntheticImage(axes: "yx", shape: [5, 6], elementType: .uint8).array()
        mask.name = "mask"
        let both = try ImageDataset([try SyntheticImage(axes: "iyx", shape: [2, 5, 6]).array(), mask])
        let before = try written()
        let error = try await #require(throws: ImageError.self) {
            try await imsave(both, to: folder + "/v.tif", catalog: folder + "/lab.yaml", entry: "v")
        }
        #expect(error.code == .unsupported)
        try Data("sources: [".utf8).write(to: URL(fileURLWithPath: folder + "/bad.yaml"))
        await #expect(throws: ImageError.self) {
            try await imsave(mask, to: folder + "/m.tif", catalog: folder + "/bad.yaml", entry: "m")
        }
        #expect(try written() == (before + ["bad.yaml"]).sorted())
    }

    @Test("what an entry cannot say is noted") func losses() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/saved-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var metadata = ImageMetadata()
        metadata.spacing = [.t: 2]
        metadata.origin = [.t: 7]
        metadata.units = [.t: .second]
        let image = try SyntheticImage(axes: "tyx", shape: [3, 5, 6], metadata: metadata).array()
        let lost = try await imsave(
            image, to: folder + "/a.tif", catalog: folder + "/lab.yaml", entry: "a", partition: "yx")
        #expect(lost.contains { $0.message == "the origin along t is not kept" })
        #expect(try await Catalog.open(folder + "/lab.yaml")["a"].read().image.metadata.spacing[.t] == 2)
    }

    @Test("several variables in files of one") func variables() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/saved-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var mask = try SyntheticImage(axes: "tyx", shape: [3, 5, 6], elementType: .uint8).array()
        mask.name = "mask"
        let image = try SyntheticImage(axes: "tyx", shape: [3, 5, 6]).array()
        let both = try ImageDataset([image, mask])
        try await imsave(both, to: folder + "/a.tif", catalog: folder + "/lab.yaml", entry: "both")
        let loaded = try await Catalog.open(folder + "/lab.yaml")["both"].read()
        #expect(loaded.arrays.map(\.name) == ["image", "mask"])
        #expect(try loaded["mask"].bytes() == mask.bytes())
        #expect(try loaded["image"].bytes() == image.bytes())
    }
}

/// Sources over several files, named by catalogs.
@Suite("Catalogs of images of several files") struct SeveralFilesInCatalogTests {
    @Test("lists start at the catalog's folder, and keep to the rules") func lists() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lists-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let image = try SyntheticImage(axes: "zyx", shape: [3, 5, 6]).array()
        for z in 0..<3 { try await imsave(try image.slice(.z, z), to: "\(folder)/in/p\(z).tif") }
        try await imsave(try image.slice(.z, 0), to: folder + "/outside.tif")
        let text = """
            sources:
              good: {driver: list, args: {items: [p0.tif, {uri: p1.tif}, "{{ CATALOG_DIR }}/p2.tif"]}}
              named: {driver: filepattern, args: {folder: ., axis_tags: {z: p}}}
              far: {driver: list, args: {items: [p0.tif, ../outside.tif]}}
              deep: {driver: list, args: {axis: t, items: [{uri: ., driver: list, args: {items: [../outside.tif]}}]}}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/in/lab.yaml"))
        let lab = try await Catalog.open(folder + "/in/lab.yaml", rules: CatalogRules(root: folder + "/in"))
        for name in ["good", "named"] {
            #expect(try await lab[name].read().image.bytes() == image.bytes(), "\(name)")
        }
        for name in ["far", "deep"] {
            let error = try await #require(throws: ImageError.self) { try await lab[name].read() }
            #expect(error.code == .permissionDenied && error.location?.keyPath == "sources.\(name)", "\(error)")
        }
        // Without rules, the same catalog opens them.
        let free = try await Catalog.open(folder + "/in/lab.yaml")
        #expect(try await free["far"].read().image.shape == [2, 5, 6])
    }

    @Test("an entry that could not be read again is not written") func unwritable() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lists-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let entry = NewEntry(name: "a", driver: "list", uri: folder, options: ["items": .array(["a.tif"])])
        let error = try await #require(throws: ImageError.self) {
            try await CatalogWriter(folder + "/lab.yaml").add(entry)
        }
        #expect(error.code == .unsupported && error.hint != nil)
        #expect(!FileManager.default.fileExists(atPath: folder + "/lab.yaml"))
    }

    @Test("a tag of a million letters is refused") func longTag() async throws {
        let tag = AttributeValue.string(String(repeating: "a", count: 1_000_000) + "(b)")
        let error = try await #require(throws: ImageError.self) {
            try await imdescribe(
                FileManager.default.temporaryDirectory.path, driver: "filepattern",
                options: ["axis_tags": .mapping(["t": tag])])
        }
        #expect(error.code == .limitExceeded)
    }
}
