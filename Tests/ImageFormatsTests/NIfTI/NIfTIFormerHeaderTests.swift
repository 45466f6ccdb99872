import ByteStores
import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

/// What is written of an image that was read from a NIfTI file: it says what that said, as far as it still holds.
@Suite struct NIfTIFormerHeaderTests {
    /// A scanner's volume or slice, turned around along z.
    private static func placed(_ dim: [Int], _ more: Attributes = [:]) -> Attributes {
        var fields: Attributes = [
            "dim": .array((dim + [Int](repeating: 1, count: 8 - dim.count)).map { .int($0) }),
            "pixdim": .array([-1, 1, 2, 7, 2.5, 0, 0, 0]), "xyzt_units": 10, "sform_code": 1, "qform_code": 1,
            "srow_x": .array([1, 0, 0, 10]), "srow_y": .array([0, 2, 0, 20]), "srow_z": .array([0, 0, -7, 30]),
            "qoffset_x": 10, "qoffset_y": 20, "qoffset_z": 30,
        ]
        for (name, value) in more.pairs { fields[name] = value }
        return fields
    }

    private func read(
        _ fields: Attributes, _ version: NIfTIHeader.Version = .one, region: Region? = nil
    ) async throws -> ImageArray {
        let pixels = (0..<4096).map { UInt8(truncatingIfNeeded: $0) }
        let source = try niftiSource([("a.nii", nifti(version, fields, pixels: pixels))])
        guard let region else { return try await source.read().image }
        return try await source.read(Selection(region: region)).image
    }

    private func write(_ image: ImageArray, _ options: Attributes = [:]) throws -> (NIfTIHeader, [String]) {
        let plan = try NIfTIWritePlan(WritableImage(image), try NIfTIWriteSettings(options, path: "a.nii"))
        let bytes = Bytes(plan.headerBytes)
        return (try NIfTIHeader(parsing: bytes.span, mayBeAnalyze: false), plan.diagnostics.map(\.message))
    }

    private static let kept = [
        "pixdim", "xyzt_units", "sform_code", "qform_code", "srow_x", "srow_y", "srow_z", "qoffset_x", "qoffset_y",
        "qoffset_z", "toffset",
    ]

    @Test(
        "a single slice, row or frame keeps its thickness, its direction and its time",
        arguments: [[3, 5, 4, 1], [2, 5, 4], [4, 5, 4, 1, 1], [4, 5, 4, 3, 1], [1, 5], [3, 5, 4, 3]])
    func singles(dim: [Int]) async throws {
        for version in [NIfTIHeader.Version.one, .two] {
            let image = try await read(Self.placed(dim, ["toffset": 4]), version)
            let (header, notes) = try write(image, ["nifti_version": version == .one ? 1 : 2])
            #expect(notes == [])
            for name in Self.kept where name != "pixdim" {
                #expect(header.fields[name] == image.metadata.attributes["fileheader"]?.mappingValue?[name], "\(name)")
            }
            #expect(header.numbers("pixdim").prefix(5) == [-1, 1, 2, 7, 2.5])
            #expect(header.extents == Array(dim.dropFirst()))
            // Nothing had to be kept beside the header.
            let plan = try NIfTIWritePlan(WritableImage(image), try NIfTIWriteSettings([:], path: "a.nii"))
            #expect(plan.headerBytes.count == 352)
        }
    }

