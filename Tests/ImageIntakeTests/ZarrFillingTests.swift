import Foundation
import ImageIntake
import Testing

/// Stores that are filled part by part, and the levels of those that are written at once.
@Suite("Zarr stores in parts") struct ZarrFillingTests {
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/filling-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test("many processes fill one store", arguments: ["", "z=4,y=8,x=8"]) func processes(shards: String) async throws {
        try await inFolder { folder in
            let path = folder + "/a.zarr"
            var options: Attributes = ["chunks": "z=2,y=8,x=8"]
            if !shards.isEmpty { options["shards"] = .string(shards) }
            try await imcreate(path, axes: "zyx", shape: [22, 20, 17], elementType: .uint16, options: options)
            #expect(try await imload(path).image.pixels(as: UInt16.self).allSatisfy { $0 == 0 })
            let processes = try stride(from: 0, to: 22, by: 4).map { first in
                let process = Process()
                process.executableURL = Repository.program("improbe")
                process.arguments = ["fill", path, "\(first)", "\(min(4, 22 - first))"]
                try process.run()
                return process
            }
            for process in processes {
                process.waitUntilExit()
                #expect(process.terminationStatus == 0)
            }
            let image = try await imload(path).image
            for z in 0..<22 {
                #expect(try image.slice(.z, z).pixels(as: UInt16.self) == [UInt16](repeating: UInt16(z), count: 340))
            }
        }
    }

    @Test("a part that cuts through chunks is refused with the reason") func unaligned() async throws {
        try await inFolder { folder in
            let path = folder + "/a.zarr"
            try await imcreate(
                path, axes: "yx", shape: [10, 10], elementType: .uint8, options: ["chunks": "y=4,x=4"])
            let part = try ImageArray(axes: "yx", shape: [4, 10], pixels: [UInt8](repeating: 5, count: 40))
            let error = await #expect(throws: ImageError.self) { try await imwrite(part, into: path, at: [.y: 2]) }
            #expect(
                error?.code == .invalidArgument && error?.message.contains("y=2:6 cuts through chunks of 4") == true)
            await #expect(throws: ImageError.self) { try await imwrite(part, into: path, at: [.y: 8]) }
            await #expect(throws: ImageError.self) { try await imwrite(part, into: path, at: [.y: -4]) }
            try await imwrite(part, into: path, at: [.y: 4])
            let pixels = try await imload(path).image.pixels(as: UInt8.self)
            #expect(
                pixels == [UInt8](repeating: 0, count: 40) + [UInt8](repeating: 5, count: 40)
                    + [UInt8](repeating: 0, count: 20))
        }
    }

    @Test("colours of channels come along from other formats and back") func colors() async throws {
        try await inFolder { folder in
            let pixels = (0..<24).map { UInt16($0) }
            var image = try ImageArray(axes: "cyx", shape: [2, 3, 4], pixels: pixels)
            image.metadata.coords[.c] = .labels(["a", "b"])
            image.metadata.attributes["ome"] = ["channels": [["color": "12AB34"], ["color": "56CD78"]]]
            try await imsave(image, to: folder + "/a.ome.tif")
            for (from, to) in [("a.ome.tif", "a.zarr"), ("a.zarr", "b.ome.tif"), ("b.ome.tif", "b.zarr")] {
                _ = try await imconvert(try await imopen(folder + "/" + from), to: folder + "/" + to)
                let found = try await imload(folder + "/" + to).image.metadata.attributes
                let key = to.hasSuffix(".zarr") ? "omero" : "ome"
                let channels = try #require(found[key]?.mappingValue?["channels"]?.arrayValue)
                #expect(channels.map { $0.mappingValue?["color"] } == ["12AB34", "56CD78"], "\(to)")
            }
        }
    }

    @Test("levels are means, half an element further on; labels are picked") func levels() async throws {
        try await inFolder { folder in
            var image = try ImageArray(axes: "yx", shape: [3, 5], pixels: (0..<15).map { UInt16($0 * 10) })
            image.metadata.spacing = [.y: 0.5, .x: 0.25]
            image.metadata.units = [.y: .micrometre, .x: .micrometre]
            image.metadata.origin = [.x: 2]
            let labels = try ImageArray(name: "cells", axes: "yx", shape: [3, 5], pixels: (0..<15).map { Int32($0) })
            let path = folder + "/a.zarr"
            try await imsave(try ImageDataset([image, labels]), to: path, options: ["levels": 2, "chunks": "y=2,x=2"])
            let whole = try await imload(path)
            #expect(whole.names == ["image", "cells"])
            #expect(try whole.image.bytes() == image.bytes())
            #expect(whole.image.metadata.spacing == image.metadata.spacing)
            #expect(whole.image.metadata.origin == image.metadata.origin)
            let half = try await imload(path, level: 1)
            #expect(half.image.shape == [2, 3])
            #expect(try half.image.pixels(as: UInt16.self) == [30, 50, 65, 105, 125, 140])
            #expect(half.image.metadata.spacing == [.y: 1, .x: 0.5])
            #expect(half.image.metadata.origin == [.y: 0.25, .x: 2.125])
            #expect(try half["cells"].pixels(as: Int32.self) == [0, 2, 4, 10, 12, 14])
            #expect(try await imdescribe(path).images[0].levels == [[3, 5], [2, 3]])
        }
    }

    @Test("converting gives the same pixels, in parts and in archives") func converting() async throws {
        try await inFolder { folder in
            let pixels = (0..<6 * 70 * 50).map { UInt16(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
            let image = try ImageArray(axes: "zyx", shape: [6, 70, 50], pixels: pixels)
            try await imsave(image, to: folder + "/a.nrrd")
            for name in ["a.zarr", "a.zarr.zip", "a.ozx"] {
                for options in [["chunks": "z=4,y=32,x=16", "shards": "z=4,y=64,x=64"], ["version": "0.4"]]
                    as [Attributes]
                {
                    try await imconvert(
                        try await imopen(folder + "/a.nrrd"), to: folder + "/" + name, overwrite: true, options: options
                    )
                    #expect(try await imload(folder + "/" + name).image.bytes() == image.bytes(), "\(name) \(options)")
                }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names == ["a.nrrd", "a.ozx", "a.zarr", "a.zarr.zip"])
        }
    }
}
