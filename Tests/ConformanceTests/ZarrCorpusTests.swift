import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Every Zarr store of the corpus: each of its arrays opened by its own path, and its OME images.
@Suite("Corpus of Zarr stores") struct ZarrCorpusTests {
    static let entries = CorpusTests.entries { $0.zarr != nil }
    static let images = entries.filter { entry in
        !entry.mustFail && !entry.mayFail
            && entry.zarr.map { !$0.images.isEmpty || !$0.labels.isEmpty || !$0.wells.isEmpty } == true
    }

    @Test("each array: pixels, shape and type, or a refusal", arguments: entries) func arrays(entry: ManifestEntry)
        async
    {
        for array in entry.zarr?.arrays ?? [] where !array.isTooLarge {
            let path = Self.path(entry, array.path)
            do {
                let read = try await imload(path, axes: .stored).image
                let expected = ExpectedImage(
                    axes: nil, shape: array.shape, dtype: array.dtype, sha256: array.sha256 ?? "none")
                let found = try expected.differences(from: read)
                #expect(found == [], "\(path)")
                #expect(!array.mustFail, "\(path) was read")
            } catch let error as ImageError {
                #expect(array.mustFail || array.mayFail || entry.mayFail, "\(path): \(error)")
                #expect(!error.message.isEmpty)
            } catch {
                Issue.record("\(path): \(error)")
            }
        }
    }

    @Test("the arrays too large to be read are described, and parts of them read", arguments: entries)
    func large(entry: ManifestEntry) async throws {
        for array in entry.zarr?.arrays ?? [] where array.isTooLarge && !entry.mayFail {
            let source = try await imopen(Self.path(entry, array.path))
            let image = try #require(try await source.discover(Selection(order: .stored)).images.first)
            #expect(image.shape == array.shape)
            #expect(image.elementType.rawValue == array.dtype)
            let corner = Region(
                Dictionary(uniqueKeysWithValues: image.axes.map { ($0, .range(lower: 0, upper: 2, step: 1)) }))
            let part = try await source.read(Selection(region: corner, order: .stored)).image
            #expect(part.shape == array.shape.map { min($0, 2) })
        }
    }

    @Test("OME images: axes, spacing, units, origin, names and the pixels of all levels", arguments: images)
    func ome(entry: ManifestEntry) async throws {
        let facts = try #require(entry.zarr)
        for image in facts.images {
            let path = Self.path(entry, image.path)
            let source = try await imopen(path)
            for (number, level) in image.levels.enumerated() {
                let what = "\(path) level \(number)"
                let described = try await source.discover(Selection(order: .stored, level: number)).images[0]
                if !image.axes.isEmpty { #expect(described.axes.letters == image.axes.joined(), "\(what)") }
                if number == 0 { #expect(described.levels.count == image.levels.count, "\(what)") }
                #expect(described.metadata.spacing == image.spacing(number), "\(what)")
                #expect(described.metadata.units == image.canonicalUnits, "\(what)")
                #expect(described.metadata.origin == image.origin(number), "\(what)")
                if let names = image.channelNames {
                    #expect(described.metadata.coords[.c] == .labels(names), "\(what)")
                }
                let own = image.path.isEmpty ? level.path : image.path + "/" + level.path
                guard let array = facts.array(own) else { continue }
                #expect(described.shape == array.shape, "\(what)")
                guard let sha256 = array.sha256 else { continue }
                let read = try await source.read(Selection(order: .stored, level: number)).image
                #expect(try ExpectedImage.digest(of: read) == sha256, "\(what)")
            }
        }
    }

    @Test("labels are further arrays, wells are series", arguments: images)
    func groups(entry: ManifestEntry) async throws {
        let facts = try #require(entry.zarr)
        for (path, names) in facts.labels {
            let whole = try await imload(Self.path(entry, path), axes: .stored)
            let (image, described) = (whole.image, try await imdescribe(Self.path(entry, path), axes: .stored))
            #expect(described.images.map(\.name) == whole.names)
            for name in names {
                let group = (path.isEmpty ? "" : path + "/") + "labels/" + name
                guard let label = facts.images.first(where: { $0.path == group }), let first = label.levels.first,
                    let array = facts.array(group + "/" + first.path)
                else { continue }
                let lengths = zip(label.axes, array.shape)
                let fits = lengths.allSatisfy { axis, length in
                    image.axes.first { $0.description == axis }.flatMap { image.extent($0) } == length
                }
                #expect(whole.names.dropFirst().contains(name) == fits, "\(name)")
                if fits {
                    #expect(try ExpectedImage.digest(of: try whole[name]) == array.sha256)
                } else {
                    #expect(image.metadata.diagnostics.contains { $0.message.contains(name) })
                }
            }
        }
        for (path, wells) in facts.wells {
            let series = try await imopen(Self.path(entry, path)).discover().series
            #expect(Set(series.map { $0.split(separator: "/").dropLast().joined(separator: "/") }) == Set(wells))
            for image in facts.images where path.isEmpty { #expect(series.contains(image.path), "\(image.path)") }
        }
    }

    private static func path(_ entry: ManifestEntry, _ path: String) -> String {
        path.isEmpty ? entry.file : entry.file + "/" + path
    }
}
