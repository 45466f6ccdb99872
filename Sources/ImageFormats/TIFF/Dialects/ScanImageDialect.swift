import ByteStores
import ImageCore
import ImageSources

extension TIFFDialect {
    /// Recordings of ScanImage: channels change from page to page, then planes and times, as its settings tell.
    static let scanImage = TIFFDialect(
        name: "scanimage",
        images: { context in
            guard let settings = try await ScanImageSettings(context) else { return nil }
            let chain = try await context.file.chain()
            let pages = chain.count
            guard chain.runs.allSatisfy({ $0.layout >= 0 }),
                Set(chain.layouts.map { [$0.width, $0.height] }).count == 1
            else {
                return nil
            }
            var image = TIFFImage(outer: [], planes: context.planes(pages, at: .run(first: 0, step: 1)))
            await image.describeDisplay(by: context.first, context.layout)
            image.outer = settings.axes(pages)
            let kept = image.outer.reduce(1) { $0 * $1.length }
            if kept != pages {
                image.planes = context.planes(kept, at: .run(first: 0, step: 1))
                image.metadata.diagnostics.append(
                    Diagnostic("the last \(pages - kept) of \(pages) pages make no whole volume and are left out"))
            }
            if let (x, y) = settings.fieldOfView {
                image.columnAxis.calibrate(x / Double(context.layout.width), "µm")
                image.rowAxis.calibrate(y / Double(context.layout.height), "µm")
            }
            image.metadata.attributes["scanimage"] = .mapping(settings.attributes)
            if let diagnostic = chain.diagnostic { image.metadata.diagnostics.append(diagnostic) }
            return [image]
        })
}

/// What ScanImage tells of a recording.
struct ScanImageSettings: Sendable {
    let channels: Int
    /// Whether the focus moves within a volume, or a volume is made of one recording per plane.
    let isVolume: Bool
    /// The planes of a volume, with those on the way back; the pages per plane where it stays.
    let slices: Int
    let framesPerSlice: Int
    var zStep: Double?
    /// Frames or volumes per second.
    var rate: Double?
    /// The extent of an image in micrometres along x and y.
    var fieldOfView: (x: Double, y: Double)?
    private let settings: TIFFSettings
    private let prefix: String

    private static let textLimit = 1 << 24

