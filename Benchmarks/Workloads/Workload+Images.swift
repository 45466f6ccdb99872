import ImageIntake

extension Workload {
    /// The part of the volume that region workloads read.
    static let region = "z=60:68,y=256:512,x=256:512"

    static var reading: [Workload] {
        [
            Workload(name: "nrrd-raw", summary: "read an uncompressed NRRD of 256 MiB") { folder in
                { try await pixels(of: imload("\(folder)/volume.nrrd")) }
            },
            Workload(name: "nrrd-gzip", summary: "read a gzip-compressed NRRD of 256 MiB") { folder in
                { try await pixels(of: imload("\(folder)/volume-gzip.nrrd")) }
            },
            Workload(name: "nrrd-region", summary: "read 8 x 256 x 256 pixels of an uncompressed NRRD") { folder in
                let region = try Region(parsing: region)
                return { try await pixels(of: imload("\(folder)/volume.nrrd", region: region)) }
            },
        ]
    }

    static var arrays: [Workload] {
        [
            Workload(name: "transpose", summary: "reorder zyx to xyz, 256 MiB of uint16 in memory") { folder in
                let image = try await imload("\(folder)/volume.nrrd").image
                return {
                    let copy = try image.reordered(to: "xyz").contiguous()
                    return { try copy.sha256() }
                }
            }
        ]
    }

    private static func pixels(of dataset: ImageDataset) -> Outcome {
        { try dataset.image.sha256() }
    }
}
