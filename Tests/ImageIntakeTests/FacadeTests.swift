import Foundation
import ImageIntake
import ImageTesting
import Testing

@Suite struct FacadeTests {
    /// A fresh folder that is removed afterwards.
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    private func image() throws -> ImageArray {
        var metadata = ImageMetadata()
        metadata.spacing = [.z: 0.5, .y: 0.15, .x: 0.15]
        metadata.units = [.z: .micrometre, .y: .micrometre, .x: .micrometre]
        metadata.coords[.c] = .labels(["nuclei", "actin"])
        return try ImageArray(
            axes: "czyx", shape: [2, 3, 4, 5], pixels: (0..<120).map { UInt16($0 * 7) }, metadata: metadata)
    }

    @Test(arguments: ["a.nrrd", "a.nhdr"], [Compression.automatic, .none, .gzip(level: 1)])
    func whatIsSavedIsLoaded(name: String, compression: Compression) async throws {
        try await inFolder { folder in
            let path = folder + "/" + name
            let image = try image()
            #expect(try await imsave(image, to: path, compression: compression).isEmpty)
            let loaded = try await imload(path).image
            #expect(loaded.axes == "czyx")
            #expect(loaded.shape == [2, 3, 4, 5])
            #expect(try loaded.pixels(as: UInt16.self) == image.pixels(as: UInt16.self))
            #expect(loaded.metadata.spacing == image.metadata.spacing)
            #expect(loaded.metadata.units == image.metadata.units)
            #expect(loaded.metadata.coords == image.metadata.coords)
            #expect(loaded.metadata.diagnostics.isEmpty)
            #expect(try loaded.sha256() == image.sha256())
        }
    }

    @Test func anExistingFileIsOnlyReplacedOnRequest() async throws {
        try await inFolder { folder in
            let path = folder + "/a.nrrd"
            try await imsave(try image(), to: path)
            await expectFailure(.invalidArgument) { try await imsave(try image(), to: path) }
            let other = try image().slice(.c, 1)
            try await imsave(other, to: path, overwrite: true)
            #expect(try await imdescribe(path).images.first?.axes == "zyx")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.nrrd"])
        }
    }

    @Test func extensionsThatNobodyWritesAreRefused() async throws {
        try await inFolder { folder in
            for name in ["a.xyz", "a.nrrd.bak"] {
                await expectFailure(.unsupported) {
                    try await imsave(try image(), to: folder + "/" + name)
                }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == [])
        }
    }

    @Test func withoutAnExtensionAZarrStoreIsWritten() async throws {
        try await inFolder { folder in
            try await imsave(try image(), to: folder + "/a")
            #expect(try await imdescribe(folder + "/a").driver == "zarr")
            #expect(try await imload(folder + "/a").image.bytes() == image().bytes())
        }
    }

    @Test func aWishForAnotherCompressionIsReported() async throws {
        try await inFolder { folder in
            let lost = try await imsave(
                try image(), to: folder + "/a.nrrd", compression: Compression(algorithm: "zstd", level: 3))
            #expect(lost.count == 1)
            #expect(try await imload(folder + "/a.nrrd").image.sha256() == image().sha256())
        }
    }

    @Test func optionsAndOverridesReachTheSource() async throws {
        try await inFolder { folder in
            let path = folder + "/a.nrrd"
            try await imsave(try image(), to: path)
            let overrides = try MetadataOverrides(assignments: ["axes=tzyx", "spacing.z=2um", "spacing.t=3min"])
            let loaded = try await imload(
                path, axes: .custom("xyzt"), region: Region(parsing: "t=1,z=0:2"), metadata: overrides)
            #expect(loaded.image.axes == "xyz")
            #expect(loaded.image.shape == [5, 4, 2])
            #expect(loaded.image.metadata.spacing[.z] == 2)
            let expected: UInt16 = try image().pixel(at: [1, 1, 2, 3])
            #expect(try loaded.image.pixel(at: [3, 2, 1]) == expected)
            await expectFailure(.invalidArgument) {
                try await imload(path, options: ["outside_file": true])
            }
        }
    }
}
