import ByteStores
import ImageCore

/// How the pixels of a page are stored: all that pages have in common which are read in the same way.
struct TIFFLayout: Sendable, Hashable {
    /// What a sample is (TIFF 6.0, SampleFormat).
    enum Format: Int, Sendable {
        case unsigned = 1, signed, float, void, complexInteger, complex
    }

    var width: Int
    var height: Int
    /// Planes in a page: 1 but for the volumes of SGI (ImageDepth).
    var depth = 1
    var samples = 1
    /// The bits of a sample.
    var bits = 1
    var format = Format.unsigned
    var photometric = 0
    var compression = 1
    var predictor = 1
    /// Whether each sample has segments of its own.
    var isPlanar = false
    /// Whether the first pixel of a byte is its lowest bit.
    var isReversed = false
    var isTiled = false
    var segmentWidth: Int
    var segmentHeight: Int
    var segmentDepth = 1
    /// Horizontal and vertical subsampling of the colour difference of YCbCr.
    var subsampling = [1, 1]
    var extraSamples: [Int] = []
    /// Whether a reduced version of another page, or a mask for one.
    var isReduced = false
    var isMask = false

    /// Reads the layout of a page.
    ///
    /// - Throws: `corrupt` for a page without a size or with impossible numbers, `unsupported` for samples of mixed sizes.
    init(_ directory: TIFFDirectory) async throws {
        func number(_ tag: UInt16, _ otherwise: Int) async throws -> Int {
            try await directory.integer(tag) ?? otherwise
        }
        func refuse(_ message: String) -> ImageError {
            .corrupt(message, at: .init(directory.file.object.location, byteOffset: directory.offset))
        }
        width = try await number(TIFFTag.imageWidth, 0)
        height = try await number(TIFFTag.imageLength, 0)
        depth = try await number(TIFFTag.imageDepth, 1)
        samples = try await number(TIFFTag.samplesPerPixel, 1)
        (segmentWidth, segmentHeight) = (width, height)
        let limit = Int(Int32.max)
        guard (1...limit).contains(width), (1...limit).contains(height), (1...limit).contains(depth),
            (1...65535).contains(samples)
        else {
            throw refuse("a page of \(width) x \(height) pixels, \(depth) planes and \(samples) samples")
        }
        let sizes = try await directory.bitsPerSample()
        bits = sizes.first ?? 1
        guard sizes.prefix(samples).allSatisfy({ $0 == bits }) else {
            throw ImageError.unsupported(
                "the samples of a pixel have different sizes: \(sizes.prefix(samples).map(String.init).joined(separator: ", ")) bits",
                at: .init(directory.file.object.location, byteOffset: directory.offset))
        }
        guard (1...128).contains(bits) else { throw refuse("samples of \(bits) bits") }
        let formats = try await directory.integers(TIFFTag.sampleFormat) ?? [1]
        guard formats.prefix(samples).allSatisfy({ $0 == formats[0] }) else {
            throw ImageError.unsupported(
                "the samples of a pixel have different types",
                at: .init(directory.file.object.location, byteOffset: directory.offset))
        }
        format = Format(rawValue: formats.first ?? 1) ?? .unsigned
        if format == .void { format = .unsigned }
        photometric = try await number(TIFFTag.photometric, 0)
        compression = try await number(TIFFTag.compression, 1)
        predictor = try await number(TIFFTag.predictor, 1)
        isPlanar = try await number(TIFFTag.planarConfiguration, 1) == 2 && samples > 1
        isReversed = try await number(TIFFTag.fillOrder, 1) == 2
        extraSamples = try await directory.integers(TIFFTag.extraSamples) ?? []
        let kind = try await number(TIFFTag.newSubfileType, 0)
        (isReduced, isMask) = (kind & 1 != 0, kind & 4 != 0)
        if photometric == 6, let values = try await directory.integers(TIFFTag.ycbcrSubsampling), values.count >= 2 {
            guard values.prefix(2).allSatisfy({ [1, 2, 4].contains($0) }) else {
                throw refuse("a subsampling of \(values[0]) x \(values[1])")
            }
            subsampling = Array(values.prefix(2))
        } else if photometric == 6 {
            subsampling = [2, 2]
        }
        if let tile = try await directory.integer(TIFFTag.tileWidth) {
            isTiled = true
            segmentWidth = tile
            segmentHeight = try await number(TIFFTag.tileLength, 0)
            segmentDepth = try await number(TIFFTag.tileDepth, 1)
        } else {
            let rows = try await number(TIFFTag.rowsPerStrip, height)
            // 2^32 - 1, the default, means one strip; 0 is written by some for the same.
            segmentHeight = rows <= 0 || rows > height ? height : rows
        }
        guard (1...limit).contains(segmentWidth), (1...limit).contains(segmentHeight),
            (1...limit).contains(segmentDepth)
        else { throw refuse("segments of \(segmentWidth) x \(segmentHeight) x \(segmentDepth) pixels") }
        _ = try elementType(at: .init(directory.file.object.location, byteOffset: directory.offset))
        _ = try byteCounts()
    }

