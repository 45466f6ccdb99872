import ByteStores
import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

@Suite struct NIfTIWriterTests {
    private func plan(_ image: SyntheticImage, _ options: Attributes = Attributes(), _ path: String = "a.nii") throws
        -> NIfTIWritePlan
    {
        try NIfTIWritePlan(WritableImage(try image.array()), try NIfTIWriteSettings(options, path: path))
    }

    private func header(_ plan: NIfTIWritePlan) throws -> NIfTIHeader {
        let bytes = Bytes(plan.headerBytes)
        return try NIfTIHeader(parsing: bytes.span, mayBeAnalyze: false)
    }

    /// Writes an image and reads it again.
    private func again(_ image: ImageArray, _ name: String = "a.nii", _ options: Attributes = Attributes()) async throws
        -> ImageArray
    {
        let folder = FileManager.default.temporaryDirectory.path + "/nifti-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var writer = NIfTIWriter()
        writer.partByteCount = 100
        _ = try await writer.write(
            [WritableImage(image)], to: "\(folder)/\(name)", options: WriteOptions(concurrency: 2, format: options))
        let resource = try StoreRegistry().resource(at: "\(folder)/\(name)")
        let environment = SourceEnvironment(drivers: .builtIn)
        return try await NIfTISource(SourceRequest(resource, axisOrder: .stored, environment: environment)).read().image
    }

    @Test("a plain image has a plain header: no extension, pixels at byte 352") func plain() throws {
        var image = SyntheticImage(axes: "zyx", shape: [3, 4, 5])
        image.metadata.spacing = [.z: 2.5, .y: 0.65, .x: 0.325]
        image.metadata.units = [.z: .micrometre, .y: .micrometre, .x: .micrometre]
        let plan = try plan(image)
        #expect(plan.headerBytes.count == 352 && plan.diagnostics.isEmpty)
        let header = try header(plan)
        #expect(header.fields["vox_offset"] == 352.0 && header.fields["xyzt_units"] == 3)
        #expect(header.fields["pixdim"] == [1.0, 0.325, 0.65, 2.5, 1.0, 1.0, 1.0, 1.0])
        #expect(header.fields["qform_code"] == 2 && header.fields["sform_code"] == 2)
        #expect(header.fields["srow_y"] == [0.0, 0.65, 0.0, 0.0])
        #expect(header.fields["magic"] == "n+1")
    }

    @Test(
        "units that the format lacks are converted, with their numbers",
        arguments: [
            (ImageCore.Unit.nanometre, 325.0, 3, 0.325), (.angstrom, 5, 3, 0.0005), (.centimetre, 0.5, 2, 5),
            (.metre, 2, 1, 2),
            (.millimetre, 0.3, 2, 0.3),
        ]) func units(unit: ImageCore.Unit, spacing: Double, code: Int, written: Double) async throws
    {
        var image = SyntheticImage(axes: "yx", shape: [4, 5])
        image.metadata.spacing = [.y: spacing, .x: spacing]
        image.metadata.units = [.y: unit, .x: unit]
        let header = try header(try plan(image))
        #expect(header.fields["xyzt_units"] == .int(code))
        #expect(abs(header.pixelSize(1) - written) <= 1e-9)
        let read = try await again(try image.array())
        #expect(read.metadata.spacing == image.metadata.spacing && read.metadata.units == image.metadata.units)
    }

    @Test("units of time, and mixed units of space") func mixedUnits() async throws {
        var image = SyntheticImage(axes: "tzyx", shape: [2, 3, 4, 5])
        image.metadata.spacing = [.t: 2, .z: 1, .y: 300, .x: 300]
        image.metadata.units = [.t: .minute, .z: .micrometre, .y: .nanometre, .x: .nanometre]
        image.metadata.origin = [.t: 1]
        let header = try header(try plan(image))
        #expect(header.fields["xyzt_units"] == .int(3 | 8))
        #expect(header.fields["pixdim"] == [1.0, 0.3, 0.3, 1.0, 120.0, 1.0, 1.0, 1.0])
        #expect(header.fields["toffset"] == 60.0)
        let read = try await again(try image.array())
        #expect(read.metadata.spacing == image.metadata.spacing && read.metadata.units == image.metadata.units)
        #expect(read.metadata.origin == image.metadata.origin)
    }

