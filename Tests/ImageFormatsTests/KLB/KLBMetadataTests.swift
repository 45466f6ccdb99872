import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

@Suite struct KLBMetadataTests {
    private func calibration(
        _ axes: AxisOrder, _ shape: [Int], _ metadata: ImageMetadata, text: String? = nil
    ) throws -> KLBCalibration {
        let image = SyntheticImage(axes: axes, shape: shape, elementType: .uint8, metadata: metadata)
        return KLBCalibration(WritableImage(try image.array()), text: text)
    }

    /// The metadata that are read of a header with a text.
    private func read(_ text: String, _ sampling: [Float] = [0.5, 0.25, 2, 1, 3], sizes: [Int] = [3, 2, 1, 1, 1])
        async throws -> ImageArray
    {
        var file = KLBBuilder.plane
        file.header.metadata = text
        file.header.sampling = sampling
        file.header.sizes = sizes
        file.header.block = sizes
        file.blocks = [(0..<sizes.reduce(1, *)).map { UInt8(truncatingIfNeeded: $0) }]
        return try await file.source().read(Selection(order: .stored)).image
    }

    @Test(arguments: [
        (Unit.nanometre, 65.0, 0.065), (.angstrom, 2, 0.0002), (.millimetre, 0.001, 1), (.centimetre, 0.5, 5000),
        (.metre, 0.25, 250_000), (.micrometre, 0.1, 0.1),
    ])
    func unitsOfLengthAreConverted(unit: Unit, number: Double, micrometres: Double) throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: number, .y: number]
        metadata.units = [.x: unit, .y: unit]
        let found = try calibration("yx", [2, 3], metadata)
        #expect(found.sampling == [.x: Float(micrometres), .y: Float(micrometres)])
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: [
        (Unit.millisecond, 250.0, 0.25), (.microsecond, 500, 0.0005), (.nanosecond, 1e9, 1), (.minute, 1.5, 90),
        (.hour, 2, 7200), (.second, 30, 30),
    ])
    func unitsOfTimeAreConverted(unit: Unit, number: Double, seconds: Double) throws {
        var metadata = ImageMetadata()
        metadata.spacing[.t] = number
        metadata.units[.t] = unit
        #expect(try calibration("tyx", [2, 2, 3], metadata).sampling[.t] == Float(seconds))
    }

    @Test func whatTheHeaderHasNoFieldForIsJSON() throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.1, .y: 0.5]
        metadata.units = [.x: .micrometre, .y: .micrometre]
        metadata.origin = [.x: 100]
        metadata.coords[.c] = .labels(["DAPI", "GFP"])
        metadata.attributes["note"] = "n"
        metadata.attributes["fileheader"] = ["type": "other"]
        let found = try calibration("cyx", [2, 2, 3], metadata)
        #expect(
            found.text
                == #"{"coords":{"c":["DAPI","GFP"]},"spacing":{"x":0.1},"origin":{"x":100},"metadata":{"note":"n"}}"#)
        #expect(found.diagnostics.isEmpty)
        metadata = ImageMetadata()
        metadata.spacing = [.x: 0.5, .y: 0.5]
        metadata.units = [.x: .micrometre, .y: .micrometre]
        #expect(try calibration("yx", [2, 3], metadata).text == "", "the header says it all")
    }

    @Test func namesComeFirstAndWhatHasNoRoomIsReported() throws {
        var metadata = ImageMetadata()
        metadata.coords[.c] = .labels((0..<12).map { "channel \($0)" })
        metadata.spacing = [.x: 0.1, .y: 0.1]
        metadata.units = [.x: .micrometre, .y: .micrometre]
        metadata.attributes["long"] = .string(String(repeating: "x", count: 100))
        metadata.attributes["short"] = 1
        let found = try calibration("cyx", [12, 2, 3], metadata)
        #expect(found.text.utf8.count <= 255)
        #expect(found.text.contains(#""channel 11""#) && found.text.contains(#""short":1"#))
        #expect(found.diagnostics.map(\.message).joined().contains("metadata.long"))
        metadata.coords[.c] = .labels((0..<12).map { "a channel with a long name \($0)" })
        let other = try calibration("cyx", [12, 2, 3], metadata)
        #expect(other.diagnostics.map(\.message).joined().contains("coords.c"))
        #expect(other.text.contains(#""spacing":{"y":0.1,"x":0.1}"#))
    }

    @Test func aTextOfTheCallersIsWrittenInstead() throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.1]
        let found = try calibration("yx", [2, 3], metadata, text: "mine")
        #expect(found.text == "mine")
        #expect(found.sampling[.x] == Float(0.1))
        #expect(found.diagnostics.count == 1)
    }

    @Test func spacingsBeyondTheNumbersOfTheFormat() throws {
        for number in [1e300, 1e-300] {
            var metadata = ImageMetadata()
            metadata.spacing = [.x: number, .y: 0.5]
            metadata.units = [.x: .micrometre, .y: .micrometre]
            let found = try calibration("yx", [2, 3], metadata)
            #expect(found.sampling == [.x: 1, .y: 0.5])
            #expect(found.diagnostics.count == 1)
        }
    }

    @Test func theRestIsTakenUpAsLongAsItAgreesWithTheHeader() async throws {
        let image = try await read(
            #"{"spacing":{"x":0.5000000001,"y":0.3},"spacing_units":{"y":null},"origin":{"x":7},"metadata":{"k":[1]}}"#)
        #expect(image.metadata.spacing == [.x: 0.5000000001, .y: 0.25], "another program changed y")
        #expect(image.metadata.units == [.x: .micrometre])
        #expect(image.metadata.origin == [.x: 7])
        #expect(image.metadata.attributes["k"] == [1])
        let unknown = try await read(#"{"spacing":{"x":null,"y":null}}"#, [1, 2, 1, 1, 1])
        #expect(unknown.metadata.spacing == [.y: 2])
    }

    @Test func namesOfChannels() async throws {
        let sizes = [2, 1, 1, 3, 1]
        for text in [#"{"coords":{"c":["a","b","c"]}}"#, #"{"channels":["a","b","c"]}"#] {
            #expect(try await read(text, sizes: sizes).metadata.coords[.c] == .labels(["a", "b", "c"]), "\(text)")
        }
        for text in [#"{"channels":["a","b"]}"#, #"{"channels":[1,2,3]}"#, #"{"channels":3}"#] {
            #expect(try await read(text, sizes: sizes).metadata.coords[.c] == nil, "\(text)")
        }
    }

    @Test func aPlacementCountsAsLongAsItsStepsAgreeWithTheHeader() async throws {
        let text =
            #"{"affine":{"space":"left-posterior-superior","directions":{"x":[0,0.5],"y":[-0.25,0]},"origin":[1,2]}}"#
        let affine = try #require(try await read(text).metadata.affine)
        #expect(affine.directions == [.x: [0, 0.5], .y: [-0.25, 0]] && affine.origin == [1, 2])
        let changed = try await read(text, [0.5, 0.3, 2, 1, 3]).metadata
        #expect(changed.affine == nil && changed.spacing[.y] == Double(Float(0.3)))
    }

    @Test func axesOfLengthOneThatTheImageHad() async throws {
        for (text, axes) in [
            (#"{"axes":"zyx"}"#, "zyx"), (#"{"axes":"tzyx"}"#, "tzyx"), (#"{"axes":"x"}"#, "x"),
            (#"{"axes":"zy"}"#, "zyx"), (#"{"axes":"iyx"}"#, "yx"), (#"{"axes":"yy"}"#, "yx"), (#"{"axes":5}"#, "yx"),
            ("{", "yx"), ("[1]", "yx"), (#"{"other":{}}"#, "yx"),
        ] {
            let image = try await read(text, sizes: [5, 1, 1, 1, 1])
            #expect(image.axes.letters == axes, "\(text)")
        }
    }

    @Test func aTextThatIsNoJSONStaysInTheHeaderOnly() async throws {
        let image = try await read("Testing metadata \u{B5}")
        #expect(image.metadata.attributes["fileheader"]?.mappingValue?["metadata"] == "Testing metadata \u{B5}")
        #expect(image.metadata.attributes.count == 1)
    }

    @Test func factsOfAnotherKindAreReported() async throws {
        for (text, words) in [
            (#"{"origin":{"x":"a","y":1}}"#, "origin.x"), (#"{"coords":{"x":["a",2,3]}}"#, "coords.x"),
            (#"{"coords":{"x":5},"spacing":[1]}"#, "spacing, coords.x"), (#"{"channels":[1,2]}"#, "channels"),
            (#"{"channels":3}"#, "channels"), (#"{"affine":{"space":"lps"}}"#, "affine"), (#"{"affine":1}"#, "affine"),
            (#"{"affine":{"directions":{"x":[1],"y":[1,2]},"origin":[1,2]}}"#, "affine"),
            (#"{"metadata":[1],"spacing_units":{"x":3}}"#, "spacing_units.x, metadata"),
        ] {
            let notes = try await read(text).metadata.diagnostics.map(\.message)
            #expect(
                notes == [
                    "the metadata of the header say nothing that is understood about \(words); that is left out"
                ], "\(text)")
        }
        for text in [
            #"{"origin":{"x":1,"q":"a"},"spacing":{"x":9},"channels":["a"],"metadata":{}}"#,
            #"{"affine":{"directions":{"x":[3,0],"y":[0,3]},"origin":[1,2]}}"#,
        ] {
            #expect(try await read(text).metadata.diagnostics == [], "\(text)")
        }
    }

    @Test func brokenFactsInTheRestDoNoHarm() async throws {
        for text in [
            #"{"affine":{"directions":{"x":[1],"y":[1,2]},"origin":[1,2,3]}}"#, #"{"affine":{"space":"lps"}}"#,
            #"{"origin":{"x":"a","q":1}}"#, #"{"coords":{"x":[1,2]}}"#, #"{"coords":{"x":["a",2,3]}}"#,
            #"{"spacing":[1,2]}"#, #"{"spacing":{"x":-0.5}}"#, #"{"metadata":[1]}"#,
            #"{"origin":{"x":1e999},"coords":{"x":[NaN,1,2]}}"#,
        ] {
            let image = try await read(text)
            #expect(image.metadata.spacing[.y] == 0.25, "\(text)")
            #expect(try image.pixels(as: UInt8.self) == [0, 1, 2, 3, 4, 5])
        }
    }
}
