public import ByteStores
public import ImageCore
import Synchronization

/// How a synthetic source offers its pixels.
public struct SyntheticLayout: Sendable {
    /// The ways of access that an image can have.
    public enum Access: String, Sendable, Hashable, CaseIterable {
        case contiguous, stream, chunks
    }

    /// The way of access.
    public var access: Access
    /// The byte order of the stored numbers.
    public var byteOrder: ByteOrder
    /// The extents of a chunk.
    public var chunk: [Int]
    /// Whether chunks at the edge of the image end there; otherwise they hold rubbish beyond it.
    public var hasCroppedChunks: Bool
    /// The chunks that are declared absent, by their index.
    public var absent: Set<[Int]>
    /// The element that absent chunks stand for; nil for zero.
    public var fillElement: [UInt8]?
    /// Where the pixels begin in the object, for contiguous access.
    public var offset: Int

    /// A layout.
    public init(
        _ access: Access, byteOrder: ByteOrder = .native, chunk: [Int] = [], hasCroppedChunks: Bool = false,
        absent: Set<[Int]> = [],
        fillElement: [UInt8]? = nil, offset: Int = 0
    ) {
        self.access = access
        self.byteOrder = byteOrder
        self.chunk = chunk
        self.hasCroppedChunks = hasCroppedChunks
        self.absent = absent
        self.fillElement = fillElement
        self.offset = offset
    }
}

/// The store that a `SyntheticSource` reads from: an image in memory, stored as a layout says.
///
/// It counts what is asked of it.
public final class SyntheticStore: ByteStore {
    /// The image.
    public let image: SyntheticImage
    /// How it is stored.
    public let layout: SyntheticLayout
    /// The axes as the "file" describes them; by default letters as labels, and the image's metadata.
    public let storedAxes: [SyntheticAxis]
    /// Is called at the start of each chunk, with its running number.
    public let onChunk: (@Sendable (Int) async throws -> Void)?

    let stored: Bytes
    private let counts = Mutex(Counts())

    struct Counts {
        var chunks: [[Int]] = []
        var active = 0
        var maximum = 0
        var streams = 0
    }

    /// Stores an image.
    public init(
        _ image: SyntheticImage, _ layout: SyntheticLayout, axes: [SyntheticAxis]? = nil,
        onChunk: (@Sendable (Int) async throws -> Void)? = nil
    ) {
        self.image = image
        self.layout = layout
        self.onChunk = onChunk
        storedAxes = axes ?? zip(image.axes, image.shape).map { SyntheticAxis($0, length: $1, image.metadata) }
        let padding = [UInt8](repeating: 0xA5, count: layout.access == .contiguous ? layout.offset : 0)
        stored = Bytes(padding + image.pixelBytes(byteOrder: layout.byteOrder))
    }

    /// The store as people write it.
    public var location: String { "synthetic" }

    /// The indices of the chunks that were read, in order of their start.
    public var chunksRead: [[Int]] { counts.withLock { $0.chunks } }
    /// How many chunks were under way at once, at most.
    public var maximumConcurrency: Int { counts.withLock { $0.maximum } }
    /// How many streams were started.
    public var streamsStarted: Int { counts.withLock { $0.streams } }

    /// Opens the object under a key; see `ByteStore`.
    public func open(_ key: String) async throws -> (any ByteObject)? {
        key == "image" ? MemoryObject(location: "synthetic/image", bytes: stored) : nil
    }

    /// The names in a folder; see `ByteStore`.
    public func list(_ folder: String) async throws -> [String]? {
        folder.isEmpty ? ["image"] : nil
    }

    func begin(_ index: [Int]) -> Int {
        counts.withLock {
            $0.chunks.append(index)
            $0.active += 1
            $0.maximum = max($0.maximum, $0.active)
            return $0.chunks.count - 1
        }
    }

    func end() { counts.withLock { $0.active -= 1 } }

    func countStream() { counts.withLock { $0.streams += 1 } }
}
