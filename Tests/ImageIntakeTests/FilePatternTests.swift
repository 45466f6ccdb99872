import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Names that are odd, hostile, or not what they look like.
@Suite("Files found by their names") struct FilePatternTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/names-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: true)
    }

    private func save(_ names: String...) async throws {
        for (number, name) in names.enumerated() {
            let image = try ImageArray(axes: "yx", shape: [1, 2], pixels: [UInt8(number), 7])
            try await imsave(image, to: folder + "/" + name)
        }
    }

    private func load(_ name: String, _ options: Attributes = Attributes()) async throws -> ImageArray {
        try await imload(folder + "/" + name, driver: "filepattern", options: options).image
    }

    private func remove() { try? FileManager.default.removeItem(atPath: folder) }

    @Test("numbers that are no places are refused before memory is taken for what lies between") func farApart()
        async throws
    {
        defer { remove() }
        try await save("a_z0.nrrd", "a_z16000000.nrrd")
        await expectFailure(.limitExceeded) { try await load("a_z{z:d}.nrrd") }
        await expectFailure(.limitExceeded) { try await load("a_z{z:d}.nrrd", ["allow_missing": true]) }
        for number in 0..<3000 {
            let name = "\(folder)/sub/p_t\(number)_c\(number).nrrd"
            try FileManager.default.copyItem(atPath: folder + "/a_z0.nrrd", toPath: name)
        }
        await expectFailure(.limitExceeded) { try await load("sub/p_t{t:d}_c{c:d}.nrrd", ["allow_missing": true]) }
    }

    @Test("links that go round in circles are followed once") func circles() async throws {
        defer { remove() }
        try await save("sub/i_t0.nrrd", "sub/i_t1.nrrd")
        for name in ["sub/loop", "sub/again"] {
            try FileManager.default.createSymbolicLink(atPath: folder + "/" + name, withDestinationPath: ".")
        }
        try FileManager.default.createSymbolicLink(atPath: folder + "/sub/up", withDestinationPath: "..")
        #expect(try await load("sub", ["axis_tags": ["t": "_t"]]).shape == [2, 1, 2])
    }

    @Test("names that differ in case are different files") func letterCase() async throws {
        defer { remove() }
        try await save("s_t0.nrrd", "S_t1.nrrd")
        guard try FileManager.default.contentsOfDirectory(atPath: folder).count == 3 else { return }
        #expect(try await load("s_t{t:d}.nrrd").shape == [1, 1, 2])
        // Where none is as it is written, case does not matter.
        try FileManager.default.removeItem(atPath: folder + "/s_t0.nrrd")
        #expect(try await load("s_T{t:d}.nrrd").shape == [1, 1, 2])
    }

    @Test("files whose names do not fit are told") func passedOver() async throws {
        defer { remove() }
        try await save("t0.nrrd", "t1.nrrd", "t1_old.nrrd", "tx.nrrd", "y.nrrd")
        try Data().write(to: URL(fileURLWithPath: folder + "/notes.txt"))
        let note = "2 files are passed over, as their names do not fit: t1_old.nrrd, tx.nrrd"
        #expect(try await load("t{t:d}.nrrd").metadata.diagnostics.map(\.message) == [note])
        let tags: Attributes = ["axis_tags": ["t": "t(\\d+)\\."]]
        let more = "3 files are passed over, as their names do not fit: t1_old.nrrd, tx.nrrd, y.nrrd"
        #expect(try await load("", tags).metadata.diagnostics.map(\.message) == [more])
    }

    @Test("braces in the names of folders and files are braces") func braces() async throws {
        defer { remove() }
        let place = folder + "/{a}"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let image = try SyntheticImage(axes: "zyx", shape: [2, 3, 4]).array()
        try await imsave(image, to: place + "/b{c}.nrrd", catalog: place + "/lab.yaml", entry: "e", partition: "yx")
        #expect(try await Catalog.open(place + "/lab.yaml")["e"].read().image.bytes() == image.bytes())
        let paths = ["b{c}.z_00.nrrd", "b{c}.z_01.nrrd"].map { place + "/" + $0 }
        let set = try #require(SplitNames.sets(of: paths, drivers: SourceEnvironment.standard.drivers).first)
        #expect(try await set.others(in: .standard).isEmpty)
        #expect(try await imload(set.pattern).image.bytes() == image.bytes())
    }

    @Test("a compression that a format has not is told, also where an entry keeps all else")
    func compression() async throws {
        defer { remove() }
        let image = try SyntheticImage(axes: "yx", shape: [3, 4]).array()
        for suffix in ["nrrd", "klb", "nii.gz", "tif", "zarr"] {
            let lost = try await imsave(
                image, to: "\(folder)/a.\(suffix)", catalog: folder + "/lab.yaml", entry: suffix,
                compression: Compression(algorithm: "lzfse", level: nil))
            #expect(lost.count == 1 && lost[0].message.contains("lzfse"), "\(suffix): \(lost)")
        }
    }

    @Test("missing files read as a declared value") func fillValue() async throws {
        defer { remove() }
        try await save("z0.nrrd", "z2.nrrd")
        let options: Attributes = ["allow_missing": true, "fill_value": 255]
        #expect(try await load("z{z:d}.nrrd", options).pixels(as: UInt8.self) == [0, 7, 255, 255, 1, 7])
        await expectFailure(.invalidArgument) {
            try await load("z{z:d}.nrrd", ["allow_missing": true, "fill_value": 256])
        }
    }

    @Test("with a root, nothing outside of it is read by way of links or headers") func root() async throws {
        defer { remove() }
        try await save("secret_t1.nrrd", "sub/s_t0.nrrd")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/sub/s_t1.nrrd", withDestinationPath: "../secret_t1.nrrd")
        let header =
            "NRRD0004\ntype: uint8\ndimension: 1\nsizes: 4\nencoding: raw\ndata file: \(folder)/secret_t1.nrrd\n"
        try Data(header.utf8).write(to: URL(fileURLWithPath: folder + "/sub/h.nhdr"))
        let text = """
            sources:
              set: {driver: filepattern, args: {uri: "s_t{t:d}.nrrd"}}
              link: {driver: nrrd, args: {uri: s_t1.nrrd}}
              header: {driver: nrrd, args: {uri: h.nhdr, outside_files: true}}
              good: {driver: nrrd, args: {uri: s_t0.nrrd}}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/sub/lab.yaml"))
        let lab = try await Catalog.open(folder + "/sub/lab.yaml", rules: CatalogRules(root: folder + "/sub"))
        for name in ["set", "link", "header"] {
            await expectFailure(.permissionDenied) { try await lab[name].read() }
        }
        #expect(try await lab["good"].read().image.shape == [1, 2])
        let free = try await Catalog.open(folder + "/sub/lab.yaml")
        #expect(try await free["set"].read().image.shape == [2, 1, 2])
        #expect(try await free["header"].read().image.shape == [4])
    }
}
