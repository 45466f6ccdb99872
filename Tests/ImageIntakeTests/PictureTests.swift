import Foundation
import ImageCore
import ImageIntake
import ImageTesting
import Testing

@Suite("Pictures") struct PictureTests {
    @Test("contrast, NaN, and images of one value") func contrast() throws {
        let image = try ImageArray(axes: "yx", shape: [1, 5], pixels: [Float.nan, -1, 0, 10, 99])
        #expect(try Picture(image, contrast: .range(0, 10)).samples == [0, 0, 0, 255, 255])
        #expect(try Picture(image, contrast: .percentiles(0, 100)).samples == [0, 0, 3, 28, 255])
        let flat = try ImageArray(axes: "yx", shape: [1, 2], pixels: [UInt16(7), 7])
        #expect(try Picture(flat).samples == [128, 128])
        let spots = try ImageArray(
            axes: "yx", shape: [1, 10_000], pixels: [UInt8](repeating: 0, count: 9_999) + [200])
        #expect(try Picture(spots).samples == [UInt8](repeating: 0, count: 9_999) + [255])
        for values in [[0, Double.leastNonzeroMagnitude], [-1.7e308, 1.7e308], [-Double.infinity, Double.infinity]] {
            let extreme = try ImageArray(axes: "yx", shape: [1, 2], pixels: values)
            #expect(try Picture(extreme).samples == [0, 255], "\(values)")
            #expect(try Picture(extreme, contrast: .range(0, Double.leastNonzeroMagnitude)).samples[0] == 0)
        }
        _ = try Picture(flat, contrast: .percentiles(.nan, .infinity))
        let none = try ImageArray(axes: "yx", shape: [0, 2], pixels: [UInt16]())
        #expect(try Picture(none).samples.isEmpty)
        #expect(throws: ImageError.self) { try Picture(none).png() }
        #expect(throws: ImageError.self) { try Picture(try flat.slice(.y, 0)) }
    }

    @Test("colours, in any order of the axes; a fourth channel is left out") func colours() throws {
        let image = try ImageArray(axes: "cyx", shape: [4, 1, 2], pixels: [1, 2, 3, 4, 5, 6, 7, 8].map(UInt8.init))
        let picture = try Picture(image, contrast: .range(0, 255))
        #expect(picture.channelCount == 3 && picture.samples == [1, 3, 5, 2, 4, 6])
    }

    @Test("means when it becomes smaller, the same pixels when larger") func scaling() throws {
        let picture = try Picture(width: 4, height: 2, channelCount: 1, samples: [0, 10, 20, 30, 2, 12, 22, 32])
        #expect(try picture.scaled(width: 2, height: 1).samples == [6, 26])
        #expect(try picture.scaled(width: 8, height: 2).samples.prefix(8) == [0, 0, 10, 10, 20, 20, 30, 30])
        #expect(throws: ImageError.self) { try picture.scaled(width: 0, height: 1) }
    }

    @Test("projections, the middle of z, and the first place of others") func views() async throws {
        let image = try ImageArray(axes: "tzyx", shape: [2, 3, 1, 1], pixels: [1, 5, 3, 70, 80, 90].map(UInt8.init))
        let path = FileManager.default.temporaryDirectory.path + "/view-\(UUID().uuidString).nrrd"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await imsave(image, to: path)
        let source = try await imopen(path)
        var view = ImageView()
        view.contrast = .range(0, 255)
        #expect(try await view.picture(of: source).samples == [5])
        let second = Selection(region: Region([.t: 1]))
        for (kind, sample) in [(ImageProjection.Kind.max, 90), (.min, 70), (.mean, 80), (.sum, 240)] {
            view.projection = ImageProjection(kind, along: .z)
            #expect(try await view.picture(of: source, second).samples == [UInt8(sample)])
        }
        view.projection = try ImageProjection(parsing: "max:t")
        #expect(try await view.picture(of: source).samples == [80])
        view.projection = ImageProjection(.max, along: .c)
        await expectFailure(.invalidArgument) { try await view.picture(of: source) }
    }
}
