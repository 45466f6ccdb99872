import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Folders and lists of files that are not all alike.
@Suite("Files of different shapes and types") struct MixedFilesTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/mixed-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private func save(_ name: String, _ shape: [Int], _ type: ElementType = .uint16, seed: UInt64) async throws
        -> ImageArray
    {
        let axes: AxisOrder = shape.count == 3 ? "tyx" : "yx"
        let image = try SyntheticImage(axes: axes, shape: shape, elementType: type, seed: seed).array()
        try await imsave(image, to: folder + "/" + name)
        return image
    }

    @Test("a folder's files of one shape and type are a series, in the order of their first") func directory()
        async throws
    {
        defer { remove() }
        var images: [ImageArray] = []
        for (number, file) in [
            ("a1.tif", [5, 6]), ("a2.tif", [7, 6]), ("a3.nrrd", [5, 6]), ("a4.tif", [2, 7, 6]), ("a10.tif", [5, 6]),
        ].enumerated() {
            images.append(try await save(file.0, file.1, seed: UInt64(number)))
        }
        images.append(try await save("a11.tif", [5, 6], .uint8, seed: 9))
        let names = ["yx 5x6 uint16", "yx 7x6 uint16", "tyx 2x7x6 uint16", "yx 5x6 uint8"]
        let described = try await imdescribe(folder, driver: "directory")
        #expect(described.series == names)
        #expect(described.images.first?.shape == [3, 5, 6])
        let first = try await imload(folder, driver: "directory").image
        #expect(first.axes == "zyx" && first.shape == [3, 5, 6])
        #expect(
            first.metadata.diagnostics.map(\.message) == [
                "3 of 6 files are in this series; those of other shapes or types are in 'yx 7x6 uint16', "
                    + "'tyx 2x7x6 uint16', 'yx 5x6 uint8'"
            ])
        for (place, number) in [0, 2, 4].enumerated() {
            #expect(try first.slice(.z, place).bytes() == images[number].bytes())
        }
        for (place, number) in [1, 3, 5].enumerated() {
            for series in [names[place + 1], "\(place + 1)"] {
                let image = try await imload(folder, driver: "directory", series: series).image
                #expect(image.elementType == images[number].elementType)
                #expect(try image.slice(.z, 0).bytes() == images[number].bytes())
            }
        }
        await expectFailure(.notFound) { try await imload(folder, driver: "directory", series: "yx 1x1 uint8") }
        // One kind of files has no need of names.
        let some = try await imdescribe(folder, driver: "directory", options: ["extension": ".NRRD"])
        #expect(some.series == ["0"] && some.images.first?.metadata.diagnostics.isEmpty == true)
    }

    @Test("so are the items of a list; a grid by names stays strict") func list() async throws {
        defer { remove() }
        let a = try await save("p_z0.tif", [5, 6], seed: 1)
        let b = try await save("p_z1.nrrd", [5, 7], seed: 2)
        let c = try await save("p_z2.klb", [5, 6], seed: 3)
        let items = AttributeValue.array(["p_z2.klb", "p_z1.nrrd", "p_z0.tif"].map { .string("\(folder)/\($0)") })
        let first = try await imload(folder, driver: "list", options: ["items": items, "axis": "t"]).image
        #expect(first.axes == "tyx" && first.shape == [2, 5, 6])
        #expect(try first.slice(.t, 0).bytes() == c.bytes() && first.slice(.t, 1).bytes() == a.bytes())
        let second = try await imload(folder, driver: "list", options: ["items": items], series: "1").image
        #expect(try second.slice(.z, 0).bytes() == b.bytes())
        _ = try await save("q_z0.tif", [5, 6], seed: 4)
        _ = try await save("q_z1.tif", [5, 7], seed: 5)
        await expectFailure(.corrupt) { try await imload("\(folder)/q_z{z:d}.tif", driver: "filepattern") }
        await expectFailure(.corrupt) {
            try await imload(folder, driver: "filepattern", options: ["axis_tags": ["z": "_z"]])
        }
    }

    @Test("a file that cannot be opened is named, and a member that changes afterwards, too") func damaged()
        async throws
    {
        defer { remove() }
        _ = try await save("a.tif", [5, 6], seed: 1)
        _ = try await save("b.tif", [5, 6], seed: 2)
        try Data("II".utf8).write(to: URL(fileURLWithPath: folder + "/c.tif"))
        let error = try await #require(throws: ImageError.self) { try await imdescribe(folder, driver: "directory") }
        #expect(error.location?.resource?.hasSuffix("c.tif") == true)
        // More files than stay open: what was seen at first is looked at again.
        try FileManager.default.removeItem(atPath: folder + "/c.tif")
        for number in 0..<300 {
            try FileManager.default.copyItem(atPath: folder + "/a.tif", toPath: "\(folder)/d\(number).tif")
        }
        let source = try await imopen(folder, driver: "directory")
        #expect(try await source.discover().images.first?.shape == [302, 5, 6])
        try FileManager.default.removeItem(atPath: folder + "/d7.tif")
        _ = try await save("d7.tif", [5, 7], seed: 3)
        let changed = try await #require(throws: ImageError.self) { try await source.read() }
        #expect(changed.location?.resource?.hasSuffix("d7.tif") == true && changed.message.contains("5 x 7"))
    }

    @Test("as_float32 makes one image of every type") func float32() async throws {
        defer { remove() }
        let files: [(type: ElementType, suffix: String)] = [
            (.bool, "zarr"), (.int8, "nii.gz"), (.int16, "klb"), (.int32, "nrrd"), (.int64, "zarr"), (.uint8, "tif"),
            (.uint16, "nii"), (.uint32, "nii.gz"), (.uint64, "nrrd"), (.float16, "zarr"), (.float32, "klb"),
            (.float64, "tif"),
        ]
        var items: [AttributeValue] = []
        var expected: [ImageArray] = []
        for (number, file) in files.enumerated() {
            let image = try SyntheticImage(
                axes: "zyx", shape: [3, 40, 50], elementType: file.type, seed: UInt64(number)
            ).array()
            let path = "\(folder)/\(file.type).\(file.suffix)"
            try await imsave(image, to: path, options: file.suffix == "zarr" ? ["chunks": "z=2,y=16,x=16"] : [:])
            items.append(.string(path))
            expected.append(try image.converted(to: .float32).array)
        }
        let options: Attributes = ["items": .array(items), "axis": "t", "as_float32": true]
        let described = try await imdescribe(folder, driver: "list", options: options)
        #expect(described.series.count == 1 && described.images.first?.elementType == .float32)
        let image = try await imload(folder, driver: "list", options: options).image
        #expect(image.axes == "tzyx" && image.shape == [12, 3, 40, 50] && image.elementType == .float32)
        for (place, file) in files.enumerated() {
            #expect(try image.slice(.t, place).bytes() == expected[place].bytes(), "\(file.type)")
        }
        // Parts, steps and orders are those of the whole.
        let region = Region([
            .t: .range(lower: 1, upper: 11, step: 3), .z: .index(1), .y: .range(lower: 3, upper: 37, step: 2),
            .x: .range(lower: 5, upper: 33, step: 1),
        ])
        let part = try await imload(folder, axes: .custom("xyt"), region: region, driver: "list", options: options)
            .image
        #expect(try part.bytes() == image.selecting(region).reordered(to: "xyt").bytes())
        // Without it they are series.
        let apart = try await imdescribe(folder, driver: "list", options: ["items": .array(items), "axis": "t"])
        #expect(apart.series.count == files.count)
        let complex = try SyntheticImage(axes: "zyx", shape: [3, 40, 50], elementType: .complex64).array()
        try await imsave(complex, to: folder + "/complex.zarr")
        await expectFailure(.unsupported) {
            try await imdescribe(
                folder, driver: "list",
                options: ["items": .array([.string(folder + "/complex.zarr")]), "axis": "t", "as_float32": true])
        }
    }

    @Test("as_float32 rounds to the nearest, in entries of catalogs as well") func rounding() async throws {
        defer { remove() }
        let wide = try ImageArray(axes: "x", shape: [4], pixels: [16_777_217, 16_777_219, -5, Int32.max])
        let double = try ImageArray(axes: "x", shape: [4], pixels: [0.1, -1e300, .nan, 65_504])
        try await imsave(wide, to: folder + "/wide.zarr")
        try await imsave(double, to: folder + "/double.zarr")
        let text = """
            sources:
              both: {driver: intake_io.source.list.ListSource, args: {items: [wide.zarr, double.zarr], axis: t, as_float32: true}}
              one: {driver: list, args: {items: [double.zarr], axis: t, as_float32: false}}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/lab.yaml"))
        let lab = try await Catalog.open(folder + "/lab.yaml")
        let pixels = try await lab["both"].read().image.pixels(as: Float.self)
        #expect(Array(pixels[..<6]) == [16_777_216, 16_777_220, -5, 2_147_483_648, 0.1, -.infinity])
        #expect(pixels[6].isNaN && pixels[7] == 65_504)
        #expect(try await lab["one"].read().image.elementType == .float64)
    }
}