    @Test("other programs may change a header; what was kept beside it is then left out") func stale() async throws {
        var image = SyntheticImage(axes: "cyx", shape: [2, 4, 5], elementType: .uint8)
        image.metadata.spacing = [.y: 1.0 / 3, .x: 1.0 / 3]
        image.metadata.coords[.c] = .labels(["nuclei", "actin"])
        image.metadata.attributes["note"] = "of the day"
        let plan = try plan(image)
        let pixels = try image.array().bytes().array
        let file = Bytes(plan.headerBytes + pixels)
        let read = try await niftiSource([("a.nii", file)]).read().image
        #expect(read.axes == "cyx" && read.metadata.spacing == image.metadata.spacing)
        #expect(read.metadata.coords == image.metadata.coords)
        var changed = plan.headerBytes
        // pixdim[1], 0.5.
        changed.replaceSubrange(80..<84, with: [0, 0, 0, 0x3F])
        let other = try await niftiSource([("a.nii", Bytes(changed + pixels))]).read().image
        #expect(other.axes == "ctzyx" && other.metadata.spacing[.x] != 1.0 / 3)
        #expect(other.metadata.coords == image.metadata.coords)
        #expect(other.metadata.attributes["note"] == "of the day")
    }

    @Test("whole numbers of 64 bits are narrowed where they fit") func wide() async throws {
        for (type, narrow) in [(ElementType.int64, ElementType.int32), (.uint64, .uint32)] {
            let values =
                type == .int64 ? Bytes([UInt8](repeating: 0xFF, count: 32)) : Bytes([UInt8](repeating: 0, count: 32))
            let image = try ImageArray(axes: "yx", shape: [2, 2], elementType: type, bytes: values)
            let read = try await again(image)
            #expect(read.elementType == narrow)
            #expect(try read.bytes().array == Array(values.array.prefix(16)))
            let kept = try await again(image, "a.nii", ["int64": true])
            #expect(kept.elementType == type)
            #expect(try kept.bytes() == values)
        }
        let large = try ImageArray(axes: "yx", shape: [1, 2], pixels: [Int64(1) << 40, 0])
        let error = await #expect(throws: ImageError.self) { try await again(large) }
        #expect(error?.code == .unsupported)
        let flags = try ImageArray(axes: "yx", shape: [1, 2], elementType: .bool, bytes: Bytes([0, 1]))
        #expect(try await again(flags).elementType == .uint8)
        #expect(try plan(SyntheticImage(axes: "yx", shape: [1, 2], elementType: .bool)).diagnostics.count == 1)
    }

    @Test("any order of axes, part by part, compressed and as a pair") func orders() async throws {
        for axes in ["zyx", "xyz", "tczyx", "zctxy", "y", "ct"] as [AxisOrder] {
            let image = SyntheticImage(axes: axes, shape: Array([3, 4, 2, 5, 3].prefix(axes.count)))
            for name in ["a.nii", "a.nii.gz", "a.hdr", "a.img.gz"] {
                let read = try await again(try image.array(), name).reordered(to: axes)
                #expect(try read.bytes() == image.array().bytes(), "\(axes) \(name)")
            }
        }
    }

    @Test("long axes make NIfTI-2, which can be asked for and refused") func versions() throws {
        let wide = SyntheticImage(axes: "yx", shape: [1, 40_000], elementType: .uint8)
        #expect(try header(try plan(wide)).version == .two)
        #expect(throws: ImageError.self) { try plan(wide, ["nifti_version": 1]) }
        let small = SyntheticImage(axes: "yx", shape: [3, 4])
        #expect(try header(try plan(small)).version == .one)
        let second = try plan(small, ["nifti_version": 2])
        #expect(try header(second).version == .two && header(second).fields["sizeof_hdr"] == 540)
    }

    @Test(
        "settings that make no sense are refused",
        arguments: [
            ["nifti_version": 3], ["header": ["dim": 1]], ["header": ["intent_code": "x"]],
            ["header": ["sform_code": -1]],
            ["header": ["descrip": 5]], ["header": ["slice_code": 1.5]], ["other": true],
        ] as [Attributes]) func settings(options: Attributes)
    {
        #expect(throws: ImageError.self) { try NIfTIWriteSettings(options, path: "a.nii") }
    }

    @Test("a rotation comes back from its quaternion") func rotations() throws {
        var numbers = SeededNumbers(seed: 11)
        for round in 0..<200 {
            let q = (0..<4).map { _ in Double.random(in: -1...1, using: &numbers) }
            let length = NIfTIMatrix.length(q)
            let unit = q.map { $0 / length * (q[0] < 0 ? -1 : 1) }
            let factor: Double = round % 2 == 0 ? 1 : -1
            let matrix = NIfTIMatrix(
                quaternion: Array(unit[1...]), origin: [1, 2, 3], sizes: [0.5, 2, 3], factor: factor)
            let found = try #require(matrix.rotation)
            #expect(found.factor == factor)
            let back = NIfTIMatrix(
                quaternion: found.quaternion, origin: [1, 2, 3], sizes: [0.5, 2, 3], factor: found.factor)
            #expect(!matrix.differs(from: back), "\(unit)")
        }
        #expect(NIfTIMatrix(columns: [[1, 0, 0], [0.2, 1, 0], [0, 0, 1]], origin: [0, 0, 0]).rotation == nil)
    }
}
