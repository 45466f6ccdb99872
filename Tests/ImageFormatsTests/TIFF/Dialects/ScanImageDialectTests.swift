import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct ScanImageDialectTests {
    private func describe(_ pages: Int, _ lines: String...) async throws -> ImageDescription {
        let text = (["SI.VERSION_MAJOR = 2020", "SI.hRoiManager.scanFrameRate = 30"] + lines).joined(separator: "\n")
        return try await tiff(
            TIFFBuilder(
                isBig: true,
                (0..<pages).map { .init(8 * $0, $0 == 0 ? [(305, .text(text)), (274, .shorts([6]))] : []) }
            ).build()
        ).describe()
    }

    @Test func channelsChangeFastest() async throws {
        let image = try await describe(
            6, "SI.hChannels.channelSave = [1;3]", "SI.hRoiManager.imagingFovUm = [-20 -10;20 -10;20 10;-20 10]")
        #expect(image.axes == "tcyx")
        #expect(image.shape == [3, 2, 2, 4])
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.metadata.spacing == [.t: 1.0 / 30, .y: 10, .x: 10])
        #expect(image.metadata.units == [.t: .second, .y: .micrometre, .x: .micrometre])
        #expect(image.metadata.attributes["scanimage"]?.mappingValue?["hChannels.channelSave"] == "[1;3]")
    }

    @Test func volumesHaveThePlanesOfTheWayBack() async throws {
        let image = try await describe(
            9, "SI.hChannels.channelSave = 1", "SI.hFastZ.enable = true", "SI.hStackManager.numSlices = 3",
            "SI.hStackManager.numFramesPerVolumeWithFlyback = 4", "SI.hRoiManager.scanVolumeRate = 5",
            "SI.hStackManager.stackZStepSize = 1.5")
        #expect(image.axes == "tzyx")
        #expect(image.shape == [2, 4, 2, 4])
        #expect(image.metadata.spacing == [.t: 0.2, .z: 1.5])
        #expect(
            image.metadata.diagnostics.map(\.message) == [
                "the last 1 of 9 pages make no whole volume and are left out"
            ])
    }

    @Test func slowStacksStayAtAPlane() async throws {
        let image = try await describe(
            6, "SI.hChannels.channelSave = 1", "SI.hFastZ.enable = 0", "SI.hStackManager.numSlices = 2",
            "SI.hStackManager.framesPerSlice = 6", "SI.hScan2D.logAverageFactor = 2")
        #expect(image.axes == "ztyx")
        #expect(image.shape == [2, 3, 2, 4])
        #expect(image.metadata.spacing == [.t: 2.0 / 30])
    }

    @Test func oldSettingsAreKnown() async throws {
        let text =
            "state.acq.savingChannel1=1\rstate.acq.savingChannel2=1\rstate.acq.frameRate=2\rstate.acq.numberOfZSlices=1\r"
        let image = try await tiff(
            TIFFBuilder((0..<4).map { .init(8 * $0, [(270, .text(text))]) }).build()
        ).describe()
        #expect(image.axes == "tcyx")
        #expect(image.metadata.spacing == [.t: 0.5])
    }
}
