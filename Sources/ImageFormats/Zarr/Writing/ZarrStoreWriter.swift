import ImageCore
import ImageSources

/// Writes the images of one group: the first array, further variables, labels.
struct ZarrStoreWriter {
    let sink: any ZarrSink
    let settings: ZarrWriteSettings
    let options: WriteOptions
    /// Whether the pixels are left to others.
    let isEmpty: Bool
    let meter: ReadMeter

    /// The order of axes that OME-Zarr demands.
    private static let order: AxisOrder = "tczyx"

    func write(
        _ images: [WritableImage], in group: String, _ documents: inout ZarrStoreDocuments,
        _ diagnostics: inout [Diagnostic]
    ) async throws {
        func place(_ name: String) -> String { group.isEmpty ? name : group + "/" + name }
        var metadata = OMEZarrMetadata()
        var labels: [String] = []
        var leader: ZarrImagePlan?
        for (number, original) in images.enumerated() {
            let image = try original.reordered(to: Self.order)
            try Self.checkName(image.name)
            let isLabels =
                number > 0
                && (settings.labels?.contains(image.name)
                    ?? (image.elementType.isInteger || image.elementType == .bool))
            if isLabels, !image.elementType.isInteger {
                guard image.elementType == .bool else {
                    throw ImageError.invalidArgument(
                        "labels are whole numbers, '\(image.name)' is \(image.elementType)")
                }
            }
            let plan = try ZarrImagePlan(
                image, isLabels: isLabels, settings: settings, compression: options.compression,
                after: leader
            ) { level in
                if isLabels { return place("labels/\(image.name)/\(level)") }
                if level == 0 { return place(image.name) }
                return place(number == 0 ? "_ms/\(level)" : "_ms/\(image.name)/\(level)")
            }
            leader = leader ?? plan
            let ranges = try await write(plan, &documents)
            diagnostics += plan.diagnostics + Self.losses(plan)
            guard plan.isDescribable else { continue }
            if isLabels {
                labels.append(image.name)
                var own = OMEZarrMetadata()
                own.multiscales = [plan.multiscale(name: image.name, in: place("labels/\(image.name)"))]
                own.imageLabel = OMEZarrMetadata.labelOfImageAbove
                documents.addGroup(place("labels/\(image.name)"), own.attributes(as: settings.version))
            } else {
                metadata.multiscales.append(plan.multiscale(name: image.name, in: group))
                if number == 0, !image.elementType.isComplex { metadata.omero = Self.channels(plan, ranges) }
            }
        }
        if let first = images.first {
            try ZarrCoordinateArray.write(
                try first.reordered(to: Self.order), in: group, format: settings.version.zarrFormat, &documents,
                to: sink)
        }
        if !labels.isEmpty {
            var list = OMEZarrMetadata()
            list.labels = labels
            documents.addGroup(place("labels"), list.attributes(as: settings.version))
        }
        documents.addGroup(
            group, metadata.multiscales.isEmpty ? Attributes() : metadata.attributes(as: settings.version))
    }

    /// Writes the pixels of one image with all its levels.
    ///
    /// - Returns: the range of values of each channel.
    private func write(
        _ plan: ZarrImagePlan, _ documents: inout ZarrStoreDocuments
    ) async throws -> [Int: ClosedRange<Double>] {
        for level in plan.levels { documents.add(level) }
        if isEmpty { return [:] }
        let writers = plan.levels.map { ZarrArrayWriter($0, to: sink) }
        let pyramid = ZarrPyramidWriter(plan.image, writers, plan.halvings, plan.method)
        try await pyramid.write(concurrency: options.concurrency) { meter.add($0) }
        return pyramid.valueRanges()
    }

    /// Names become folders and keys of other software.
    private static func checkName(_ name: String) throws(ImageError) {
        let taken = Set(Axis.allCases.map(\.description) + ["labels", "_ms", "OME"])
        guard ZarrHierarchy.isInside(name), !name.contains("/"), !name.hasPrefix("."), !name.hasPrefix("__"),
            !taken.contains(name)
        else {
            throw .invalidArgument(
                "'\(name)' cannot be the name of an array in a Zarr store", hint: "choose another name")
        }
    }

    /// Names, colours and contrast of the channels: those that the image brought along, else found from its values.
    private static func channels(_ plan: ZarrImagePlan, _ ranges: [Int: ClosedRange<Double>]) -> OMEChannels {
        let image = plan.image
        let count = image.axes.position(of: .c).map { image.shape[$0] } ?? 1
        var names: [String]?
        if case .labels(let labels)? = image.metadata.coords[.c], labels.count == count { names = labels }
        let windows = (0..<count).map { channel in
            var window = OMEWindow(allOf: image.elementType)
            guard let range = ranges[channel] else { return window }
            if !image.elementType.isInteger { (window.min, window.max) = (range.lowerBound, range.upperBound) }
            (window.start, window.end) = (range.lowerBound, range.upperBound)
            return window
        }
        let depth = image.axes.position(of: .z).map { image.shape[$0] } ?? 1
        var channels = OMEChannels(
            names: names ?? (0..<count).map(String.init), windows: windows, elementType: image.elementType, depth: depth
        )
        // An image without names must not get them by being saved.
        if names == nil { for number in 0..<count { channels.channels[number].label = nil } }
        for (number, color) in ChannelColor.known(image.metadata.attributes, count: count).enumerated() {
            if let color { channels.channels[number].color = color.hexadecimal }
        }
        guard let block = image.metadata.attributes["omero"],
            let known = try? OMEZarrMetadata.parse(["omero": block], zarrFormat: 2),
            let old = known.omero, old.channels.count == count
        else { return channels }
        for number in 0..<count {
            channels.channels[number].isActive = old.channels[number].isActive ?? true
            if let window = old.channels[number].window { channels.channels[number].window = window }
        }
        return channels
    }

    /// What the store has no place for.
    private static func losses(_ plan: ZarrImagePlan) -> [Diagnostic] {
        var losses: [Diagnostic] = []
        if !plan.isDescribable {
            losses.append(
                Diagnostic(
                    "OME-Zarr describes images with y and x; '\(plan.image.name)' is a plain array", about: .storage))
        }
        return losses
    }
}
