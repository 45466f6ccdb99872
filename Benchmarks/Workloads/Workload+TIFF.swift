import ImageIntake

extension Workload {
    /// Reading, describing and writing TIFF files.
    static var tiff: [Workload] {
        [
            reading("tiff-raw", "stack-raw.tif"), reading("tiff-deflate", "stack-deflate.tif"),
            reading("tiff-lzw", "stack-lzw.tif"), reading("tiff-zstd", "stack-zstd.tif"),
            reading("tiff-pages", "pages.tif"), reading("tiff-page", "pages.tif", "i=50000"),
            Workload(name: "tiff-describe", summary: "describe pages.tif: 100,000 pages") { folder in
                {
                    let shape = try await shape(of: "\(folder)/pages.tif")
                    return { shape }
                }
            },
            describing("tiff-many") { folder, number in
                let digits = String(number)
                return "\(folder)/small-tiff/\(String(repeating: "0", count: 4 - digits.count))\(digits).tif"
            },
            reading("large-read", "large.tif"),
            Workload(
                name: "large-write", summary: "write what large.tif holds as an OME-Zarr with smaller levels",
                prepare: { folder in
                    let image = try await imload("\(folder)/large.tif").image
                    return {
                        try await imsave(image, to: "\(folder)/written-ours-large.zarr")
                        return { "" }
                    }
                },
                output: "written-ours-large.zarr"),
            writing("tiff-write-raw", .none),
            writing("tiff-write-deflate", Compression(algorithm: "deflate", level: nil)),
        ]
    }

    /// The least that any program must do with these files: read what it needs of them.
    static var tiffLimits: [Workload] {
        let files = [
            "raw": "stack-raw.tif", "deflate": "stack-deflate.tif", "lzw": "stack-lzw.tif", "zstd": "stack-zstd.tif",
            "pages": "pages.tif", "describe": "pages.tif",
        ]
        let whole = files.sorted { $0.key < $1.key }.map { name, file in
            Workload(name: "limit-tiff-\(name)", summary: "pread of \(file) into memory that is in use") { folder in
                let file = try OpenFile("\(folder)/\(file)")
                let memory = Memory(count: file.size)
                return {
                    try file.read(into: memory.buffer, at: 0)
                    return { "" }
                }
            }
        }
        let page = Workload(name: "limit-tiff-page", summary: "open pages.tif and pread one page") { folder in
            let memory = Memory(count: 1024)
            return {
                try OpenFile("\(folder)/pages.tif").read(into: memory.buffer, at: 1 << 20)
                return { "" }
            }
        }
        let many = Workload(name: "limit-tiff-many", summary: "open 1,000 files and pread 4 KiB of each") { folder in
            let memory = Memory(count: 4096)
            return {
                for number in 0..<1_000 {
                    let digits = String(number)
                    let name = String(repeating: "0", count: 4 - digits.count) + digits
                    try OpenFile("\(folder)/small-tiff/\(name).tif").read(into: memory.buffer, at: 0)
                }
                return { "" }
            }
        }
        return whole + [page, many]
    }

    /// Describing 1,000 files, on all processors.
    static func describing(
        _ name: String, _ path: @escaping @Sendable (_ folder: String, _ number: Int) -> String
    ) -> Workload {
        Workload(name: name, summary: "describe 1,000 files") { folder in
            {
                let parts = MachineFacts.processorCount
                let shapes = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
                    for part in 0..<parts {
                        group.addTask {
                            var shapes: [String] = []
                            for number in stride(from: part, to: 1_000, by: parts) {
                                shapes.append(try await shape(of: path(folder, number)))
                            }
                            return (part, shapes)
                        }
                    }
                    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                return { (0..<1_000).map { shapes[$0 % parts]?[$0 / parts] ?? "" }.joined(separator: "\n") }
            }
        }
    }

    private static func shape(of path: String) async throws -> String {
        let image = try await imdescribe(path, axes: .stored).images.first
        return (image?.shape ?? []).map(String.init).joined(separator: "x")
    }

    private static func reading(_ name: String, _ file: String, _ region: String? = nil) -> Workload {
        Workload(name: name, summary: "read \(region ?? "all") of \(file)") { folder in
            let region = try region.map { try Region(parsing: $0) } ?? .all
            return {
                let image = try await imload("\(folder)/\(file)", region: region).image
                return { try image.sha256() }
            }
        }
    }

    private static func writing(_ name: String, _ compression: Compression) -> Workload {
        let output = "written-ours-\(name).tif"
        return Workload(
            name: name, summary: "write what stack-raw.tif holds",
            prepare: { folder in
                let image = try await imload("\(folder)/stack-raw.tif").image
                let path = "\(folder)/\(output)"
                return {
                    try await imsave(image, to: path, compression: compression)
                    return { try await imload(path).image.sha256() }
                }
            },
            output: output)
    }
}