    /// Finds the settings: in the header of the file, the program's name, or the first description.
    init?(_ context: TIFFContext) async throws {
        var texts: [String] = []
        if context.file.header.isBig, let header = try await TIFFRecord(context.file, at: 16, count: 16),
            header.uint32(0) == 117_637_889, let length = header.uint32(8), (1...Self.textLimit).contains(length),
            let text = try await TIFFRecord(context.file, at: 32, count: length)?.text(0, length)
        {
            texts.append(text)
        }
        let software = (try? await context.first.text(TIFFTag.software)) ?? ""
        if software.hasPrefix("SI.") { texts.append(software) }
        let description = context.description
        if description.hasPrefix("state.") || description.contains("scanimage.SI") || description.contains("\nSI.")
            || description.hasPrefix("SI.")
        {
            texts.append(description)
        }
        guard let text = texts.first(where: { $0.contains("SI") || $0.hasPrefix("state.") }) else { return nil }
        let settings = TIFFSettings(text)
        self.settings = settings
        guard
            let prefix = ["SI.", "scanimage.SI.", "scanimage.SI5.", "scanimage.SI4.", "state."].first(where: { prefix in
                text.split(whereSeparator: \.isNewline).contains { $0.trimmed.hasPrefix(prefix) }
            })
        else { return nil }
        self.prefix = prefix
        if prefix == "state." {
            let saved = (1...4).filter { settings.isTrue("state.acq.savingChannel\($0)") }.count
            channels = max(saved, 1)
            slices = max(settings.count("state.acq.numberOfZSlices") ?? 1, 1)
            let averaging = settings.isTrue("state.acq.averaging")
            framesPerSlice = averaging ? 1 : max(settings.count("state.acq.numberOfFrames") ?? 1, 1)
            isVolume = false
            zStep = settings.number("state.acq.zStepSize")
            rate = settings.number("state.acq.frameRate")
            return
        }
        func count(_ keys: String...) -> Int? {
            keys.lazy.compactMap { settings.count(prefix + $0) }.first { $0 > 0 }
        }
        let saved = settings.numbers(prefix + "hChannels.channelSave") ?? settings.numbers(prefix + "channelsSave")
        channels = max(saved?.count ?? 1, 1)
        isVolume = settings.isTrue(prefix + "hFastZ.enable") || settings.isTrue(prefix + "fastZEnable")
        let planes = count(
            "hStackManager.actualNumSlices", "hStackManager.numSlices", "stackNumSlices", "fastZNumVolumes")
        if isVolume {
            slices = count("hStackManager.numFramesPerVolumeWithFlyback", "hFastZ.numFramesPerVolume") ?? planes ?? 1
            framesPerSlice = 1
            rate = settings.number(prefix + "hRoiManager.scanVolumeRate")
        } else {
            slices = planes ?? 1
            let averaged = max(count("hScan2D.logAverageFactor") ?? 1, 1)
            framesPerSlice = max((count("hStackManager.framesPerSlice") ?? 1) / averaged, 1)
            rate = (settings.number(prefix + "hRoiManager.scanFrameRate") ?? settings.number(prefix + "scanFrameRate"))
                .map { $0 / Double(averaged) }
        }
        zStep =
            settings.number(prefix + "hStackManager.actualStackZStepSize")
            ?? settings.number(prefix + "hStackManager.stackZStepSize") ?? settings.number(prefix + "stackZStepSize")
        if let corners = settings.numbers(prefix + "hRoiManager.imagingFovUm"), corners.count == 8 {
            let (xs, ys) = (
                stride(from: 0, to: 8, by: 2).map { corners[$0] }, stride(from: 1, to: 8, by: 2).map { corners[$0] }
            )
            if let right = xs.max(), let left = xs.min(), let bottom = ys.max(), let top = ys.min() {
                fieldOfView = (right - left, bottom - top)
            }
        }
    }

    /// The axes along so many pages: whole volumes only.
    func axes(_ pages: Int) -> [StoredAxis] {
        guard pages >= channels else { return pages > 1 ? [StoredAxis(label: "i", kind: .list, length: pages)] : [] }
        let frames = pages / channels
        func time(_ count: Int) -> StoredAxis {
            var axis = StoredAxis(label: "t", kind: .time, length: count)
            axis.calibrate(rate.flatMap(\.distance).map { 1 / $0 }, "s")
            return axis
        }
        var axes: [StoredAxis] = []
        var z = StoredAxis(label: "z", kind: .space, length: slices)
        z.calibrate(zStep.map(abs), "µm")
        let perStack = slices.multipliedReportingOverflow(by: framesPerSlice)
        if slices > 1, isVolume, frames >= slices {
            axes = [time(frames / slices), z]
        } else if slices > 1, !isVolume, !perStack.overflow, frames == perStack.partialValue {
            // The focus stays for all times of a plane.
            axes = [z, time(framesPerSlice)]
        } else if slices > 1, !isVolume, framesPerSlice == 1, frames > slices, frames % slices == 0 {
            axes = [time(frames / slices), z]
        } else {
            axes = [time(frames)]
        }
        if channels > 1 { axes.append(StoredAxis(label: "c", kind: .channel, length: channels)) }
        return axes.filter { $0.length > 1 }
    }

    /// The version of the program and the settings that say how planes follow one another.
    var attributes: Attributes {
        let wanted = [
            "VERSION_MAJOR", "VERSION_MINOR", "hChannels.channelSave", "hFastZ.enable",
            "hFastZ.numDiscardFlybackFrames",
            "hStackManager.numSlices", "hStackManager.framesPerSlice", "hStackManager.numVolumes",
            "hRoiManager.scanFrameRate", "hRoiManager.scanZoomFactor", "hScan2D.logAverageFactor",
            "objectiveResolution",
            "acq.zoomFactor", "software.version",
        ]
        return Attributes(wanted.compactMap { key in settings[prefix + key].map { (key, .string($0)) } })
    }
}
