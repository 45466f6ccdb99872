import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

private let czyx = [OMEAxis("c"), OMEAxis("z"), OMEAxis("y", unit: "micrometer"), OMEAxis("x", unit: "nm")]

@Suite struct OMEStoredAxesTests {
    @Test func axesCarryWhatTheLevelSays() throws {
        let image = OMEMultiscale(
            axes: czyx,
            levels: [
                OMELevel(path: "0", scale: [1, 0.5, 1, 0.25], translation: [5, 0, 0, 2.5]),
                OMELevel(path: "1", scale: [1, 0.5, 2, 0.5]),
            ])
        let axes = try image.storedAxes(shape: [2, 8, 16, 32], level: 0, channelNames: ["a", "b"])
        #expect(axes.map(\.label) == ["c", "z", "y", "x"])
        #expect(axes.map(\.kind) == [.channel, .space, .space, .space])
        #expect(axes.map(\.length) == [2, 8, 16, 32])
        #expect(axes.map(\.spacing) == [nil, 0.5, 1, 0.25])
        #expect(axes.map(\.unit) == [nil, nil, "micrometer", "nm"])
        #expect(axes.map(\.origin) == [nil, nil, nil, 2.5])
        #expect(axes[0].coords == .labels(["a", "b"]))
        #expect(try image.storedAxes(shape: [2, 8, 8, 16], level: 1).map(\.spacing) == [nil, 0.5, 2, 0.5])
    }

    @Test func oneWithoutUnitMeansUnknownAtAllLevels() throws {
        let image = OMEMultiscale(
            axes: [OMEAxis("t"), OMEAxis("y"), OMEAxis("x", unit: "pixel")],
            levels: [
                OMELevel(path: "0", scale: [1, 1, 1], translation: [0, 0, 0]),
                OMELevel(path: "1", scale: [1, 2, 2], translation: [0, 0.5, 0.5]),
            ])
        for level in 0...1 {
            let axes = try image.storedAxes(shape: [1, 8, 8], level: level)
            #expect(axes.allSatisfy { $0.spacing == nil && $0.unit == nil && $0.origin == nil })
        }
    }

    @Test func levelsWithoutScaleHaveNoSpacing() throws {
        let image = OMEMultiscale(
            axes: [OMEAxis("y"), OMEAxis("x", unit: "mm")],
            levels: [OMELevel(path: "0"), OMELevel(path: "1", scale: [2, 2], translation: [.nan, .infinity])])
        #expect(try image.storedAxes(shape: [8, 8], level: 0).map(\.spacing) == [nil, nil])
        #expect(try image.storedAxes(shape: [8, 8], level: 1).map(\.spacing) == [nil, 2])
    }

    @Test func otherAxesAreLists() throws {
        let image = OMEMultiscale(
            axes: [OMEAxis("angle", unit: "radian"), OMEAxis(""), OMEAxis("x")],
            levels: [OMELevel(path: "0", scale: [2, 2, 2])])
        let axes = try image.storedAxes(shape: [3, 4, 5], level: 0)
        #expect(axes.map(\.label) == ["angle", nil, "x"])
        #expect(axes.map(\.kind) == [.list, .list, .space])
        #expect(axes.map(\.spacing) == [nil, nil, 2])
    }

    @Test func anotherRankIsCorrupt() {
        let image = OMEMultiscale(axes: czyx, levels: [OMELevel(path: "s0")])
        let error = #expect(throws: ImageError.self) { try image.storedAxes(shape: [1, 2], level: 0) }
        #expect(error?.code == .corrupt)
        #expect(error?.message == "the array 's0' has 2 axes, the image 4 (c z y x)")
        let other = #expect(throws: ImageError.self) { try image.storedAxes(shape: [1, 2, 3, 4], level: -1) }
        #expect(other?.code == .notFound)
    }
}
