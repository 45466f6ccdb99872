public import ByteStores
public import ImageCore

/// One array as its file describes it.
public struct StoredImage: Sendable {
    /// The name of the variable: `image` unless the file has several.
    public var name: String
    /// The axes, slowest first.
    public var axes: [StoredAxis]
    /// The type of the samples.
    public var elementType: ElementType
    /// The order of the bytes of each number, in what the reader delivers.
    public var byteOrder: ByteOrder
    /// The extents of a chunk: what is decoded at once.
    public var chunkShape: [Int]
    /// The axes of a decoded chunk by their places in `axes`, slowest first; nil where that is their own order.
    public var chunkOrder: [Int]?
    /// Whether chunks at the edge of the image end there; otherwise they are as large as all others.
    public var hasCroppedChunks: Bool
    /// The extents of what is stored as one object, a multiple of the chunk's; nil where each chunk is one of its own.
    ///
    /// Chunks of one object are read one after the other.
    public var shardShape: [Int]?
    /// How the pixels are reached.
    public var access: PixelAccess
    /// The bytes of one element in native order that stand for absent chunks.
    public var fillValue: Bytes?
    /// What else the file says.
    public var metadata: StoredMetadata
    /// The same image at lower resolutions, the finest of them first; each describes itself completely.
    public var levels: [StoredImage]

    /// An image.
    public init(
        name: String = "image", axes: [StoredAxis], elementType: ElementType, byteOrder: ByteOrder,
        chunkShape: [Int], chunkOrder: [Int]? = nil, hasCroppedChunks: Bool = false, shardShape: [Int]? = nil,
        access: PixelAccess, fillValue: Bytes? = nil, metadata: StoredMetadata = StoredMetadata(),
        levels: [StoredImage] = []
    ) {
        self.name = name
        self.axes = axes
        self.elementType = elementType
        self.byteOrder = byteOrder
        self.chunkShape = chunkShape
        self.chunkOrder = chunkOrder
        self.hasCroppedChunks = hasCroppedChunks
        self.shardShape = shardShape
        self.access = access
        self.fillValue = fillValue
        self.metadata = metadata
        self.levels = levels
    }

    /// The extents, slowest axis first.
    public var shape: [Int] { axes.map(\.length) }

    /// The image at a resolution level, 0 being this one; nil if there is no such level.
    public func level(_ number: Int) -> StoredImage? {
        if number == 0 { return self }
        return levels.indices.contains(number - 1) ? levels[number - 1] : nil
    }
}

/// How an image's pixels are reached.
public enum PixelAccess: Sendable {
    /// They lie uncompressed and without gaps in an object, from a byte on: the engine reads them itself, straight into
    /// the result where it can.
    case contiguous(any ByteObject, offset: Int)
    /// They are decoded from the first to the last.
    case stream
    /// They are decoded chunk by chunk, in any order.
    case chunks(any ChunkReader)
    /// They are those of other images, one for each place along the first axes.
    case stack(any ImageStack)
}

/// Decodes the chunks of one image.
public protocol ChunkReader: Sendable {
    /// Decodes one chunk and delivers it, or delivers the fill value where the format declares it absent.
    ///
    /// Called from several tasks at once, each with a request of its own.
    func readChunk(_ request: ChunkRequest) async throws
}

/// One axis as its file describes it; everything unknown is nil.
public struct StoredAxis: Sendable {
    /// What a file says about the meaning of an axis.
    public enum Kind: Sendable, Hashable {
        case space, time, channel, list, unknown
    }

    /// The name in the file, if it has one.
    public var label: String?
    /// The meaning according to the file.
    public var kind: Kind
    /// The number of elements.
    public var length: Int
    /// The distance between elements.
    public var spacing: Double?
    /// The unit of spacing and origin, as written.
    public var unit: String?
    /// The position of the first element.
    public var origin: Double?
    /// The vector from one element to the next, in the file's space.
    public var direction: [Double]?
    /// Names or positions.
    public var coords: Coordinates?

    /// An axis.
    public init(
        label: String? = nil, kind: Kind = .unknown, length: Int, spacing: Double? = nil, unit: String? = nil,
        origin: Double? = nil, direction: [Double]? = nil, coords: Coordinates? = nil
    ) {
        self.label = label
        self.kind = kind
        self.length = length
        self.spacing = spacing
        self.unit = unit
        self.origin = origin
        self.direction = direction
        self.coords = coords
    }
}

/// What a file says about an image as a whole.
public struct StoredMetadata: Sendable {
    /// The name of the space that direction vectors live in.
    public var space: String?
    /// The position of the first element in that space.
    public var spaceOrigin: [Double]?
    /// The names of the channels, if the file lists them.
    public var channelNames: [String]?
    /// Everything else, as it stands in the file.
    public var attributes: Attributes
    /// What the reader noticed.
    public var diagnostics: [Diagnostic]

    /// Metadata.
    public init(
        space: String? = nil, spaceOrigin: [Double]? = nil, channelNames: [String]? = nil,
        attributes: Attributes = Attributes(), diagnostics: [Diagnostic] = []
    ) {
        self.space = space
        self.spaceOrigin = spaceOrigin
        self.channelNames = channelNames
        self.attributes = attributes
        self.diagnostics = diagnostics
    }
}
