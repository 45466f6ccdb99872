import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

@Suite struct NIfTIReaderTests {
    private func describe(_ fields: Attributes, _ version: NIfTIHeader.Version = .one) async throws -> ImageDescription
    {
        let source = try niftiSource([("a.nii", nifti(version, fields, pixels: [UInt8](repeating: 1, count: 4096)))])
        return try #require(try await source.discover().images.first)
    }

    @Test("dimensions have a meaning, whatever their number") func axes() async throws {
        for (dim, axes, shape) in [
            ([1, 7], "x", [7]), ([2, 7, 1], "yx", [1, 7]), ([3, 2, 3, 3], "zyx", [3, 3, 2]),
            ([3, 4, 3, 1], "yx", [3, 4]), ([4, 4, 3, 1, 2], "tzyx", [2, 1, 3, 4]),
            ([5, 2, 2, 2, 1, 1], "zyx", [2, 2, 2]),
            ([5, 2, 2, 2, 1, 3], "ctzyx", [3, 1, 2, 2, 2]), ([6, 2, 1, 1, 1, 1, 4], "ictzyx", [4, 1, 1, 1, 1, 2]),
            ([7, 2, 1, 1, 1, 1, 4, 3], "ictzyx", [12, 1, 1, 1, 1, 2]), ([4, 2, 2, 0, 2], "tzyx", [2, 1, 2, 2]),
        ] as [([Int], String, [Int])] {
            let padded = dim + [Int](repeating: 1, count: 8 - dim.count)
            for version in [NIfTIHeader.Version.one, .two] {
                let image = try await describe(["dim": .array(padded.map { .int($0) })], version)
                #expect(image.axes.letters == axes && image.shape == shape, "\(dim)")
            }
        }
    }

    @Test("colours are the axis c") func colours() async throws {
        for (code, bits, samples) in [(128, 24, 3), (2304, 32, 4)] {
            let image = try await describe(["datatype": .int(code), "bitpix": .int(bits)])
            #expect(image.axes.letters == "zyxc" && image.shape == [2, 2, 2, samples])
        }
        let image = try await describe([
            "datatype": 128, "bitpix": 24, "dim": .array([5, 2, 2, 2, 1, 2, 1, 1]),
        ])
        #expect(image.axes.letters == "itzyxc")
    }

    @Test(
        "numbers that nothing follows from are refused, each by its name",
        arguments: [
            (["dim": .array([0, 2, 2, 2, 1, 1, 1, 1])], "dim[0]"),
            (["dim": .array([9, 2, 2, 2, 1, 1, 1, 1])], "dim[0]"),
            (["dim": .array([3, -2, 2, 2, 1, 1, 1, 1])], "dim[1]"),
            (["dim": .array([3, 2, 0, 2, 1, 1, 1, 1])], "dim[2]"),
            (["datatype": 1, "bitpix": 1], "single bits"), (["datatype": 1536], "128-bit"), (["datatype": 999], "999"),
            (["vox_offset": .double(.nan)], "vox_offset"), (["vox_offset": -5], "vox_offset"),
            (["vox_offset": 100], "vox_offset"),
            (["vox_offset": -0.5], "vox_offset"), (["vox_offset": 1e9], "byte"),
            (["scl_slope": 2, "scl_inter": .double(.infinity)], "scl_inter"),
            (["dim": .array([3, 32767, 32767, 32767, 1, 1, 1, 1])], "32767 x 32767 x 32767"),
        ] as [(Attributes, String)]) func refused(fields: Attributes, word: String) async throws
    {
        let error = await #expect(throws: ImageError.self) { try await describe(fields) }
        let text = error?.description ?? ""
        #expect(text.contains(word), "\(text)")
        #expect(error?.location?.resource?.hasSuffix("a.nii") == true)
    }

