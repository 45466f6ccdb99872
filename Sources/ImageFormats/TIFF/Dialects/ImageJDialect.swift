import ByteStores
import ImageCore
import ImageSources

extension TIFFDialect {
    /// Stacks of ImageJ and Fiji: a description of `key=value` lines, and all planes after one directory if they are not
    /// compressed.
    static let imageJ = TIFFDialect(
        name: "ImageJ",
        images: { context in
            let parsed = context.descriptionBytes.withBytes { ImageJDescription.parse($0) }
            guard let description = parsed else { return nil }
            let layout = context.layout
            // Planes that lie behind the first without directories of their own.
            let stack = try await context.stack(description.images)
            var count = description.images
            if stack == nil, context.first.next == 0 {
                count = 1
            } else if stack == nil {
                let chain = try await context.file.chain()
                count = chain.layouts.isEmpty ? 1 : chain.pagesLike(layout)
            }
            var sizes = description.dimensions(planeCount: count)
            let planes = stack.map(context.planes) ?? context.planes(count, at: .run(first: 0, step: 1))
            var image = TIFFImage(outer: [], planes: planes, contiguousStart: stack?.contiguousStart)
            if sizes == nil {
                image.metadata.diagnostics.append(
                    Diagnostic(
                        "ImageJ's description tells of \(description.frames) frames, \(description.slices) slices and "
                            + "\(description.channels) channels, but there are \(count) planes"))
            }
            // Colour pages count as one channel each.
            if layout.samples > 1, description.channels == layout.samples,
                count == description.frames * description.slices
            {
                sizes = .init(frames: description.frames, slices: description.slices, channels: 1)
            }
            image.describe(description, sizes, count)
            try await image.calibrate(by: description, context.first)
            await image.describeDisplay(by: context.first, layout)
            try await image.name(by: context.first, sizes, samples: layout.samples)
            if count == 1 { try await image.findContiguous(in: context.first) }
            return [image]
        })
}

extension TIFFContext {
    /// The planes that ImageJ takes to lie one behind the other, if they are more than one and all there.
    ///
    /// ImageJ looks at the first directory alone. Where a second one says that its plane lies elsewhere, it is believed.
    fileprivate func stack(_ count: Int) async throws -> TIFFStack? {
        guard count > 1,
            let stack = TIFFStack(allOf: count, behind: try await TIFFPage(first, layout: layout)),
            let start = stack.contiguousStart, !holdsDirectory(start..<start + count * layout.storedByteCount)
        else { return nil }
        if first.next == 0 { return stack }
        guard let second = try await file.directory(ofPage: 1), let next = try? await TIFFPage(second),
            case .run(start + layout.storedByteCount, _) = next.segments
        else { return nil }
        return stack
    }

    /// Whether some bytes are not pixels alone: the first directory, its values or the second directory lie there.
    private func holdsDirectory(_ range: Range<Int>) -> Bool {
        if range.contains(first.offset) || range.contains(first.next) { return true }
        return first.entries.contains { entry in
            guard let type = entry.type else { return false }
            let (size, overflow) = entry.count.multipliedReportingOverflow(by: type.byteCount)
            return !overflow && size > first.file.header.offsetByteCount && range.contains(entry.place)
        }
    }
}

extension TIFFChain {
    /// How many pages from the first on have the size and type of a layout.
    func pagesLike(_ layout: TIFFLayout) -> Int {
        runs.first { !layouts.indices.contains($0.layout) || !layouts[$0.layout].hasPixels(like: layout) }?.first
            ?? count
    }
}

extension TIFFLayout {
    /// Whether the pixels of two pages have one size and type.
    func hasPixels(like other: TIFFLayout) -> Bool {
        width == other.width && height == other.height && depth == other.depth && samples == other.samples
            && isPlanar == other.isPlanar && bits == other.bits && format == other.format
    }
}

extension TIFFImage {
    /// Takes the axes from ImageJ's description; planes that do not make them are a list.
    fileprivate mutating func describe(
        _ description: ImageJDescription, _ sizes: ImageJDescription.Dimensions?, _ count: Int
    ) {
        metadata.diagnostics += description.diagnostics
        var attributes = description.attributes
        if let minimum = description.minimum { attributes["min"] = .double(minimum) }
        if let maximum = description.maximum { attributes["max"] = .double(maximum) }
        if let unit = description.valueUnit { attributes["vunit"] = .string(unit) }
        if let mode = description.mode { attributes["mode"] = .string(mode.rawValue) }
        if !attributes.isEmpty { metadata.attributes["imagej"] = .mapping(attributes) }
        guard let sizes else {
            if count > 1 { outer = [StoredAxis(label: "i", kind: .list, length: count)] }
            return
        }
        if count == 1 { return }
        let all = [
            StoredAxis(label: "t", kind: .time, length: sizes.frames),
            StoredAxis(label: "z", kind: .space, length: sizes.slices),
            StoredAxis(label: "c", kind: .channel, length: sizes.channels),
        ]
        var order = ["t", "z", "c"]
        // Fastest first, as tools write it that do not keep ImageJ's own order.
        if let stated = description.order?.lowercased().map(String.init), stated.sorted() == order.sorted() {
            order = stated.reversed()
        }
        outer = order.compactMap { label in all.first { $0.label == label } }.filter { $0.length > 1 }
    }

    fileprivate mutating func calibrate(by description: ImageJDescription, _ directory: TIFFDirectory) async throws {
        func resolution(_ tag: UInt16) async throws -> ResolutionRational? {
            guard let fraction = try await directory.fractions(tag)?.first,
                let numerator = UInt32(exactly: fraction.numerator),
                let denominator = UInt32(exactly: fraction.denominator)
            else { return nil }
            return ResolutionRational(numerator, denominator)
        }
        let found = description.calibration(
            x: try await resolution(TIFFTag.xResolution), y: try await resolution(TIFFTag.yResolution),
            resolutionUnit: try await directory.integer(TIFFTag.resolutionUnit))
        func take(_ axis: Axis, _ stored: inout StoredAxis) {
            (stored.spacing, stored.unit, stored.origin) = (found.spacing[axis], found.units[axis], found.origin[axis])
        }
        take(.y, &rowAxis)
        take(.x, &columnAxis)
        for place in outer.indices {
            if outer[place].label == "z" { take(.z, &outer[place]) }
            if outer[place].label == "t" { take(.t, &outer[place]) }
        }
    }

    /// Takes the names of the channels from the labels of the planes, and how the channels are shown.
    fileprivate mutating func name(
        by directory: TIFFDirectory, _ sizes: ImageJDescription.Dimensions?, samples: Int
    ) async throws {
        guard let counts = try await directory.integers(TIFFTag.imageJByteCounts),
            let bytes = try await directory.bytes(TIFFTag.imageJMetadata)
        else { return }
        let found = bytes.withBytes {
            ImageJMetadata.parse(counts: counts, bytes: $0, byteOrder: directory.file.header.byteOrder)
        }
        metadata.diagnostics += found.diagnostics
        if let info = found.info { metadata.attributes["imagej_info"] = .string(info) }
        if samples == 1, let sizes {
            metadata.channelNames = found.channelNames(sizes)
            var attributes = metadata.attributes["imagej"]?.mappingValue ?? Attributes()
            attributes["channels"] = found.channelAttributes(count: sizes.channels)
            if !attributes.isEmpty { metadata.attributes["imagej"] = .mapping(attributes) }
        }
    }
}
