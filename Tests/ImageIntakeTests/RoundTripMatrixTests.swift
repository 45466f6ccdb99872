import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Every shape, type, spacing and unit, saved in every format, compressed and not: the files give the pixels back, and
/// the entry of the catalog everything.
@Suite("Saving and loading everything") struct RoundTripMatrixTests {
    /// Axes and extents, and what is known of them.
    struct Layout: Sendable, CustomTestStringConvertible {
        var axes: AxisOrder
        var shape: [Int]
        var spacing: [Axis: Double] = [:]
        var unit: [Axis: ImageCore.Unit] = [:]
        var coords: [Axis: Coordinates] = [:]
        var testDescription: String { "\(axes) \(shape)" }
    }

    static let layouts: [Layout] = {
        let space: [Axis: ImageCore.Unit] = [.z: .micrometre, .y: .micrometre, .x: .micrometre]
        let channels = Coordinates.labels(["nuclei", "actin"])
        return [
            Layout(axes: "yx", shape: [12, 17]),
            Layout(
                axes: "yx", shape: [12, 17], spacing: [.y: 0.15, .x: 0.1], unit: [.y: .micrometre, .x: .micrometre]),
            Layout(axes: "zyx", shape: [3, 12, 17], spacing: [.z: 0.3, .y: 0.15, .x: 0.15], unit: space),
            Layout(axes: "zyx", shape: [1, 12, 17], spacing: [.z: 0.3, .y: 0.15, .x: 0.15]),
            Layout(axes: "cyx", shape: [2, 12, 17], coords: [.c: channels]),
            Layout(
                axes: "tyx", shape: [4, 12, 17], spacing: [.t: 30, .y: 2, .x: 2],
                unit: [.t: .second, .y: .nanometre, .x: .nanometre]),
            Layout(
                axes: "czyx", shape: [2, 3, 12, 17], spacing: [.z: 1, .y: 1, .x: 1], unit: space, coords: [.c: channels]
            ),
            Layout(
                axes: "tzyx", shape: [4, 3, 12, 17], spacing: [.t: 0.25, .z: 2, .y: 0.5, .x: 0.5],
                unit: [.t: .minute, .z: .micrometre, .y: .micrometre, .x: .micrometre]),
            Layout(axes: "tcyx", shape: [4, 2, 12, 17], spacing: [.t: 0.1], unit: [.t: .second]),
            Layout(
                axes: "tczyx", shape: [4, 2, 3, 12, 17], spacing: [.t: 1.5, .z: 0.29, .y: 0.108, .x: 0.108],
                unit: space.merging([.t: .second]) { $1 }, coords: [.c: channels]),
            Layout(axes: "iyx", shape: [2, 12, 17], coords: [.i: .values([3, 10])]),
            Layout(
                axes: "icyx", shape: [2, 2, 12, 17], coords: [.i: .labels(["control", "treatment"]), .c: channels]),
            Layout(
                axes: "itczyx", shape: [2, 4, 2, 3, 12, 17], spacing: [.z: 0.3, .y: 0.15, .x: 0.15], unit: space,
                coords: [.c: channels]),
        ]
    }()

    /// A format, how it is written, and what it has no word for.
    struct Format: Sendable, CustomTestStringConvertible {
        var suffix: String
        var options = Attributes()
        var compressions: [Compression] = [.none, .automatic]
        /// Types that are refused.
        var missing: Set<ElementType> = []
        /// Types that are told to become others.
        var widened: [ElementType: ElementType] = [:]
        var testDescription: String { options.isEmpty ? suffix : "\(suffix) \(AttributeValue.mapping(options).json())" }
    }

    static let formats = [
        Format(suffix: "nrrd", missing: [.float16]),
        Format(suffix: "tif"),
        Format(suffix: "ome.tif", missing: [.int64, .uint64, .float16]),
        Format(suffix: "zarr"),
        Format(suffix: "klb", missing: [.float16]),
        Format(suffix: "klb", options: ["compression_type": "zlib"], compressions: [.automatic], missing: [.float16]),
        // Without int64, whole numbers of 64 bits that 32 do not hold are refused.
        Format(suffix: "nii", missing: [.int64, .uint64], widened: [.float16: .float32]),
        Format(suffix: "nii", options: ["nifti_version": 2, "int64": true], widened: [.float16: .float32]),
        Format(
            suffix: "nii.gz", options: ["int64": true], compressions: [.gzip(level: 1), .automatic],
            widened: [.float16: .float32]),
        Format(
            suffix: "nii.gz", options: ["nifti_version": 2], compressions: [.automatic], missing: [.int64, .uint64],
            widened: [.float16: .float32]),
    ]
    static let types: [ElementType] = [
        .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float16, .float32, .float64,
    ]

    @Test("every layout and type", arguments: layouts, formats) func matrix(layout: Layout, format: Format) async throws
    {
        let folder = FileManager.default.temporaryDirectory.path + "/matrix-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var metadata = ImageMetadata()
        metadata.spacing = layout.spacing
        metadata.units = layout.unit
        metadata.coords = layout.coords
        var names: [(name: String, image: ImageArray)] = []
        for type in Self.types {
            let image = try SyntheticImage(
                axes: layout.axes, shape: layout.shape, elementType: type, metadata: metadata
            ).array()
            for (number, compression) in format.compressions.enumerated() {
                let name = "\(type)-\(number)"
                let path = "\(folder)/\(name).\(format.suffix)"
                if format.missing.contains(type) {
                    await expectFailure(.unsupported) {
                        try await imsave(
                            image, to: path, catalog: folder + "/lab.yaml", entry: name, compression: compression,
                            options: format.options)
                    }
                    continue
                }
                let lost = try await imsave(
                    image, to: path, catalog: folder + "/lab.yaml", entry: name, compression: compression,
                    options: format.options)
                if let wider = format.widened[type] {
                    #expect(lost.count == 1 && lost[0].message == "\(type) is written as \(wider)", "\(name): \(lost)")
                    names.append((name, try image.converted(to: wider).array))
                } else {
                    #expect(lost.isEmpty, "\(name): \(lost.map(\.message))")
                    names.append((name, image))
                }
            }
        }
        // What is refused leaves nothing behind.
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        for type in format.missing { #expect(!left.contains { $0.hasPrefix("\(type)-") || $0.hasPrefix(".") }) }
        let lab = try await Catalog.open(folder + "/lab.yaml")
        for (name, image) in names {
            let loaded = try await lab[name].read().image
            #expect(loaded.axes == image.axes && loaded.shape == image.shape, "\(name)")
            #expect(loaded.elementType == image.elementType, "\(name)")
            #expect(try loaded.bytes() == image.bytes(), "\(name)")
            #expect(loaded.metadata.spacing == metadata.spacing, "\(name)")
            #expect(loaded.metadata.units == metadata.units, "\(name)")
            #expect(loaded.metadata.coords == metadata.coords, "\(name)")
        }
    }
}