    @Test(
        "what is odd is noted",
        arguments: [
            (["bitpix": 64], "bitpix"), (["scl_slope": .double(.infinity)], "scl_slope"),
            (["vox_offset": 0], "vox_offset"), (["vox_offset": 352.5], "from byte 352 on"),
            (["sizeof_hdr": 347], "another size"),
            (["xyzt_units": 32, "dim": .array([4, 2, 2, 2, 2, 1, 1, 1])], "Hz"),
            (["sform_code": 1], "sform"),
            (
                [
                    "sform_code": 1, "srow_x": .array([2, 0, 0, 0]), "srow_y": .array([0, 1, 0, 0]),
                    "srow_z": .array([0, 0, 1, 0]),
                ], "pixdim"
            ),
            (
                [
                    "sform_code": 1, "qform_code": 1, "srow_x": .array([1, 0, 0, 9]), "srow_y": .array([0, 1, 0, 0]),
                    "srow_z": .array([0, 0, 1, 0]),
                ], "differently"
            ),
        ] as [(Attributes, String)]) func odd(fields: Attributes, word: String) async throws
    {
        let notes = try await describe(fields).metadata.diagnostics
        #expect(notes.count == 1 && notes.contains { $0.message.contains(word) }, "\(notes)")
    }

    @Test("sform counts before qform, and its columns before pixdim") func forms() async throws {
        let image = try await describe([
            "sform_code": 1, "srow_x": .array([0, -0.65, 0, 1]), "srow_y": .array([0.325, 0, 0, 2]),
            "srow_z": .array([0, 0, 2.5, 3]), "pixdim": .array([1, 0.325, 0.65, 2.5, 0, 0, 0, 0]), "xyzt_units": 3,
        ])
        let metadata = image.metadata
        #expect(metadata.spacing == [.x: 0.325, .y: 0.65, .z: 2.5])
        #expect(metadata.units == [.x: .micrometre, .y: .micrometre, .z: .micrometre])
        #expect(
            metadata.affine
                == Affine(
                    space: "right-anterior-superior",
                    directions: [.x: [0, 0.325, 0], .y: [-0.65, 0, 0], .z: [0, 0, 2.5]],
                    origin: [1, 2, 3]))
        #expect(metadata.diagnostics.isEmpty)
        // Half a turn about x, whose first number vanishes.
        let turned = try await describe([
            "qform_code": 1, "quatern_b": 1, "qoffset_x": 5, "pixdim": .array([-1, 1, 2, 3, 0, 0, 0, 0]),
        ])
        #expect(turned.metadata.affine?.directions == [.x: [1, 0, 0], .y: [0, -2, 0], .z: [0, 0, 3]])
        #expect(turned.metadata.affine?.origin == [5, 0, 0])
    }

    @Test("a matrix that puts all voxels into one plane is left out, and qform counts") func singular() async throws {
        let fields: Attributes = [
            "sform_code": 1, "srow_x": .array([1, 1, 0, 0]), "srow_y": .array([1, 1, 0, 0]),
            "srow_z": .array([0, 0, 1, 5]),
        ]
        let image = try await describe(fields)
        #expect(image.metadata.affine == nil)
        #expect(image.metadata.diagnostics.map(\.message) == ["the matrix of sform places nothing; it is left out"])
        var both = fields
        both["qform_code"] = 1
        both["qoffset_z"] = 7
        let other = try await describe(both)
        #expect(other.metadata.affine?.directions == [.x: [1, 0, 0], .y: [0, 1, 0], .z: [0, 0, 1]])
        #expect(other.metadata.affine?.origin == [0, 0, 7] && other.metadata.diagnostics.count == 1)
    }

    @Test("pairs, by either name, compressed or not") func pairs() async throws {
        let pixels = Bytes([1, 2, 3, 4, 5, 6, 7, 8])
        for version in [NIfTIHeader.Version.one, .two, .analyze] {
            let header = nifti(version, isPair: true)
            let (packedHeader, packed) = (try gzipped(header), try gzipped(pixels))
            for files in [
                [("a.hdr", header), ("a.img", pixels)], [("a.img", pixels), ("a.hdr", header)],
                [("a.hdr", header), ("a.img.gz", packed)], [("a.img.gz", packed), ("a.hdr.gz", packedHeader)],
                [("a.hdr.gz", packedHeader), ("a.img", pixels)], [("A.HDR", header), ("A.IMG", pixels)],
            ] {
                let image = try await niftiSource(files).read().image
                #expect(try image.bytes() == pixels, "\(files.map(\.0))")
            }
            let error = await #expect(throws: ImageError.self) { try await niftiSource([("a.hdr", header)]).read() }
            #expect(error?.code == .notFound)
        }
        await #expect(throws: ImageError.self) { try await niftiSource([("a.img", pixels)]).read() }
    }

    @Test("values are scaled, or given as they are stored") func scaling() async throws {
        let fields: Attributes = ["scl_slope": 0.5, "scl_inter": -1]
        let file = nifti(.one, fields, pixels: [0, 1, 2, 3, 4, 5, 6, 255])
        for (name, bytes) in [("a.nii", file), ("a.nii.gz", try gzipped(file))] {
            let scaled = try await niftiSource([(name, bytes)]).read().image
            #expect(scaled.elementType == .float32)
            let values = try scaled.withSpan(of: Float.self) { span in (0..<span.count).map { span[$0] } }
            #expect(values == [-1, -0.5, 0, 0.5, 1, 1.5, 2, 126.5])
            let raw = try await niftiSource([(name, bytes)], options: ["raw": true]).read().image
            #expect(try raw.bytes().array == [0, 1, 2, 3, 4, 5, 6, 255])
            try await SourceContract { try niftiSource([(name, bytes)]) }.check()
        }
    }

    @Test("scaled floating-point numbers do not lose what tells them apart") func scaledFloats() async throws {
        for (slope, intercept) in [(1.0, 1e9), (1e-50, 0), (1e200, 0), (0.1, 16_777_216), (2, 0)] {
            let fields: Attributes = ["scl_slope": .double(slope), "scl_inter": .double(intercept)]
            let numbers = (0..<8).map { Float($0) }
            var real = fields
            real["datatype"] = 16
            real["bitpix"] = 32
            let file = nifti(.two, real, pixels: numbers.flatMap { Self.bytes($0) })
            var complex = fields
            complex["datatype"] = 32
            complex["bitpix"] = 64
            let complexFile = nifti(.two, complex, pixels: numbers.flatMap { Self.bytes($0) + Self.bytes(-$0) })
            let expected = numbers.map { Double($0) * slope + intercept }
            for isPacked in [false, true] {
                let name = isPacked ? "a.nii.gz" : "a.nii"
                let image = try await niftiSource([(name, isPacked ? try gzipped(file) : file)]).read().image
                #expect(try image.pixels(as: Double.self) == expected)
                let other = try await niftiSource([(name, isPacked ? try gzipped(complexFile) : complexFile)]).read()
                    .image
                #expect(other.elementType == .complex128)
                var pairs: [UInt8] = []
                for (real, number) in zip(expected, numbers) {
                    // The sum with 0 has no minus zero.
                    let imaginary = -Double(number) * slope + 0
                    pairs += Self.littleEndian(real.bitPattern) + Self.littleEndian(imaginary.bitPattern)
                }
                #expect(try other.bytes().array == pairs)
            }
        }
        let fields: Attributes = ["scl_slope": -1, "datatype": 16, "bitpix": 32]
        let file = nifti(.one, fields, pixels: (0..<8).flatMap { Self.bytes(Float($0)) })
        let image = try await niftiSource([("a.nii", file)]).read().image
        #expect(try image.pixels(as: Float.self) == (0..<8).map { -Float($0) })
    }

    private static func bytes(_ number: Float) -> [UInt8] { littleEndian(number.bitPattern) }

    private static func littleEndian<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
        stride(from: 0, to: T.bitWidth, by: 8).map { shift in UInt8(truncatingIfNeeded: number >> T(shift)) }
    }

    @Test("large scaled images, in parts and whole") func largeScaled() async throws {
        let (depth, side) = (5, 700)
        var pixels: [UInt8] = []
        for number in 0..<depth * side * side {
            pixels += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
        }
        let file = nifti(
            .one,
            [
                "dim": .array([3, .int(side), .int(side), .int(depth), 1, 1, 1, 1]), "datatype": 512, "bitpix": 16,
                "scl_slope": 2, "scl_inter": 1,
            ], pixels: pixels)
        for (name, bytes) in [("a.nii", file), ("a.nii.gz", try gzipped(file))] {
            let source = try niftiSource([(name, bytes)])
            let whole = try await source.read().image
            let isRight = try whole.withSpan(of: Float.self) { span in
                (0..<span.count).allSatisfy { span[$0] == Float(UInt16(truncatingIfNeeded: $0)) * 2 + 1 }
            }
            #expect(isRight)
            let region = Region([
                .z: .index(3), .y: .range(lower: 10, upper: 600, step: 7), .x: .range(lower: 3, upper: 9, step: 1),
            ])
            let part = try await source.read(Selection(region: region)).image
            #expect(try part.bytes() == whole.selecting(region).bytes())
        }
    }

    @Test("extensions are kept, and damaged ones refused") func extensions() async throws {
        let comment = NIfTIExtension(code: 6, content: Array("hello".utf8))
        let binary = NIfTIExtension(code: 40, content: [0xFF, 0, 1, 2])
        let tail = try NIfTIExtension.bytes([comment, binary])
        let file = nifti(.one, tail: tail, pixels: [1, 2, 3, 4, 5, 6, 7, 8])
        for (name, bytes) in [("a.nii", file), ("a.nii.gz", try gzipped(file))] {
            let image = try await niftiSource([(name, bytes)]).read().image
            #expect(try image.bytes().array == [1, 2, 3, 4, 5, 6, 7, 8])
            let found = image.metadata.attributes["extensions"]?.arrayValue ?? []
            #expect(found.first == ["code": 6, "name": "comment", "text": "hello"])
            #expect(found.last?.mappingValue?["hex"]?.stringValue?.hasPrefix("ff000102") == true)
            #expect(found.compactMap { NIfTIExtension($0)?.code } == [6, 40])
        }
        var long = tail
        long[4] = 0xF0
        let broken = nifti(.one, tail: long, pixels: [1, 2, 3, 4, 5, 6, 7, 8])
        let error = await #expect(throws: ImageError.self) { try await niftiSource([("a.nii", broken)]).discover() }
        #expect(error?.location?.byteOffset == 352)
    }

    @Test("opening a compressed file costs its first bytes, and a plane that was passed little more than itself")
    func costs() async throws {
        let (depth, side) = (160, 256)
        var numbers = SeededNumbers(seed: 5)
        // Repeated so far apart that it cannot be compressed away.
        let noise = (0..<depth / 10 * side * side).map { _ in UInt8.random(in: 0...99, using: &numbers) }
        let pixels = (0..<10).flatMap { _ in noise }
        let file = nifti(.one, ["dim": .array([3, .int(side), .int(side), .int(depth), 1, 1, 1, 1])], pixels: pixels)
        let packed = try gzipped(file)
        var recording: RecordingStore?
        let source = try niftiSource([("a.nii.gz", packed)]) { store in
            let own = RecordingStore(store)
            recording = own
            return own
        }
        let store = try #require(recording)
        #expect(try await source.discover().images[0].shape == [depth, side, side])
        #expect(store.byteCount <= 4096)
        let isWhole = try await source.read().image.bytes().array == pixels
        #expect(isWhole)
        for plane in [0, 7, 80, 159] {
            store.reset()
            let image = try await source.read(Selection(region: Region([.z: .index(plane)]))).image
            let expected = Array(pixels[plane * side * side..<(plane + 1) * side * side])
            let isEqual = try image.bytes().array == expected
            #expect(isEqual, "plane \(plane)")
            // The way from the last place to go on from, and a window of what follows.
            #expect(store.byteCount < 3 << 20, "plane \(plane): \(store.byteCount) of \(packed.count)")
        }
    }
}
