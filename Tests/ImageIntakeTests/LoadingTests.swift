import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// What `imload` takes, and arrays without labels.
@Suite("Loading") struct LoadingTests {
    @Test("partitions of paths, sources and entries") func partitions() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/loading-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var image = try SyntheticImage(axes: "cyx", shape: [3, 4, 5]).array()
        image.metadata.coords[.c] = .labels(["nuclei", "actin", "dic"])
        try await imsave(image, to: folder + "/a.ome.tif", catalog: folder + "/lab.yaml", entry: "a")
        let actin = try image.slice(.c, 1).bytes()
        let path = folder + "/a.ome.tif"
        #expect(try await imload(path, partition: "actin").image.bytes() == actin)
        #expect(try await imload(path, partition: 1).image.bytes() == actin)
        #expect(try await imload(path, partition: -2).image.axes == "yx")
        let two = try await imload(path, partition: [2, 0]).image
        #expect(two.shape == [2, 4, 5] && two.metadata.coords[.c] == .labels(["dic", "nuclei"]))
        let rows = try await imload(path, axes: .custom("yxc"), partition: 3, region: Region([.c: "dic"])).image
        #expect(try rows.bytes() == image.slice(.c, 2).slice(.y, 3).bytes())
        let source = try await imopen(path)
        #expect(try await imload(source, partition: "actin").image.bytes() == actin)
        let entry = try await Catalog.open(folder + "/lab.yaml")["a"]
        #expect(try await imload(entry, partition: "actin").image.bytes() == actin)
        #expect(try await imload(entry).image.bytes() == image.bytes())
        await expectFailure(.notFound) { try await imload(path, partition: "gfp") }
        await expectFailure(.invalidArgument) { try await imload(path, partition: 3) }
        await expectFailure(.invalidArgument) { try await imload(path, partition: 0, region: Region([.c: 1])) }
    }

    @Test("the driver auto finds the format, and passes options on") func auto() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/loading-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let image = try SyntheticImage(axes: "zyx", shape: [3, 4, 5]).array()
        try await imsave(image, to: folder + "/a.tif")
        try await imsave(image, to: folder + "/a.zarr")
        let text = """
            sources:
              tif: {driver: auto, args: {uri: a.tif}}
              zarr: {driver: intake_io.source.auto.AutoSource, args: {uri: a.zarr, metadata: {spacing: {z: 2um}}}}
              wrong: {driver: auto, args: {uri: a.tif, driver_args: {nothing: 1}}}
              none: {driver: auto, args: {uri: lab.yaml}}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/lab.yaml"))
        let lab = try await Catalog.open(folder + "/lab.yaml")
        #expect(try await lab["tif"].read().image.bytes() == image.bytes())
        let zarr = try await lab["zarr"].read().image
        #expect(try zarr.bytes() == image.bytes() && zarr.metadata.spacing[.z] == 2)
        await expectFailure(.invalidArgument) { try await lab["wrong"].read() }
        await expectFailure(.unsupported) { try await lab["none"].read() }
    }

    @Test(
        "axes of arrays without labels",
        arguments: [
            ([5], "x"), ([4, 5], "yx"), ([3, 4, 5], "cyx"), ([4, 5, 3], "yxc"), ([3, 4, 3], "cyx"), ([2, 4, 5], "zyx"),
            ([3, 3, 4, 5], "czyx"), ([1, 2, 3, 4, 5, 3], "itczyx"), ([], ""),
        ] as [([Int], AxisOrder)])
    func guessed(shape: [Int], axes: AxisOrder) throws {
        let pixels = [UInt8](repeating: 0, count: shape.reduce(1, *))
        #expect(try ImageArray(shape: shape, pixels: pixels).axes == axes)
        #expect(throws: ImageError.self) { try AxisOrder(guessedFor: [1, 1, 1, 1, 1, 1, 1]) }
    }
}