    @Test("a plane that is taken out of a volume lies where it did") func plane() async throws {
        let image = try await read(Self.placed([3, 5, 4, 3]), region: Region([.z: .index(2)]))
        let (header, notes) = try write(image)
        #expect(notes == [] && header.extents == [5, 4, 1])
        #expect(header.fields["srow_z"] == [0.0, 0.0, -7.0, 16.0] && header.fields["srow_x"] == [1.0, 0.0, 0.0, 10.0])
        #expect(header.numbers("pixdim").prefix(4) == [-1, 1, 2, 7] && header.fields["sform_code"] == 1)
        // Turned around along x, and every second row: z is the same.
        let region = Region([.z: .index(0), .y: .range(lower: 0, upper: 4, step: 2)])
        let (other, more) = try write(try await read(Self.placed([3, 5, 4, 3]), region: region))
        #expect(more == [] && other.fields["srow_y"] == [0.0, 4.0, 0.0, 20.0])
        #expect(other.fields["srow_z"] == [0.0, 0.0, -7.0, 30.0])
        // One frame of several: when it was is not known any more.
        let frame = try await read(Self.placed([4, 5, 4, 3, 2], ["toffset": 4]), region: Region([.t: .index(1)]))
        let (third, _) = try write(frame)
        #expect(third.extents == [5, 4, 3] && third.fields["toffset"] == 0.0)
    }

    @Test("a direction that nobody states is not claimed to be a scanner's") func invented() async throws {
        var image = SyntheticImage(axes: "yx", shape: [4, 5])
        image.metadata.spacing = [.x: 1, .y: 2]
        image.metadata.affine = Affine(
            space: "right-anterior-superior", directions: [.x: [1, 0, 0], .y: [0, 2, 0]], origin: [10, 20, 30])
        var (header, notes) = try write(try image.array())
        #expect(header.fields["sform_code"] == 2 && header.fields["qform_code"] == 2)
        #expect(notes.count == 1 && notes[0].contains("direction z"))
        // Of another header, whose x and y lie elsewhere, only the handedness is taken.
        let source = try await read(Self.placed([3, 5, 4, 1]))
        image.metadata.attributes["fileheader"] = source.metadata.attributes["fileheader"]
        image.metadata.units = [.x: .millimetre, .y: .millimetre]
        image.metadata.affine?.directions = [.x: [0, 1, 0], .y: [-2, 0, 0]]
        (header, notes) = try write(try image.array())
        #expect(header.fields["sform_code"] == 2 && header.fields["srow_z"] == [0.0, 0.0, -1.0, 30.0])
        #expect(notes.count == 1)
    }

    @Test("a time offset without a time step") func timeOffset() async throws {
        let fields = Self.placed(
            [4, 5, 4, 3, 2], ["pixdim": .array([-1, 1, 2, 7, 0, 0, 0, 0]), "toffset": 5, "xyzt_units": 18])
        let image = try await read(fields)
        #expect(image.metadata.spacing[.t] == nil)
        let (header, _) = try write(image)
        #expect(header.fields["toffset"] == 5.0 && header.fields["xyzt_units"] == 18)
        #expect(header.pixelSize(4) == 0)
        // Of the second frame on it is not known any more.
        let region = Region([.t: .range(lower: 1, upper: 2, step: 1)])
        #expect(try write(try await read(fields, region: region)).0.fields["toffset"] == 0.0)
    }

    @Test("a header among the attributes that is none") func damagedFields() throws {
        for fields in [
            ["sizeof_hdr": 348, "sform_code": 1], ["sizeof_hdr": "x", "sform_code": "y", "dim": 3],
            ["sizeof_hdr": 540, "sform_code": 1, "dim": .array([2, 5]), "srow_x": .array([]), "pixdim": "p"],
            ["sizeof_hdr": 348, "sform_code": 1, "dim": .array([3, 5, 4, 1]), "srow_x": .array([1]), "srow_z": 3],
        ] as [Attributes] {
            var image = SyntheticImage(axes: "yx", shape: [4, 5])
            image.metadata.spacing = [.x: 1, .y: 2]
            image.metadata.attributes["fileheader"] = .mapping(fields)
            #expect(try write(try image.array()).0.extents.prefix(2) == [5, 4])
        }
    }

