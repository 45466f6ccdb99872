import ByteStores
import ImageCore

/// What a read may cost; checked before anything is allocated.
public struct ReadLimits: Sendable, Hashable {
    /// The most bytes that one array may have.
    public var byteCount: Int
    /// The most bytes that a chunk may have which is decoded apart from the result; one for each task.
    public var chunkByteCount: Int

    /// Limits; that of a chunk is an eighth of the array's, at least 64 MiB and at most 2 GiB, if not said otherwise.
    public init(byteCount: Int, chunkByteCount: Int? = nil) {
        self.byteCount = byteCount
        self.chunkByteCount = chunkByteCount ?? min(max(byteCount / 8, 1 << 26), 1 << 31)
    }

    /// As many bytes as the machine has memory, less an eighth.
    public static let `default` = ReadLimits(byteCount: MachineFacts.memoryByteCount / 8 * 7)

    /// Checks that an array of a shape may be read, and gives its size in bytes.
    ///
    /// - Throws: `limitExceeded`, with the numbers.
    func check(_ shape: [Int], _ type: ElementType) throws(ImageError) -> Int {
        let size = try Shape.byteCount(shape, elementSize: type.size)
        guard size <= byteCount else {
            throw .limitExceeded(
                "\(Shape.describe(shape)) \(type) are \(size) bytes, the limit is \(byteCount)",
                hint: "read a region of it, or raise the limit")
        }
        return size
    }
}
