import ImageIntake

/// Makes the images of `catalogs/`, the same on every machine.
@main
struct SampleImages {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: SampleImages FOLDER\n\nMakes the sample images in FOLDER/images and FOLDER/plates/plate7.")
            return
        }
        let folder = CommandLine.arguments[1]

        print("a stack of two channels, with everything a file can say")
        var culture = Culture(
            seed: 1, cellCount: 14, extents: [.c: 2, .z: 12, .y: 96, .x: 96], spacing: [.z: 0.5, .y: 0.2, .x: 0.2])
        try await save(culture.image("czyx", of: UInt16.self, gain: 900), to: "\(folder)/images/exp1.nrrd")

        print("another that the microscope saved without spacing and channel names: the catalog adds them")
        culture = Culture(
            seed: 2, cellCount: 8, extents: [.c: 2, .z: 8, .y: 64, .x: 64], spacing: [.z: 0.5, .y: 0.25, .x: 0.25])
        var bare = try culture.image("czyx", of: UInt16.self, gain: 600)
        bare.metadata = ImageMetadata()
        try await save(bare, to: "\(folder)/images/exp2.nrrd")

        print("frames that the microscope saved as if they were a stack: the catalog renames the axis")
        culture = Culture(seed: 3, cellCount: 6, extents: [.t: 8, .y: 64, .x: 64], spacing: [.y: 0.25, .x: 0.25])
        let frames = try culture.image("tyx", of: UInt8.self, gain: 160)
        let stack = try ImageArray(axes: "zyx", shape: frames.shape, elementType: .uint8, bytes: frames.bytes())
        try await save(stack, to: "\(folder)/images/drift.nrrd")

        print("a series of stacks")
        culture = Culture(
            seed: 4, cellCount: 5, extents: [.t: 5, .z: 6, .y: 48, .x: 48],
            spacing: [.t: 30, .z: 1, .y: 0.25, .x: 0.25])
        try await save(culture.image("tzyx", of: UInt8.self, gain: 160), to: "\(folder)/images/timelapse.nrrd")

        print("wells of a plate")
        for (number, well) in ["A1", "A2", "B1"].enumerated() {
            culture = Culture(
                seed: UInt64(5 + number), cellCount: 3 + 2 * number, extents: [.c: 2, .y: 64, .x: 64],
                spacing: [.y: 0.25, .x: 0.25])
            try await save(
                culture.image("cyx", of: UInt16.self, gain: 700), to: "\(folder)/plates/plate7/\(well).nrrd")
        }
    }

    private static func save(_ image: ImageArray, to path: String) async throws {
        try await imsave(image, to: path, compression: .gzip(level: 3), overwrite: true)
        print("  \(path): \(image)")
    }
}