    @Test("texts of a header come back as they were, however long") func texts() async throws {
        let fields = Self.placed(
            [3, 5, 4, 3],
            [
                "descrip": .string(String(repeating: "d", count: 80)),
                "aux_file": .string(String(repeating: "a", count: 24)),
                "intent_name": .string(String(repeating: "i", count: 16)), "intent_p1": 0.5,
            ])
        let image = try await read(fields)
        let (header, _) = try write(image)
        for name in ["descrip", "aux_file", "intent_name", "intent_p1"] {
            #expect(header.fields[name] == fields[name], "\(name)")
        }
        #expect(header.fields["intent_code"] == 0)
        // As Latin-1, which has no room as UTF-8.
        let micro = String(repeating: "µ", count: 80)
        let other = try write(try await read(Self.placed([3, 5, 4, 3], ["descrip": .string(micro)]))).0
        #expect(other.fields["descrip"] == .string(micro))
        for name in ["descrip", "aux_file", "intent_name"] {
            let error = #expect(throws: ImageError.self) {
                try NIfTIWriteSettings(
                    ["header": .mapping([name: .string(String(repeating: "x", count: 81))])], path: "a.nii")
            }
            #expect(error?.message.contains("81 bytes") == true)
        }
    }

    @Test("numbers that a field does not hold are left out, and told") func limits() async throws {
        let fields = Self.placed([3, 5, 4, 3], ["slice_duration": 1e300, "intent_p1": 1e200, "slice_end": 100_000])
        let image = try await read(fields, .two)
        let (header, notes) = try write(image)
        #expect(notes.count == 3)
        for name in ["slice_duration", "intent_p1", "slice_end"] {
            #expect(header.number(name) == 0 && notes.contains { $0.hasPrefix(name) }, "\(name)")
        }
        let (second, none) = try write(image, ["nifti_version": 2])
        #expect(none == [] && second.number("slice_duration") == 1e300 && second.integer("slice_end") == 100_000)
    }

    @Test("a spacing beyond single precision", arguments: [1e39, 1e-50]) func spacing(number: Double) async throws {
        var image = SyntheticImage(axes: "yx", shape: [4, 5], elementType: .uint8)
        image.metadata.spacing = [.x: number, .y: 0.5]
        image.metadata.units = [.x: .micrometre, .y: .micrometre]
        let array = try image.array()
        let (header, notes) = try write(array)
        #expect(header.numbers("pixdim").prefix(3) == [1, 0, 0.5])
        #expect(header.fields["sform_code"] == 0 && header.fields["qform_code"] == 0)
        #expect(header.numbers("srow_x") == [0, 0, 0, 0] && notes.count == 1)
        let plan = try NIfTIWritePlan(WritableImage(array), try NIfTIWriteSettings([:], path: "a.nii"))
        let file = Bytes(plan.headerBytes + (try array.bytes().array))
        let read = try await niftiSource([("a.nii", file)]).read().image
        #expect(read.metadata.spacing == image.metadata.spacing && read.metadata.diagnostics == [])
        #expect(try write(array, ["nifti_version": 2]).1 == [])
    }

    @Test("channels without a time have no time step") func channels() throws {
        var image = SyntheticImage(axes: "cyx", shape: [2, 4, 5], elementType: .uint8)
        image.metadata.spacing = [.x: 1, .y: 2]
        #expect(try write(try image.array()).0.numbers("pixdim") == [1, 1, 2, 1, 0, 1, 1, 1])
    }

    @Test("compression that is done otherwise than asked for is told") func levels() async throws {
        let image = SyntheticImage(axes: "yx", shape: [4, 5], elementType: .uint8)
        let path = FileManager.default.temporaryDirectory.path + "/nifti-\(UUID().uuidString).nii.gz"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for (level, count) in [(9, 1), (-1, 1), (3, 0), (0, 0)] {
            let notes = try await NIfTIWriter().write(
                [WritableImage(try image.array())], to: path,
                options: WriteOptions(compression: Compression(algorithm: "gzip", level: level), overwrite: true))
            #expect(notes.filter { $0.subject == .storage }.count == count, "\(level)")
        }
    }
}