    /// The type of the samples in memory.
    ///
    /// - Throws: `unsupported` for a type that there is none for.
    func elementType(at location: ImageError.Location? = nil) throws(ImageError) -> ElementType {
        switch (format, bits) {
        case (.unsigned, 1): return .bool
        case (.unsigned, ...8): return .uint8
        case (.unsigned, ...16): return .uint16
        case (.unsigned, ...32): return .uint32
        case (.unsigned, ...64): return .uint64
        case (.signed, ...8): return .int8
        case (.signed, ...16): return .int16
        case (.signed, ...32): return .int32
        case (.signed, ...64): return .int64
        case (.float, 16): return .float16
        case (.float, 24), (.float, 32): return .float32
        case (.float, 64): return .float64
        case (.complexInteger, 32), (.complex, 64): return .complex64
        case (.complexInteger, 64), (.complex, 128): return .complex128
        default: break
        }
        throw .unsupported("samples of \(bits) bits of the kind '\(format)'", at: location)
    }

    /// Whether the samples lie in a segment as they do in memory, but for the order of their bytes.
    var isWhole: Bool {
        switch format {
        case .unsigned, .signed: bits > 4 && bits & (bits - 1) == 0
        case .float: bits != 24
        case .complex: true
        case .complexInteger, .void: false
        }
    }

    /// Whether colour differences are stored for blocks of pixels, in an order of their own.
    var isSubsampled: Bool { photometric == 6 && subsampling != [1, 1] && !isPlanar }

    /// The samples that lie side by side in a segment.
    var chunkySamples: Int { isPlanar ? 1 : samples }

    /// How many segments lie side by side, one below the other, and one behind the other.
    var segmentGrid: (across: Int, down: Int, deep: Int) {
        ((width - 1) / segmentWidth + 1, (height - 1) / segmentHeight + 1, (depth - 1) / segmentDepth + 1)
    }

    /// The number of segments of a page.
    var segmentCount: Int {
        let grid = segmentGrid
        return grid.across * grid.down * grid.deep * (isPlanar ? samples : 1)
    }

    /// The number of the segment that begins at a place.
    func segmentNumber(_ box: TIFFChunkReader.Box) -> Int {
        let grid = segmentGrid
        let deep = box.sample * grid.deep + box.z / segmentDepth
        return (deep * grid.down + box.y / segmentHeight) * grid.across + box.x / segmentWidth
    }

    /// The bytes of a row of a segment and of a whole segment, as stored before compression.
    var storedRowByteCount: Int { (segmentWidth * chunkySamples * bits + 7) / 8 }

    /// The rows that the segments at a place down the page have: the last strip ends with the page, a tile never.
    func rows(down: Int) -> Int {
        isTiled ? segmentHeight : min(segmentHeight, height - down * segmentHeight)
    }

    /// Checks that no size overflows.
    ///
    /// - Returns: the bytes of a page and of a segment in memory.
    @discardableResult
    func byteCounts() throws(ImageError) -> (page: Int, segment: Int) {
        let size = try elementType().size
        // With room for what is made of these numbers, such as the bits of blocks of colours.
        let factor = 4096
        let page = try Shape.byteCount([depth, height, width, samples], elementSize: factor)
        let segment = try Shape.byteCount(
            [segmentDepth, segmentHeight, segmentWidth, chunkySamples], elementSize: factor)
        let grid = segmentGrid
        // The count of segments is a number that a file may make as large as it likes.
        _ = try Shape.elementCount([grid.across, grid.down, grid.deep, samples])
        return (page / factor * size, segment / factor * size)
    }
}
