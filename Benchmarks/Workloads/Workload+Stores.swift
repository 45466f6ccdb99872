import ImageIntake

extension Workload {
    /// Reading and writing Zarr stores.
    static var stores: [Workload] {
        [
            reading("zarr-raw", "stack-raw.zarr"), reading("zarr-zstd", "stack-zstd.zarr"),
            reading("zarr-lz4", "stack-lz4.zarr"), reading("zarr-sharded", "stack-sharded.zarr"),
            reading("zarr-zstd-region", "stack-zstd.zarr", storeRegion),
            reading("zarr-lz4-region", "stack-lz4.zarr", storeRegion),
            reading("zarr-small", "small.zarr"), reading("zarr-zip", "small.zarr.zip"),
            Workload(name: "zarr-zip-open", summary: "describe small.zarr.zip") { folder in
                {
                    let images = try await imopen("\(folder)/small.zarr.zip").discover().images
                    return { images.map { $0.shape.map(String.init).joined(separator: "x") }.joined() }
                }
            },
            writing(
                "zarr-write", "stack-raw.zarr", Compression(algorithm: "zstd", level: 3),
                ["chunks": "z=32,y=256,x=256", "shards": "none", "levels": 1]),
            writing("zarr-pyramid", "small.zarr", .automatic, [:]),
        ]
    }

    /// The part of a stack that region workloads read; it crosses the borders of chunks along all axes.
    private static let storeRegion = "z=60:70,y=200:800,x=200:800"

    private static func reading(_ name: String, _ file: String, _ region: String? = nil) -> Workload {
        Workload(name: name, summary: "read \(region ?? "all") of \(file)") { folder in
            let region = try region.map { try Region(parsing: $0) } ?? .all
            return {
                let image = try await imload("\(folder)/\(file)", region: region).image
                return { try image.sha256() }
            }
        }
    }

    private static func writing(
        _ name: String, _ file: String, _ compression: Compression, _ options: Attributes
    ) -> Workload {
        let output = "written-ours-\(name).zarr"
        return Workload(
            name: name, summary: "write what \(file) holds",
            prepare: { folder in
                let image = try await imload("\(folder)/\(file)").image
                let path = "\(folder)/\(output)"
                return {
                    try await imsave(image, to: path, compression: compression, options: options)
                    return { try await imload(path).image.sha256() }
                }
            },
            output: output)
    }
}
