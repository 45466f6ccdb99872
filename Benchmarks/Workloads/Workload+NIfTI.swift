import ImageIntake

extension Workload {
    /// Reading, describing and writing NIfTI files of 128 planes.
    static var nifti: [Workload] {
        [
            reading("nifti-raw", "volume.nii"), reading("nifti-gzip", "volume-gzip.nii.gz"),
            reading("nifti-plane", "volume-gzip.nii.gz", "z=64"),
            Workload(name: "nifti-planes", summary: "read four planes of volume-gzip.nii.gz, which was read before") {
                folder in
                let source = try await imopen("\(folder)/volume-gzip.nii.gz")
                _ = try await source.read()
                return {
                    var planes: [ImageArray] = []
                    for z in [20, 50, 80, 110] {
                        planes.append(try await source.read(Selection(region: Region([.z: .index(z)]))).image)
                    }
                    return { try planes.map { try $0.sha256() }.joined(separator: " ") }
                }
            },
            describing("nifti-many", smallNIfTI),
            Workload(
                name: "nifti-write-gzip", summary: "write what volume.nii holds",
                prepare: { folder in
                    let image = try await imload("\(folder)/volume.nii").image
                    let path = "\(folder)/written-ours.nii.gz"
                    return {
                        try await imsave(image, to: path)
                        return { try await imload(path).image.sha256() }
                    }
                },
                output: "written-ours.nii.gz"),
        ]
    }

    /// The least that any program must do with these files.
    static var niftiLimits: [Workload] {
        [
            Workload(name: "limit-nifti-raw", summary: "pread of the file into memory that is in use") { folder in
                let file = try OpenFile("\(folder)/volume.nii")
                let memory = Memory(count: file.size)
                return {
                    try file.read(into: memory.buffer, at: 0)
                    return { "" }
                }
            },
            inflating("limit-nifti-gzip", planes: 128), inflating("limit-nifti-plane", planes: 65),
            // What lies between two places to go on from, and the plane, four times.
            inflating("limit-nifti-planes", planes: 4),
            Workload(name: "limit-nifti-many", summary: "open 1,000 files and pread 512 bytes of each") { folder in
                let memory = Memory(count: 512)
                return {
                    for number in 0..<1_000 {
                        try OpenFile(smallNIfTI(folder, number)).read(into: memory.buffer, at: 0)
                    }
                    return { "" }
                }
            },
        ]
    }

    private static func smallNIfTI(_ folder: String, _ number: Int) -> String {
        let digits = String(number)
        return "\(folder)/small-nifti/" + String(repeating: "0", count: 4 - digits.count) + digits + ".nii.gz"
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

    /// ISA-L's inflate of the header and so many planes on one core.
    private static func inflating(_ name: String, planes: Int) -> Workload {
        Workload(name: name, summary: "ISA-L's inflate of \(planes) planes on one core") { folder in
            let file = try OpenFile("\(folder)/volume-gzip.nii.gz")
            let (packed, pixels) = (Memory(count: file.size), Memory(count: 352 + planes * 2 << 20))
            try file.read(into: packed.buffer, at: 0)
            return {
                try inflate(packed.buffer, into: pixels.buffer)
                return { "" }
            }
        }
    }
}
