import ByteStores
import ImageCodecs
import ImageCore

/// A member that is being opened.
struct ZipMember {
    let object: any ByteObject
    let entry: ZipIndex.Entry
    let location: String

    /// Members that decode to more are refused.
    private static let decodedLimit = 1 << 30
    /// The most that one byte of DEFLATE data can become: four copies of 258 bytes.
    private static let ratioLimit = 1032
    /// Stored members up to this size are read together with their local header.
    private static let smallByteCount = 64 << 10
    /// Room for the extra fields that writers put into local headers.
    private static let usualExtraByteCount = 64

    private var place: ImageError.Location { .init(location, byteOffset: entry.start) }

    func open() async throws -> any ByteObject {
        guard entry.flags & ZipFlags.encrypted == 0 else {
            throw ImageError.unsupported("the member is encrypted", at: place)
        }
        switch entry.method {
        case ZipMethod.stored:
            guard entry.storedSize == entry.size else {
                throw ImageError.corrupt(
                    "a stored member of \(entry.size) bytes that takes \(entry.storedSize)", at: place)
            }
            guard entry.size > Self.smallByteCount else {
                return MemoryObject(location: location, bytes: try await data())
            }
            let header = try await object.read(entry.start..<entry.start + ZipRecord.localHeader.byteCount)
            return WindowObject(object: object, range: try dataRange(header), location: location)
        case ZipMethod.deflated:
            try checkSizes()
            return MemoryObject(location: location, bytes: try inflated(try await data()))
        default:
            throw ImageError.unsupported("the member is compressed by method \(entry.method)", at: place)
        }
    }

    /// Before any memory is asked for.
    private func checkSizes() throws(ImageError) {
        guard entry.size <= Self.decodedLimit, entry.storedSize <= Self.decodedLimit else {
            throw .limitExceeded(
                "the compressed member has \(max(entry.size, entry.storedSize)) bytes, the limit is "
                    + "\(Self.decodedLimit)", at: place, hint: "store it without compression, or unpack the archive")
        }
        guard entry.size <= entry.storedSize * Self.ratioLimit else {
            throw .corrupt("\(entry.storedSize) compressed bytes cannot become \(entry.size)", at: place)
        }
    }

    /// The data as they are stored, by one read if the local header is no longer than usual.
    private func data() async throws -> Bytes {
        let header = ZipRecord.localHeader.byteCount + Int(entry.storedNameCount)
        // The sum cannot overflow: it is less than what is known to lie in the file, and some.
        let wanted = header + entry.storedSize + Self.usualExtraByteCount
        let bytes = try await object.read(entry.start..<min(entry.limit, entry.start + wanted))
        let range = try dataRange(bytes)
        if range.upperBound - entry.start <= bytes.count {
            return try bytes.slice(range.lowerBound - entry.start..<range.upperBound - entry.start)
        }
        return try await object.read(range)
    }

    /// Where the data are, by the local header that the bytes begin with.
    private func dataRange(_ header: Bytes) throws(ImageError) -> Range<Int> {
        let count = try header.withBytes { (span) throws(ImageError) in
            do throws(ParseError) {
                var cursor = ByteCursor(span)
                guard try cursor.read(UInt32.self) == ZipRecord.localHeader.signature else {
                    throw ParseError("the member's local header is damaged", at: 0)
                }
                try cursor.seek(to: 26)
                let nameCount = try cursor.read(UInt16.self)
                return ZipRecord.localHeader.byteCount + Int(nameCount) + Int(try cursor.read(UInt16.self))
            } catch {
                throw .corrupt(error.message, at: place)
            }
        }
        let (start, limit) = (entry.start + count, entry.limit)
        guard start <= limit, entry.storedSize <= limit - start else {
            throw .corrupt("the member reaches into the next one", at: place)
        }
        return start..<start + entry.storedSize
    }

    private func inflated(_ data: Bytes) throws -> Bytes {
        // One more, so that data that go on are seen.
        let target = try ScatterTarget(count: entry.size + 1)
        let inflater = RawInflater()
        do {
            try data.withBytes { input in
                _ = try target.withOutput(0..<entry.size + 1) { output in
                    var used = 0
                    while !inflater.isFinished {
                        let written = output.byteCount
                        let count = try inflater.inflate(input.extracting(used..<input.byteCount), into: &output)
                        used += count
                        if count == 0, output.byteCount == written { break }
                    }
                }
            }
        } catch let error as CodecError {
            throw ImageError(.corrupt, "the member's compressed data are damaged", at: place, underlying: error)
        }
        guard inflater.isFinished, inflater.checksum.byteCount == entry.size else {
            throw ImageError.corrupt(
                "the member decodes to another size than the \(entry.size) bytes that its archive tells", at: place)
        }
        guard inflater.checksum.value == entry.checksum else {
            throw ImageError.corrupt("the member's checksum (CRC-32) is wrong", at: place)
        }
        return target.freeze(prefix: entry.size)
    }
}
