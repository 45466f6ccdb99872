import ImageCore
import Testing

@Suite("Regions of an image") struct ResolvedRegionTests {
    private let coords: [Axis: Coordinates] = [.c: .labels(["dapi", "gfp", "rfp"]), .t: .values([0, 0.5, 2])]

    private func places(_ axis: Axis, _ selection: AxisSelection, _ length: Int) throws -> AxisPlaces {
        let axes = try AxisOrder([axis])
        return try #require(try Region([axis: selection]).resolve(axes: axes, shape: [length], coords: coords).first)
    }

    @Test(
        "places",
        arguments: [
            (AxisSelection.range(lower: nil, upper: nil, step: 1), [0, 1, 2, 3, 4]),
            (.range(lower: 1, upper: 3, step: 1), [1, 2]),
            (.range(lower: -2, upper: nil, step: 1), [3, 4]), (.range(lower: nil, upper: -1, step: 2), [0, 2]),
            (.range(lower: 0, upper: 5, step: 4), [0, 4]), (.range(lower: 2, upper: 5, step: 100), [2]),
            (.range(lower: 0, upper: 5, step: Int.max), [0]), (.range(lower: -5, upper: 5, step: 3), [0, 3]),
            (.indices([4, 0, 0, 2]), [4, 0, 0, 2]), (.indices([-1, 1, 2, 3]), [4, 1, 2, 3]),
            (.indices([0, 2, 4]), [0, 2, 4]),
            (.indices([0, 2, 3, 4]), [0, 2, 3, 4]),
        ])
    func places(selection: AxisSelection, expected: [Int]) throws {
        let chosen = try places(.z, selection, 5)
        #expect(chosen.places == expected)
        #expect(chosen.count == expected.count)
        #expect(!chosen.dropsAxis)
    }

    @Test(
        "one place drops the axis",
        arguments: [
            (AxisSelection.index(2), 2), (.index(-1), 2), (.index(-3), 0), (.label("gfp"), 1),
        ])
    func dropping(selection: AxisSelection, place: Int) throws {
        let chosen = try places(.c, selection, 3)
        #expect(chosen.places == [place])
        #expect(chosen.dropsAxis)
    }

    @Test("labels and positions") func labels() throws {
        #expect(try places(.c, .labels(["rfp", "dapi"]), 3).places == [2, 0])
        #expect(try places(.t, .label("0.50"), 3).places == [1])
        #expect(try places(.t, .labels(["2", "0"]), 3).places == [2, 0])
    }

    @Test("runs are as long as they can be") func runs() throws {
        #expect(try places(.z, .indices([1, 2, 3]), 9).runs == [.init(start: 1, count: 3, step: 1)])
        #expect(try places(.z, .indices([0, 5, 6, 7]), 9).runs.count == 2)
        #expect(try places(.z, .indices([3, 3, 2]), 9).runs.count == 3)
        #expect(AxisPlaces.all(4).places == [0, 1, 2, 3])
    }

    @Test(
        "places outside are errors",
        arguments: [
            AxisSelection.index(5), .index(-6), .index(Int.max), .index(Int.min), .indices([0, 5]), .indices([-6]),
            .range(lower: 0, upper: 6, step: 1), .range(lower: -6, upper: 2, step: 1),
            .range(lower: 3, upper: 3, step: 1),
            .range(lower: 4, upper: 2, step: 1), .range(lower: 0, upper: 5, step: 0),
            .range(lower: 0, upper: 5, step: -1),
            .range(lower: Int.min, upper: Int.max, step: 1), .range(lower: 5, upper: nil, step: 1), .indices([]),
            .labels([]),
        ])
    func outside(selection: AxisSelection) {
        #expect { _ = try places(.z, selection, 5) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("unknown names say which are known") func unknown() throws {
        let error = try #require(throws: ImageError.self) { try places(.c, .label("gpf"), 3) }
        #expect(error.code == .notFound)
        #expect(error.hint?.contains("'gfp'") == true)
        let far = try #require(throws: ImageError.self) { try places(.c, .label("brightfield"), 3) }
        #expect(far.hint?.contains("dapi, gfp, rfp") == true)
        let none = try #require(throws: ImageError.self) { try places(.z, .label("a"), 3) }
        #expect(none.code == .notFound)
    }

    @Test("an axis that the image lacks is an error that names those it has") func noAxis() throws {
        let error = try #require(throws: ImageError.self) {
            try Region([.t: .index(0)]).resolve(axes: "zyx", shape: [1, 2, 3], coords: [:])
        }
        #expect(error.code == .invalidArgument)
        #expect(error.hint?.contains("zyx") == true)
    }
}
