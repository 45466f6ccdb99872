import ImageCore
import ImageIntake
import ImageSources
import ImageTesting

/// Images of all types and axes, as our writer saves them for the peers.
enum WrittenFiles {
    struct File: Sendable {
        var path: String
        var image: SyntheticImage
    }

    static let types: [ElementType] = [
        .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .float32, .float64,
    ]

    static let shapes: [(AxisOrder, [Int])] = [
        ("yx", [4, 6]), ("zyx", [3, 4, 5]), ("cyx", [3, 4, 5]), ("czyx", [2, 3, 4, 5]), ("zyxc", [3, 4, 5, 2]),
        ("tyx", [3, 4, 5]), ("tzyx", [3, 2, 4, 5]), ("tczyx", [2, 3, 2, 4, 5]), ("itczyx", [2, 2, 3, 2, 3, 4]),
    ]

    /// Writes them all.
    static func write(to folder: String) async throws -> [File] {
        var files: [File] = []
        for type in types {
            for compression in [Compression.none, .gzip(level: 1)] {
                let image = SyntheticImage(axes: "zyx", shape: [3, 4, 5], elementType: type)
                files.append(try await write(image, "\(folder)/\(type)-\(compression.algorithm).nrrd", compression))
            }
        }
        for (axes, shape) in shapes {
            for hasOrigin in [false, true] {
                let image = SyntheticImage(
                    axes: axes, shape: shape, metadata: metadata(axes, hasOrigin: hasOrigin))
                files.append(try await write(image, "\(folder)/\(axes)\(hasOrigin ? "-origin" : "").nrrd", .automatic))
            }
        }
        let image = SyntheticImage(axes: "zyx", shape: [3, 4, 5])
        files.append(try await write(image, folder + "/detached.nhdr", .automatic))
        return files
    }

    private static func write(_ image: SyntheticImage, _ path: String, _ compression: Compression) async throws -> File
    {
        try await imsave(try image.array(), to: path, compression: compression)
        return File(path: path, image: image)
    }

    /// Different numbers along every axis.
    static func metadata(_ axes: AxisOrder, hasOrigin: Bool) -> ImageMetadata {
        var metadata = ImageMetadata()
        for axis in axes where axis.isPhysical {
            metadata.spacing[axis] = [.t: 0.5, .z: 2.5, .y: 0.65, .x: 0.325][axis]
            metadata.units[axis] = axis == .t ? .second : .micrometre
            if hasOrigin { metadata.origin[axis] = [.t: 7, .z: -1.5, .y: 20, .x: 10.25][axis] }
        }
        return metadata
    }
}
