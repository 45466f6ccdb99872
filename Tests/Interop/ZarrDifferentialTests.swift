import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Stores of every kind, made at random by zarr-python and tensorstore: what they read is what we read, whole and in
/// parts.
@Suite("Random Zarr stores") struct ZarrDifferentialTests {
    struct Case: Decodable {
        var path: String
        var array: String
        var shape: [Int]
        var dtype: String
        var regions: [Part]
        var what: String

        struct Part: Decodable {
            var start: [Int]
            var stop: [Int]
            var step: [Int]
            var sha256: String

            var isEmpty: Bool { zip(start, stop).contains { $0 == $1 } }
        }
    }

    @Test("whole arrays and regions", arguments: [1, 2026]) func stores(seed: Int) async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            try peers.run("zarr_cases.py", ["\(seed)", "300", folder])
            let list = try Data(contentsOf: URL(fileURLWithPath: folder + "/cases.json"))
            let cases = try JSONDecoder().decode([Case].self, from: list)
            #expect(cases.count == 300)
            for store in cases {
                let path = folder + "/" + store.path + (store.array.isEmpty ? "" : "/" + store.array)
                do {
                    let source = try await imopen(path)
                    let axes = try await source.discover(Selection(order: .stored)).images[0].axes
                    for part in store.regions {
                        let region = Self.region(part, axes, store.shape)
                        // An array without elements is read as such; only a range without any is refused.
                        let selectsNothing = store.shape.indices.contains {
                            part.start[$0] >= part.stop[$0] && region.selections[axes[$0]] != nil
                        }
                        if selectsNothing {
                            // NumPy gives an array without elements; here that is a mistake of the caller.
                            let error = await #expect(throws: ImageError.self) {
                                try await source.read(Selection(region: region, order: .stored))
                            }
                            #expect(error?.code == .invalidArgument)
                            continue
                        }
                        let read = try await source.read(Selection(region: region, order: .stored)).image
                        let expected = ExpectedImage(
                            axes: axes.letters, shape: Self.extents(part), dtype: store.dtype, sha256: part.sha256)
                        let found = try expected.differences(from: read)
                        #expect(found == [], "\(store.path) \(part.start) \(part.stop) \(part.step): \(store.what)")
                    }
                } catch {
                    Issue.record("\(store.path): \(error): \(store.what)")
                }
            }
        }
    }

    private static func region(_ part: Case.Part, _ axes: AxisOrder, _ shape: [Int]) -> Region {
        var region = Region.all
        for (place, axis) in axes.enumerated() {
            let (start, stop, step) = (part.start[place], part.stop[place], part.step[place])
            if start == 0, stop == shape[place], step == 1 { continue }
            region.selections[axis] = .range(lower: start, upper: stop, step: step)
        }
        return region
    }

    private static func extents(_ part: Case.Part) -> [Int] {
        part.start.indices.map { place in
            (part.stop[place] - part.start[place] + part.step[place] - 1) / part.step[place]
        }
    }
}
