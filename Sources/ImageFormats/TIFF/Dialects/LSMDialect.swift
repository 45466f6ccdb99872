import ByteStores
import ImageCore
import ImageSources

extension TIFFDialect {
    /// Files of Zeiss's LSM program: each page has all channels, and is followed by a thumbnail of itself.
    static let lsm = TIFFDialect(
        name: "lsm",
        images: { context in
            guard let info = try await LSMInfo(context.first) else { return nil }
            let groups = try await context.pageGroups()
            guard let main = groups.first(where: { !$0.layout.isReduced }) else { return nil }
            var images = [try await context.lsmImage(main, info)]
            if let page = main.pages.first, let first = try await context.file.directory(ofPage: page) {
                await images[0].describeDisplay(by: first, main.layout)
            }
            if let reduced = groups.first(where: { $0.layout.isReduced && !$0.layout.isMask }) {
                images.append(try await context.lsmThumbnails(of: images[0], reduced))
            }
            return images
        })
}

extension TIFFContext {
    /// The image itself: times and planes along its pages, channels as their samples.
    fileprivate func lsmImage(_ pages: TIFFPageGroup, _ info: LSMInfo) async throws -> TIFFImage {
        var image = TIFFImage(outer: [], planes: try await lsmPlanes(pages, info))
        var (depth, times) = (info.depth, info.times)
        let layout = pages.layout
        let micrometres = info.voxel.map(\.micrometres)
        image.columnAxis.calibrate(micrometres[0], "µm")
        image.rowAxis.calibrate(micrometres[1], "µm")
        var z = StoredAxis(label: "z", kind: .space, length: 1)
        z.calibrate(micrometres[2], "µm")
        var t = StoredAxis(label: "t", kind: .time, length: 1)
        t.calibrate(info.interval, "s")
        // A scan across has planes of x and z, a line scan one of x and t.
        if info.height == 1, layout.height > 1 {
            if layout.height == depth {
                (image.rowAxis, depth) = (z, 1)
            } else if layout.height == times {
                (image.rowAxis, times) = (t, 1)
            }
        }
        let count = pages.pages.count
        let positions = info.positions.multipliedReportingOverflow(by: info.tiles)
        var sizes = [positions.overflow ? count + 1 : positions.partialValue, times, depth]
        if Self.product(sizes) != count {
            image.metadata.diagnostics.append(
                Diagnostic(
                    "the file describes \(sizes[0]) positions with \(sizes[1]) times and \(sizes[2]) planes each, but has "
                        + "\(count) pages"))
            sizes = Self.fitted(sizes, to: count)
        }
        let kept = sizes.reduce(1, *)
        if kept < count { image.planes = try await lsmPlanes(pages.prefix(kept), info) }
        if sizes[0] > 1 { image.outer.append(StoredAxis(label: "i", kind: .list, length: sizes[0])) }
        if sizes[1] > 1 {
            // The stamps of a stopped scan may be fewer or more than its times.
            if info.timeStamps.count >= sizes[1], sizes[1] > 1 {
                let first = info.timeStamps[0]
                let stamps = info.timeStamps.prefix(sizes[1]).map { $0 - first }
                if stamps.allSatisfy(\.isFinite), zip(stamps, stamps.dropFirst()).allSatisfy({ $0 < $1 }) {
                    (t.coords, t.unit) = (.values(stamps), "s")
                }
            }
            image.outer.append(t.with(length: sizes[1]))
        }
        if sizes[2] > 1 { image.outer.append(z.with(length: sizes[2])) }
        if layout.samples > 1, info.channelNames.count == layout.samples {
            image.metadata.channelNames = info.channelNames
        }
        image.metadata.attributes["lsm"] = .mapping(info.attributes)
        return image
    }

    private static func product(_ sizes: [Int]) -> Int? {
        var product = 1
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            product = next
        }
        return product
    }

    /// The numbers of positions, times and planes of a scan that was stopped: whole volumes as far as there are pages.
    private static func fitted(_ sizes: [Int], to count: Int) -> [Int] {
        if sizes[2] <= count {
            let volumes = count / sizes[2]
            if sizes[1] <= volumes, volumes % sizes[1] == 0 { return [volumes / sizes[1], sizes[1], sizes[2]] }
            return [1, volumes, sizes[2]]
        }
        return [1, 1, count]
    }

    /// The thumbnails, plane by plane as the image has them, with samples instead of channels.
    fileprivate func lsmThumbnails(of image: TIFFImage, _ pages: TIFFPageGroup) async throws -> TIFFImage {
        let planes = try await lsmPlanes(pages.prefix(image.planes.count), nil)
        var thumbnails = image.reduced(to: planes)
        thumbnails.name = "thumbnail"
        thumbnails.metadata.channelNames = nil
        if planes.count != image.planes.count {
            thumbnails.outer =
                planes.count > 1 ? [StoredAxis(label: "i", kind: .list, length: planes.count)] : []
        }
        return thumbnails
    }

    /// The planes of a group; in files above 4 GiB their places are counted on where they wrap around.
    private func lsmPlanes(_ group: TIFFPageGroup, _ info: LSMInfo?) async throws -> TIFFPlanes {
        guard !file.header.isBig, file.object.size > 1 << 32 else { return planes(group) }
        // Every position begins anew.
        let perPosition = max(1, group.pages.count / max(info?.positions ?? 1, 1))
        var segments: [TIFFPage.Segments] = []
        var unwrapping = TIFFUnwrapping()
        for (number, page) in group.pages.enumerated() {
            if number % perPosition == 0 { unwrapping = TIFFUnwrapping() }
            guard let directory = try await file.directory(ofPage: page) else { continue }
            let tag = group.layout.isTiled ? TIFFTag.tileOffsets : TIFFTag.stripOffsets
            let counts = group.layout.isTiled ? TIFFTag.tileByteCounts : TIFFTag.stripByteCounts
            segments.append(
                .table(
                    offsets: unwrapping.next(try await directory.integers(tag) ?? []),
                    byteCounts: try await directory.integers(counts) ?? []))
        }
        let all = segments
        return planes(
            group.pages.count, at: .segments { all.indices.contains($0) ? all[$0] : nil }, layout: group.layout)
    }
}

extension TIFFPageGroup {
    /// The first pages.
    func prefix(_ count: Int) -> TIFFPageGroup {
        TIFFPageGroup(layout: layout, pages: Array(pages.prefix(count)))
    }
}

/// Places in a file of more than 4 GiB that were cut to 32 bits: they only ever rise.
struct TIFFUnwrapping: Sendable {
    private var base = 0
    private var last = 0

    /// The true places of the next ones.
    mutating func next(_ places: [Int]) -> [Int] {
        places.map { place in
            guard place >= 0, place < 1 << 32 else { return place }
            if place < last { base += 1 << 32 }
            last = place
            return base + place
        }
    }
}

extension LSMInfo {
    /// What no axis has a place for.
    var attributes: Attributes {
        var attributes = Attributes()
        attributes["ScanType"] = .int(scanType)
        if positions > 1 { attributes["DimensionP"] = .int(positions) }
        if tiles > 1 { attributes["DimensionM"] = .int(tiles) }
        if !channelNames.isEmpty { attributes["ChannelNames"] = .array(channelNames.map { .string($0) }) }
        if !channelColors.isEmpty {
            attributes["ChannelColors"] = .array(
                channelColors.map { color in
                    let digits = String(color, radix: 16, uppercase: true)
                    return .string("#" + String(repeating: "0", count: 6 - digits.count) + digits)
                })
        }
        return attributes
    }
}
