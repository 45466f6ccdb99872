import ImageCore
import ImageIntake
import ImageSources
import ImageTesting

/// Images of several types and axes, as our writer saves them in Zarr stores for the peers.
enum WrittenStores {
    struct Store: Sendable {
        var path: String
        var dataset: ImageDataset
        /// Where a Zarr v3 store has shards.
        var hasShards: Bool

        var isArchive: Bool { path.hasSuffix(".ozx") || path.hasSuffix(".zip") }
    }

    static let shapes: [(AxisOrder, [Int], ElementType)] = [
        ("yx", [48, 40], .uint8), ("zyx", [5, 32, 24], .int16), ("czyx", [2, 4, 24, 32], .uint16),
        ("tczyx", [3, 2, 4, 16, 24], .float32), ("yx", [20, 31], .bool), ("tyx", [3, 17, 16], .uint16),
        ("cyx", [3, 16, 16], .float64),
    ]

    /// Writes them all, in one version of OME-Zarr.
    static func write(to folder: String, version: String) async throws -> [Store] {
        var stores: [Store] = []
        func save(_ dataset: ImageDataset, _ name: String, shards: Bool) async throws {
            var options: Attributes = ["version": .string(version), "levels": 2, "chunks": "z=2,y=8,x=8"]
            if shards { options["shards"] = "z=4,y=16,x=16" } else if version == "0.5" { options["shards"] = "none" }
            let path = folder + "/" + name
            try await imsave(dataset, to: path, options: options)
            stores.append(Store(path: path, dataset: dataset, hasShards: shards))
        }
        for (axes, shape, type) in shapes {
            for isKnown in [false, true] {
                let image = SyntheticImage(
                    axes: axes, shape: shape, elementType: type,
                    metadata: isKnown ? metadata(axes, shape) : ImageMetadata())
                let dataset = try ImageDataset([try image.array()])
                let name = "\(axes)-\(type)\(isKnown ? "-known" : "")"
                try await save(dataset, name + ".zarr", shards: false)
                if version == "0.5" {
                    try await save(dataset, name + "-shards.zarr", shards: true)
                    try await save(dataset, name + ".ozx", shards: true)
                }
                try await save(dataset, name + ".zarr.zip", shards: false)
            }
        }
        try await save(try labelled(), "labels.zarr", shards: false)
        if version == "0.5" { try await save(try labelled(), "labels-shards.zarr", shards: true) }
        return stores
    }

    /// Different numbers along every axis; times that are not uniform.
    private static func metadata(_ axes: AxisOrder, _ shape: [Int]) -> ImageMetadata {
        var metadata = ImageMetadata()
        for (axis, length) in zip(axes, shape) {
            switch axis {
            case .t:
                metadata.coords[.t] = .values((0..<length).map { 0.5 + Double($0 * $0) * 1.5 })
                metadata.units[.t] = .second
            case .c: metadata.coords[.c] = .labels(["DAPI", "GFP é", "µ"].prefix(length).map { $0 })
            default:
                metadata.spacing[axis] = [.z: 2.5, .y: 0.65, .x: 0.1][axis]
                metadata.units[axis] = .micrometre
                metadata.origin[axis] = [.z: -1.5, .y: 20, .x: 10.3][axis]
            }
        }
        return metadata
    }

    private static func labelled() throws -> ImageDataset {
        let (axes, shape): (AxisOrder, [Int]) = ("czyx", [2, 4, 24, 32])
        let image = SyntheticImage(axes: axes, shape: shape, metadata: metadata(axes, shape))
        let cells = try ImageArray(
            name: "cells", axes: "zyx", shape: [4, 24, 32],
            pixels: (0..<4 * 24 * 32).map { Int32($0 / 97) }, metadata: metadata("zyx", [4, 24, 32]))
        return try ImageDataset([try image.array(), cells])
    }
}
