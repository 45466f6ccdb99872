import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// What we write is read by pynrrd and ITK with equal pixels, spacing, units and origin; what they write is read by us.
@Suite("NRRD and other software") struct NRRDInteropTests {
    @Test("pynrrd reads what we write") func pynrrd() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let files = try await WrittenFiles.write(to: folder)
            let readings = try peers.read("pynrrd", files.map(\.path))
            #expect(readings.count == files.count)
            for file in files {
                let (image, what) = (file.image, "\(file.path.split(separator: "/").last ?? "")")
                let reading = try #require(readings[file.path], "\(what)")
                #expect(reading.error == nil, "\(what)")
                #expect(reading.shape == image.shape, "\(what)")
                #expect(reading.dtype == image.elementType.rawValue, "\(what)")
                #expect(try reading.sha256 == ExpectedImage.digest(of: image.array()), "\(what)")
                let header = try #require(reading.header, "\(what)")
                let fastestFirst = Array(image.axes.reversed())
                #expect(header.labels == fastestFirst.map(\.description), "\(what)")
                var spaceUnits = (header.spaceUnits ?? [])[...]
                for (place, axis) in fastestFirst.enumerated() {
                    let spacing = image.metadata.spacing[axis]
                    #expect(header.spacing(place) == spacing, "\(what) \(axis)")
                    let isInSpace =
                        header.directions?[place] != nil && header.directions?[place]?.contains(nil) == false
                    let unit = isInSpace ? spaceUnits.popFirst() : header.units?[place]
                    #expect(unit ?? "" == image.metadata.units[axis]?.asciiSymbol ?? "", "\(what) \(axis)")
                }
            }
        }
    }

    @Test("ITK reads what we write") func itk() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let files = try await WrittenFiles.write(to: folder)
            let readings = try peers.read("itk", files.map(\.path))
            for file in files {
                let (image, what) = (file.image, "\(file.path.split(separator: "/").last ?? "")")
                let reading = try #require(readings[file.path], "\(what)")
                #expect(reading.error == nil, "\(what)")
                // ITK makes a vector of the channels, and gives them last.
                let axes = image.axes.removing([.c])
                let order = try AxisOrder(axes + (image.axes.contains(.c) ? [.c] : []))
                let expected = try image.array().reordered(to: order)
                #expect(reading.shape == expected.shape, "\(what)")
                #expect(reading.dtype == image.elementType.rawValue, "\(what)")
                #expect(try reading.sha256 == ExpectedImage.digest(of: expected), "\(what)")
                #expect(reading.components == (expected.extent(.c) ?? 1), "\(what)")
                let fastestFirst = Array(axes.reversed())
                // What is unknown is 1 and 0 in ITK.
                let spacing = fastestFirst.map { image.metadata.spacing[$0] ?? 1 }
                let origin = fastestFirst.map { image.metadata.origin[$0] ?? 0 }
                #expect(reading.spacing == spacing, "\(what)")
                #expect(reading.origin == origin, "\(what)")
            }
        }
    }

    @Test("we read what they write") func theirs() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            try peers.run("make_fixtures.py", [folder])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
                $0.hasSuffix(".expected.json")
            }
            #expect(names.count >= 40)
            for name in names {
                let path = folder + "/" + name.dropLast(".expected.json".count)
                let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                let expected = try JSONDecoder().decode(ExpectedImage.self, from: data)
                let found = try expected.differences(from: try await imload(path, axes: .stored).image)
                #expect(found == [], "\(name)")
            }
        }
    }

    @Test("a turned image goes to ITK and comes back") func turned() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            try peers.run("make_fixtures.py", [folder])
            let read = try await imload(folder + "/itk-rotated.nrrd", axes: .stored).image
            let affine = try #require(read.metadata.affine)
            #expect(affine.space == "left-posterior-superior")
            #expect(affine.origin == [1, 2, 3])
            try await imsave(read, to: folder + "/again.nrrd")
            let paths = [folder + "/itk-rotated.nrrd", folder + "/again.nrrd"]
            let readings = try peers.read("itk", paths)
            let (first, second) = (readings[paths[0]], readings[paths[1]])
            #expect(second?.error == nil)
            #expect(first?.sha256 == second?.sha256)
            #expect(first?.origin == second?.origin)
            for (one, other) in zip(first?.spacing ?? [], second?.spacing ?? [.nan]) {
                #expect(abs(one - other) <= 1e-12 * one)
            }
        }
    }

    @Test("our reading of fixtures agrees with both peers' reading") func fixtures() async throws {
        guard let peers = Peers.find() else { return }
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("ImageFormatsTests/Fixtures/NRRD").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix("type-") && $0.hasSuffix(".nrrd") || $0.hasPrefix("itk-") && $0.hasSuffix("6.nrrd") }
        let paths = names.map { folder + "/" + $0 }
        for reader in ["pynrrd", "itk"] {
            let readings = try peers.read(reader, paths)
            for path in paths {
                let ours = try ExpectedImage.digest(of: try await imload(path, axes: .stored).image)
                #expect(readings[path]?.sha256 == ours, "\(reader) \(path)")
            }
        }
    }
}
