import ImageCore
import ImageSources

/// How one image becomes a file: the scheme of its description, its levels with their segments, their encoding.
struct TIFFWritePlan: Sendable {
    /// Which program's description says what the planes are.
    enum Scheme: Sendable {
        /// That of ImageJ.
        case imageJ
        /// OME-XML.
        case ome
        /// The shape in JSON, as tifffile writes it.
        case shaped
    }

    /// One resolution level of all planes.
    struct Level: Sendable {
        var width, height: Int
        /// The extents of a segment: a tile, or a strip as wide as the level.
        var segmentWidth, segmentHeight: Int

        /// The segments beside and below each other.
        var across: Int { (width + segmentWidth - 1) / segmentWidth }
        var down: Int { (height + segmentHeight - 1) / segmentHeight }
        var segmentCount: Int { across * down }
    }

    /// The image, its axes in the order of files.
    let image: WritableImage
    let scheme: Scheme
    /// The type of the numbers in the file.
    let storedType: ElementType
    let isTiled: Bool
    let isBig: Bool
    /// Whether one directory stands for all planes, which follow each other.
    let isSingleDirectory: Bool
    let encoding: TIFFEncoding
    let levels: [Level]
    let method: Downsampling.Method
    /// What is done otherwise than asked for.
    private(set) var diagnostics: [Diagnostic] = []

    /// The order of axes: planes of y and x, channels fastest.
    static let order: AxisOrder = "tzcyx"
    /// Classic files end here: 3.9 GiB, since programs fail before the 4 GiB that 32 bits reach.
    static let classicByteCountLimit = (39 << 30) / 10
    /// An image beyond is large: it has tiles and levels in OME-TIFF files.
    private static let largeExtent = 2048
    /// The smallest level fits this.
    private static let smallestExtent = 512
    private static let tileExtent = 512
    /// Compressed strips have about so many bytes, so that a plane is compressed and read in parallel.
    private static let stripByteCount = 512 << 10

    private static let imageJTypes: Set<ElementType> = [.uint8, .uint16, .int16, .float32]

    /// - Throws: `unsupported` for an image that is none of planes, or whose type the scheme does not have;
    ///   `limitExceeded` for one that is too large; `invalidArgument` for settings that do not fit.
    init(_ original: WritableImage, _ settings: TIFFWriteSettings, _ compression: Compression) throws(ImageError) {
        guard original.axes.contains(.y), original.axes.contains(.x) else {
            throw .unsupported("TIFF files hold planes of y and x; the image has the axes \(original.axes)")
        }
        image = try original.reordered(to: Self.order)
        let count = image.axes.count
        let (height, width) = (image.shape[count - 2], image.shape[count - 1])
        storedType = image.elementType == .bool ? .uint8 : image.elementType
        let byteCount = try Shape.byteCount(image.shape, elementSize: storedType.size)
        guard byteCount > 0 else { throw .unsupported("TIFF files hold no image without pixels") }
        guard width <= Int32.max, height <= Int32.max, byteCount < 1 << 56,
            byteCount / storedType.size / (width * height) < Int32.max
        else {
            throw .limitExceeded("an image of \(Shape.describe(image.shape)) elements is too large for a TIFF file")
        }
        let isLarge = settings.isOME && max(width, height) > Self.largeExtent
        let levelCount = settings.levels ?? (isLarge && settings.tile != 0 && settings.rowsPerStrip == nil ? 32 : 1)
        let tile = settings.tile ?? (isLarge && settings.rowsPerStrip == nil || levelCount > 1 ? Self.tileExtent : 0)
        isTiled = tile > 0
        method = settings.isLabels ? .nearest : .mean

        let isAutomatic = compression.algorithm == "auto"
        let type = image.elementType == .bool ? .bool : storedType
        encoding =
            isAutomatic && !(settings.isOME && isTiled)
            ? .none(type) : TIFFEncoding(compression, predictor: settings.predictor, type, &diagnostics)
        levels = Self.levels(
            width, height, levelCount, isAutomatic: settings.levels == nil, tile: tile,
            rows: settings.rowsPerStrip
                ?? (encoding.isNone ? height : Self.rows(height, rowByteCount: width * storedType.size)))

        let pixels = levels.reduce(0) { $0 + $1.width * $1.height } * (byteCount / (width * height))
        let planeCount = byteCount / storedType.size / (width * height)
        // More than enough for directories of planes; tables grow with the segments.
        let segments = levels.reduce(0) { $0 + $1.segmentCount }
        let tables = planeCount * (levels.count * 512 + segments * 16) + (1 << 20)
        let isTooLarge = pixels + tables > Self.classicByteCountLimit
        let isOfImageJ =
            !settings.isOME && settings.isBig != true && !isTiled && levels.count == 1 && encoding.isReadByImageJ
            && Self.imageJTypes.contains(storedType)
        let planeByteCount = byteCount / planeCount
        isSingleDirectory =
            isOfImageJ && isTooLarge && encoding.isNone && planeCount > 1 && planeByteCount < 1 << 31
        if isOfImageJ, isSingleDirectory || !isTooLarge {
            scheme = .imageJ
            isBig = false
        } else {
            guard settings.isBig != false || !isTooLarge else {
                throw .unsupported(
                    "\(byteCount) bytes of pixels do not fit into a classic TIFF file", hint: "leave out bigtiff=false")
            }
            isBig = isTooLarge || settings.isBig == true
            let isKnown = storedType == .uint8 || OMEPixels.PixelType(storedType) != nil
            guard isKnown || !settings.isOME else {
                throw .unsupported(
                    "OME-TIFF files cannot hold \(storedType)",
                    hint: "convert the image, or save it under a name that ends in .tif")
            }
            scheme = isKnown ? .ome : .shaped
            guard isKnown || levels.count == 1 else {
                throw .unsupported(
                    "levels of \(storedType) images have no description in TIFF files",
                    hint: "leave out levels, convert the image, or save a Zarr store")
            }
        }
    }

    /// How many planes there are.
    var planeCount: Int { image.shape.dropLast(2).reduce(1, *) }
    /// The bytes of a plane at full resolution.
    var planeByteCount: Int { levels[0].width * levels[0].height * storedType.size }

    /// Whether pixels lie in the file as they do in memory, plane after plane.
    var isPlain: Bool { encoding.isNone && !isTiled }

    /// The numbers of the directories of the file: one for each plane, or a single one.
    var directoryCount: Int { isSingleDirectory ? 1 : planeCount }

    private static func levels(
        _ width: Int, _ height: Int, _ limit: Int, isAutomatic: Bool, tile: Int, rows: Int
    ) -> [Level] {
        var levels: [Level] = []
        var (width, height) = (width, height)
        while true {
            levels.append(
                tile > 0
                    ? Level(width: width, height: height, segmentWidth: tile, segmentHeight: tile)
                    : Level(width: width, height: height, segmentWidth: width, segmentHeight: min(rows, height)))
            let extent = max(width, height)
            guard extent > (isAutomatic ? smallestExtent : 1), levels.count < limit else { return levels }
            (width, height) = (width / 2 + width % 2, height / 2 + height % 2)
        }
    }

    /// The rows of compressed strips: equal parts of the plane.
    private static func rows(_ height: Int, rowByteCount: Int) -> Int {
        let strips = max(height * rowByteCount / stripByteCount, 1)
        return max((height + strips - 1) / strips, 1)
    }
}
