import ByteStores
import ImageCore
import ImageSources

/// An image as a dialect makes it out of pages: the axes that they run along, and what the dialect knows of it.
struct TIFFImage: Sendable {
    /// The name of the series, if the file has one.
    var name: String?
    /// The axes that the pages run along, slowest first.
    var outer: [StoredAxis]
    /// The axes within a page, without lengths.
    var depthAxis = StoredAxis(label: "z", kind: .space, length: 0)
    var rowAxis = StoredAxis(label: "y", kind: .space, length: 0)
    var columnAxis = StoredAxis(label: "x", kind: .space, length: 0)
    /// The axis of the samples; channels too, unless a name says something else.
    var sampleAxis = StoredAxis(label: "s", kind: .channel, length: 0)
    /// The pages.
    var planes: TIFFPlanes
    /// Where all pixels lie one behind the other, uncompressed; nil where pages have to be looked up.
    var contiguousStart: Int?
    /// Whether the bytes are flags, which TIFF files hold as numbers.
    var holdsFlags = false
    /// What else is known.
    var metadata = StoredMetadata()
    /// The same image at lower resolutions.
    var levels: [TIFFImage] = []

    /// As the engine wants it.
    ///
    /// - Throws: `corrupt` for numbers of planes that do not fit the axes.
    func stored(in object: any ByteObject) throws(ImageError) -> StoredImage {
        let layout = planes.layout
        let hasSamples = layout.samples > 1
        // Channels of one plane each are the samples; several channels with several samples each are one axis.
        var outer = outer
        let areChannels = hasSamples && (sampleAxis.label == "s" || sampleAxis.label == "c")
        if areChannels { outer.removeAll { $0.label == "c" && $0.length == 1 } }
        let channelAxis = areChannels ? outer.firstIndex { $0.label == "c" } : nil
        guard try Shape.elementCount(outer.map(\.length)) == planes.count else {
            throw .corrupt(
                "\(Shape.describe(outer.map(\.length))) planes are described, \(planes.count) are there",
                at: .init(object.location))
        }
        let reader = try TIFFChunkReader(planes, outer: outer.map(\.length), channelAxis: channelAxis)
        var axes = outer
        if let channelAxis {
            axes[channelAxis].length *= layout.samples
            axes[channelAxis].coords = nil
        }
        var samples = sampleAxis.with(length: layout.samples)
        if areChannels { samples.label = "c" }
        if hasSamples, layout.isPlanar, channelAxis == nil { axes.append(samples) }
        if layout.depth > 1 { axes.append(depthAxis.with(length: layout.depth)) }
        axes += [rowAxis.with(length: layout.height), columnAxis.with(length: layout.width)]
        if hasSamples, !layout.isPlanar, channelAxis == nil { axes.append(samples) }
        var access = PixelAccess.chunks(reader)
        // Channels made of planes and samples are one axis in the file only where nothing lies between the two.
        let isOneAxis = channelAxis == nil || (channelAxis == outer.count - 1 && layout.depth == 1)
        if let contiguousStart, reader.chunkOrder == nil, isOneAxis {
            access = .contiguous(object, offset: contiguousStart)
        }
        let type = try layout.elementType()
        return StoredImage(
            axes: Self.distinct(axes), elementType: holdsFlags && type == .uint8 ? .bool : type, byteOrder: byteOrder,
            chunkShape: reader.chunkShape, chunkOrder: reader.chunkOrder, access: access, metadata: metadata,
            levels: try levels.map { (level) throws(ImageError) in try level.stored(in: object) })
    }

    /// Notes that the pixels lie one behind the other, if that is so in the image's only page, whose directory is known.
    mutating func findContiguous(in directory: TIFFDirectory) async throws {
        guard planes.count == 1, TIFFSegmentDecoder.isPlain(planes.layout) else { return }
        let page = try await TIFFPage(directory, layout: planes.layout)
        planes.keep(page, 0)
        if case .run(let start, _) = page.segments { contiguousStart = start }
    }

    /// The order of bytes in what is decoded.
    private var byteOrder: ByteOrder { planes.byteOrder }

    private static let letters = ["i", "t", "c", "z", "y", "x"]

    /// Foreign letters as ours, each once: `s` and `q` are channels if there are none, what is left takes a free letter.
    private static func distinct(_ axes: [StoredAxis]) -> [StoredAxis] {
        var axes = axes
        var used = axes.compactMap(\.label).filter(letters.contains)
        for place in axes.indices.reversed() {
            guard let label = axes[place].label, !letters.contains(label) else { continue }
            let wanted = label == "s" || label == "q" ? ["c", "i", "t", "z"] : ["i", "c", "t", "z"]
            axes[place].label = wanted.first { !used.contains($0) } ?? label
            if let letter = axes[place].label { used.append(letter) }
        }
        return axes
    }
}

extension StoredAxis {
    /// The same axis with a length.
    func with(length: Int) -> StoredAxis {
        var axis = self
        axis.length = length
        return axis
    }
}
