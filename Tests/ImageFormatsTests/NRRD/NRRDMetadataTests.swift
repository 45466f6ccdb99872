import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct NRRDMetadataTests {
    private func describe(_ sizes: String, _ lines: String...) async throws -> ImageDescription {
        let numbers = sizes.split(separator: " ").compactMap { Int($0) }
        let count = numbers.reduce(1, *)
        let all = ["type: uint8", "dimension: \(numbers.count)", "sizes: \(sizes)", "encoding: raw"] + lines
        let source = try source([("a.nrrd", file(all, [UInt8](repeating: 0, count: count)))])
        return try #require(try await source.discover(Selection(order: .stored)).images.first)
    }

    @Test func labelsNameTheAxesIfAllAreKnown() async throws {
        #expect(try await describe("2 3 4", "labels: \"Z\" \"x\" \"channel\"").axes == "cxz")
        #expect(try await describe("2 3 4", "labels: \"col\" \"row\" \"slice\"").axes == "zyx")
        #expect(try await describe("2 3 4", "labels: \"x\" \"x\" \"y\"").axes == "zyx")
    }

    @Test func kindsNameTheAxesNext() async throws {
        #expect(try await describe("3 4 5 6", "kinds: RGB-color domain domain domain").axes == "zyxc")
        #expect(try await describe("4 5 6 2", "kinds: space space space time").axes == "tzyx")
        #expect(try await describe("4 5 6 2 3", "kinds: domain domain domain list list").axes == "iczyx")
        #expect(try await describe("4 5 6 2", "kinds: domain domain domain domain").axes == "tzyx")
    }

    @Test func directionsThenTheCountNameThem() async throws {
        let axes = try await describe(
            "3 4 5", "space dimension: 2", "space directions: none (1,0) (0,1)"
        ).axes
        #expect(axes == "yxc")
        #expect(try await describe("3 4 5 6").axes == "czyx")
        #expect(try await describe("3 4 5 6 7").axes == "tczyx")
        #expect(try await describe("3").axes == "x")
    }

    @Test func spacingIsTheLengthOfTheDirection() async throws {
        let image = try await describe(
            "3 4 5", "space: left-posterior-superior", "space directions: (0.6,0.8,0) (0,-2,0) (0,0,3.5)",
            "space origin: (1,2,3)", "space units: \"mm\" \"mm\" \"mm\"")
        #expect(image.metadata.spacing == [.x: 1, .y: 2, .z: 3.5])
        #expect(image.metadata.units == [.x: .millimetre, .y: .millimetre, .z: .millimetre])
        #expect(image.metadata.affine?.origin == [1, 2, 3])
        #expect(image.metadata.affine?.directions[.y] == [0, -2, 0])
        #expect(image.metadata.affine?.space == "left-posterior-superior")
        // Rotated: no number per axis can say where it begins.
        #expect(image.metadata.origin.isEmpty)
    }

    @Test func plainDirectionsGiveAnOriginPerAxis() async throws {
        let image = try await describe(
            "3 4", "space dimension: 2", "space directions: (0.5,0) (0,2)", "space origin: (-1,7)",
            "space units: \"microns\" \"microns\"")
        #expect(image.metadata.origin == [.x: -1, .y: 7])
        #expect(image.metadata.units == [.x: .micrometre, .y: .micrometre])
    }

    @Test func perAxisFieldsGiveSpacingUnitsAndOrigin() async throws {
        let image = try await describe(
            "3 4 2 5", "spacings: 0.5 nan 1 2.5", "units: \"um\" \"\" \"\" \"sec\"", "axis mins: 10 0 nan 1",
            "kinds: domain domain list time", "centers: cell node ??? node")
        #expect(image.axes == "tcyx")
        #expect(image.metadata.spacing == [.x: 0.5, .t: 2.5])
        #expect(image.metadata.units == [.x: .micrometre, .t: .second])
        #expect(image.metadata.origin == [.x: 10.25, .t: 1])
    }

    @Test func channelNamesAndOtherKeysAreKept() async throws {
        let image = try await describe(
            "3 4 2", "kinds: domain domain list", "channels:=\"nuclei\" \"actin \\\"A\\\"\"", "stain:=dapi")
        #expect(image.metadata.coords[.c] == .labels(["nuclei", "actin \"A\""]))
        #expect(image.metadata.attributes["stain"] == "dapi")
        #expect(image.metadata.attributes["fileheader"]?.mappingValue?["kinds"] == "domain domain list")
    }

    @Test func namesThatDoNotFitAreReported() async throws {
        let image = try await describe("3 4", "channels:=\"nuclei\" \"actin\"")
        #expect(image.metadata.coords.isEmpty)
        #expect(image.metadata.diagnostics.count == 1)
    }

    @Test func aUnitThatIsNoneStaysNone() async throws {
        let image = try await describe("3 4", "spacings: 2 3", "units: \"um\" \"slices\"")
        #expect(image.metadata.units == [.x: .micrometre])
        #expect(image.metadata.diagnostics.count == 1)
    }

    @Test func aPlaneOfAVolumeKeepsItsPosition() async throws {
        let image = try await describe(
            "3 4", "space dimension: 3", "space directions: (1,0,0) (0,1,0)", "space origin: (1,2,30)")
        #expect(image.metadata.origin == [.x: 1, .y: 2])
        #expect(image.metadata.affine?.origin == [1, 2, 30])
    }

    @Test func aSpaceWithoutDirectionsIsReported() async throws {
        let image = try await describe("3 4", "space: LPS", "spacings: 1 2", "space origin: (1,2,3)")
        #expect(image.metadata.affine == nil)
        #expect(image.metadata.spacing == [.x: 1, .y: 2])
        #expect(image.metadata.diagnostics.count == 1)
    }

    @Test func aListOfPlacesMovesThePlacement() async throws {
        let lines = [
            "type: uint8", "dimension: 3", "sizes: 2 2 3", "encoding: raw", "space: LPS",
            "space directions: (1,0,0) (0,1,0) (0,0,5)", "space origin: (10,20,30)",
        ]
        let source = try source([("a.nrrd", file(lines, [UInt8](repeating: 0, count: 12)))])
        let image = try await source.read(Selection(region: Region([.z: .indices([2, 0])]))).image
        #expect(image.metadata.affine?.origin == [10, 20, 40])
        #expect(image.metadata.coords[.z] == .values([40, 30]))
    }
}
