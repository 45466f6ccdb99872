import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// What we write is read by nibabel and ITK with equal pixels, matrix, spacing and units; what they write is read by us.
@Suite("NIfTI and other software") struct NIfTIInteropTests {
    /// A file that was written, and what it holds with its axes in the order of the file.
    private struct Written {
        var path: String
        var array: ImageArray
        var options = Attributes()

        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    private static let types: [ElementType] = [
        .uint8, .int8, .int16, .uint16, .int32, .uint32, .float32, .float64, .complex64, .complex128,
    ]

    private func write(
        _ image: SyntheticImage, _ folder: String, _ name: String, _ options: Attributes = Attributes()
    ) async throws -> Written {
        let array = try image.array()
        let path = folder + "/" + name
        try await imsave(array, to: path, partition: try array.axes.arranged(by: "ctzyx"), options: options)
        return Written(
            path: path, array: try array.reordered(to: try array.axes.arranged(by: "ctzyx")), options: options)
    }

    private func reports(_ peers: Peers, _ paths: [String]) throws -> [PeerReport] {
        let lines = try peers.run("nifti_check.py", paths).split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == paths.count)
        return try lines.map { PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8]($0)))) }
    }

    /// Whether numbers agree as far as single precision goes.
    private func isEqual(_ a: [Double]?, _ b: [Double]) -> Bool {
        a?.count == b.count && zip(a ?? [], b).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($1), 1) }
    }

    private func rows(_ report: PeerReport) -> [Double]? {
        report.isMissing ? nil : report.list.flatMap { $0.numbers ?? [] }
    }

    @Test("all types, 2-D to 5-D, both versions, single files and pairs") func pixels() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var files: [Written] = []
            for type in Self.types + [.int64, .uint64] {
                for (version, suffix) in [(1, "nii"), (1, "nii.gz"), (2, "nii"), (1, "hdr"), (2, "img.gz")] {
                    let image = SyntheticImage(axes: "zyx", shape: [3, 4, 5], elementType: type)
                    let options: Attributes = ["nifti_version": .int(version), "int64": true]
                    files.append(try await write(image, folder, "\(type)-\(version).\(suffix)", options))
                }
            }
            let shapes: [(AxisOrder, [Int])] = [
                ("yx", [4, 6]), ("zyx", [3, 4, 5]), ("tyx", [3, 4, 5]), ("tzyx", [3, 2, 4, 5]), ("cyx", [3, 4, 5]),
                ("czyx", [2, 3, 4, 5]), ("ctzyx", [2, 3, 2, 4, 5]), ("xyz", [3, 4, 5]),
            ]
            for (axes, shape) in shapes {
                let image = SyntheticImage(
                    axes: axes, shape: shape, metadata: WrittenFiles.metadata(axes, hasOrigin: true))
                files.append(try await write(image, folder, "\(axes).nii.gz"))
            }
            for (file, said) in zip(files, try reports(peers, files.map(\.path))) {
                try check(file, said["nibabel"])
                // ITK knows NIfTI-1 only.
                let isSecond = file.options["nifti_version"] == 2
                #expect(said["itk"]["error"].isMissing == !isSecond, "\(file.name): \(said["itk"].text)")
                if !isSecond { try checkITK(file, said["itk"]) }
            }
        }
    }

    private func check(_ file: Written, _ said: PeerReport) throws {
        let (array, name) = (file.array, file.name)
        #expect(said["error"].isMissing, "\(name): \(said.text)")
        let kind = file.options["nifti_version"] == 2 ? "Nifti2" : "Nifti1"
        #expect(said["class"].string == kind + (name.contains(".nii") ? "Image" : "Pair"), "\(name)")
        #expect(said["dtype"].string == array.elementType.rawValue, "\(name)")
        #expect(said["sha256"].string == (try ExpectedImage.digest(of: array)), "\(name)")
        #expect(said["scaling"].numbers == [1, 0], "\(name)")
        // Axes that the image does not have, below one that it has, are 1 long.
        let places: [Axis] = [.x, .y, .z, .t, .c]
        let count = (places.lastIndex { array.axes.contains($0) } ?? 0) + 1
        let extents = places.prefix(count).map { array.extent($0) ?? 1 }
        #expect(said["shape"].numbers == extents.reversed().map(Double.init), "\(name)")
        let metadata = array.metadata
        let spacing = places.prefix(min(count, 4)).map { axis in
            metadata.spacing[axis] ?? (axis == .t ? 0 : 1)
        }
        #expect(isEqual(said["zooms"].numbers.map { Array($0.prefix(4)) }, spacing), "\(name): \(said["zooms"].text)")
        let hasUnits = !metadata.units.isEmpty
        #expect(said["space"].string == (hasUnits ? "micron" : "unknown"), "\(name)")
        #expect(said["time"].string == (metadata.units[.t] != nil ? "sec" : "unknown"), "\(name)")
        #expect(isEqual([said["toffset"].value?.doubleValue ?? .nan], [metadata.origin[.t] ?? 0]), "\(name)")
        var matrix = [Double](repeating: 0, count: 16)
        for (place, axis) in [Axis.x, .y, .z].enumerated() {
            matrix[place * 5] = metadata.spacing[axis] ?? 1
            matrix[place * 4 + 3] = metadata.origin[axis] ?? 0
        }
        matrix[15] = 1
        for form in ["affine", "qform", "sform"] { #expect(isEqual(rows(said[form]), matrix), "\(name) \(form)") }
        #expect(said["qcode"].value == 2 && said["scode"].value == 2, "\(name)")
    }

    private func checkITK(_ file: Written, _ said: PeerReport) throws {
        let (array, name) = (file.array, file.name)
        // The axis c becomes components, which come last in the array; ITK drops a time of 1 before them.
        let others = array.axes.removing([.c])
        let order = try AxisOrder(others + (array.axes.contains(.c) ? [.c] : []))
        let expected = try array.reordered(to: order)
        if array.elementType != .complex64, array.elementType != .complex128 {
            #expect(said["dtype"].string == array.elementType.rawValue, "\(name)")
        }
        #expect(said["sha256"].string == (try ExpectedImage.digest(of: expected)), "\(name)")
        #expect(said["components"].value == .int(array.extent(.c) ?? 1), "\(name)")
        let metadata = array.metadata
        let isMicrons = !metadata.units.isEmpty
        let spatial = [Axis.x, .y, .z].filter { array.axes.contains($0) }
        // In millimetres, along left and posterior.
        let factor = isMicrons ? 1e-3 : 1
        let spacing = spatial.map { (metadata.spacing[$0] ?? 1) * factor }
        let found = said["spacing"].numbers ?? []
        #expect(isEqual(Array(found.prefix(spatial.count)), spacing), "\(name): \(said.text)")
        let origin = spatial.map { (metadata.origin[$0] ?? 0) * factor * ($0 == .z ? 1 : -1) }
        #expect(
            isEqual(said["origin"].numbers.map { Array($0.prefix(spatial.count)) }, origin), "\(name): \(said.text)")
    }

    @Test("placements, from one program to the other") func placements() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            // Turned by 30 and by 200 degrees, with a mirror, and with axes that are not at right angles.
            let cosine = (3.0).squareRoot() / 2
            let turns: [(String, [[Double]], isRigid: Bool)] = [
                ("turned", [[0.5 * cosine, 0.25, 0], [-0.2, 0.4 * cosine, 0], [0, 0, 2]], true),
                ("back", [[-0.5 * cosine, 0.25, 0], [0, 0, 2], [0.3, 0.6 * cosine, 0]], true),
                ("mirror", [[0.5 * cosine, 0.25, 0], [-0.2, 0.4 * cosine, 0], [0, 0, -2]], true),
                ("half", [[-0.5, 0, 0], [0, -0.4, 0], [0, 0, 2]], true),
                ("sheared", [[0.5, 0.1, 0], [0, 0.4, 0], [0, 0.2, 2]], false),
            ]
            var files: [(Written, [[Double]], Bool)] = []
            for (name, columns, isRigid) in turns {
                var image = SyntheticImage(axes: "zyx", shape: [3, 4, 5])
                image.metadata.affine = Affine(
                    space: "right-anterior-superior", directions: [.x: columns[0], .y: columns[1], .z: columns[2]],
                    origin: [10.5, -20.25, 3])
                for (axis, column) in zip([Axis.x, .y, .z], columns) {
                    image.metadata.spacing[axis] = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
                    image.metadata.units[axis] = .millimetre
                }
                files.append((try await write(image, folder, name + ".nii"), columns, isRigid))
            }
            let said = try reports(peers, files.map(\.0.path))
            for ((file, columns, isRigid), said) in zip(files, said) {
                let origin = [10.5, -20.25, 3]
                var matrix: [Double] = []
                for row in 0..<3 { matrix += columns.map { $0[row] } + [origin[row]] }
                matrix += [0, 0, 0, 1]
                #expect(isEqual(rows(said["nibabel"]["affine"]), matrix), "\(file.name)")
                #expect(said["nibabel"]["scode"].value == 1, "\(file.name)")
                #expect(said["nibabel"]["qcode"].value == (isRigid ? 1 : 0), "\(file.name)")
                #expect(said["itk"]["error"].isMissing == isRigid, "\(file.name): \(said["itk"].text)")
                guard isRigid else { continue }
                let turned = rows(said["nibabel"]["qform"]) ?? []
                #expect(zip(turned, matrix).allSatisfy { abs($0 - $1) < 1e-3 }, "\(file.name)")
                // ITK's directions are the columns of unit length, against left, posterior and superior.
                let spacing = try #require(said["itk"]["spacing"].numbers)
                #expect(isEqual(spacing, [Axis.x, .y, .z].map { file.array.metadata.spacing[$0] ?? 0 }))
                var directions: [Double] = []
                for row in 0..<3 {
                    let sign: Double = row == 2 ? 1 : -1
                    for column in 0..<3 { directions.append(columns[column][row] / spacing[column] * sign) }
                }
                let found = said["itk"]["direction"].numbers ?? []
                #expect(zip(found, directions).allSatisfy { abs($0 - $1) < 1e-3 }, "\(file.name): \(found)")
                #expect(isEqual(said["itk"]["origin"].numbers, [-10.5, 20.25, 3]), "\(file.name)")
            }
        }
    }

    @Test("headers and extensions pass through") func passing() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            try peers.run("make_fixtures.py", [folder, "nifti"])
            let names = ["extensions.nii", "turned-both.nii", "turned-sform.nii", "turned-qform.nii", "tzyx-2.nii"]
            let (before, after) = (names.map { folder + "/" + $0 }, names.map { folder + "/again-" + $0 })
            for (number, name) in names.enumerated() {
                let options: Attributes = ["nifti_version": name.hasPrefix("tzyx-2") ? 2 : 1]
                try await imsave(try await imload(before[number]), to: after[number], options: options)
            }
            let said = try reports(peers, before + after).map { $0["nibabel"] }
            for (number, name) in names.enumerated() {
                let (one, other) = (said[number], said[number + names.count])
                for key in ["sha256", "descrip", "space", "time", "toffset", "zooms", "intent", "cal"] {
                    #expect(one[key].value == other[key].value, "\(name) \(key)")
                }
                // Nothing had to be kept beside the header.
                #expect(one["extensions"].value == other["extensions"].value, "\(name)")
                #expect(isEqual(rows(other["affine"]), rows(one["affine"]) ?? []), "\(name)")
                let code = max(one["scode"].value?.intValue ?? 0, one["qcode"].value?.intValue ?? 0)
                #expect(other["scode"].value == .int(code) && other["qcode"].value == .int(code), "\(name)")
            }
        }
    }

    @Test("fields that are asked for") func fields() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let image = SyntheticImage(axes: "zyx", shape: [3, 4, 5], elementType: .int16)
            let header: Attributes = [
                "descrip": "from the microscope", "intent_code": 1002, "cal_min": 10, "cal_max": "200.5",
                "sform_code": 4,
            ]
            let file = try await write(image, folder, "fields.nii", ["header": .mapping(header)])
            let said = try reports(peers, [file.path])[0]["nibabel"]
            #expect(said["descrip"].string == "from the microscope")
            #expect(said["intent"].value == 1002)
            #expect(said["cal"].numbers == [10, 200.5])
            #expect(said["scode"].value == 4 && said["qcode"].value == 2)
        }
    }

    @Test("we read what they write") func theirs() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            try peers.run("make_fixtures.py", [folder, "nifti"])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
                $0.hasSuffix(".expected.json")
            }
            #expect(names.count >= 45)
            for name in names {
                let path = folder + "/" + name.dropLast(".expected.json".count)
                let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                let expected = try JSONDecoder().decode(ExpectedImage.self, from: data)
                let found = try expected.differences(from: try await imload(path, axes: .stored).image)
                #expect(found == [], "\(name)")
            }
        }
    }
}
