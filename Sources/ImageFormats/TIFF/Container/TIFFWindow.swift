import ByteStores
import ImageCore

/// Reads directory after directory, several at once where they lie close together.
struct TIFFWindow {
    private let object: any ByteObject
    private var bytes = Bytes.empty
    private var start = 0
    private var size = 512

    init(_ object: any ByteObject) {
        self.object = object
    }

    /// The bytes of the directory at an offset, from the number of its entries to the place of the next directory.
    ///
    /// - Throws: `corrupt` if it does not lie in the file.
    mutating func directory(at offset: Int, _ file: TIFFFile) async throws -> Bytes {
        guard offset >= 8, offset < object.size - file.header.countByteCount else {
            throw ImageError.corrupt(
                "a directory at byte \(offset), which the file of \(object.size) bytes does not hold",
                at: .init(object.location, byteOffset: offset))
        }
        do {
            var place = try await fill(offset, file.header.countByteCount)
            guard let count = try file.directoryByteCount(bytes.slice(place..<bytes.count)) else { return .empty }
            let all = min(count, object.size - offset)
            place = try await fill(offset, all)
            return try bytes.slice(place..<place + all)
        } catch let error as ParseError {
            throw ImageError.corrupt(error.message, at: .init(object.location, byteOffset: offset + error.offset))
        }
    }

    /// Sees to it that the window holds some bytes of the file; their place in it.
    private mutating func fill(_ offset: Int, _ count: Int) async throws -> Int {
        if offset >= start, offset - start <= bytes.count, count <= bytes.count - (offset - start) {
            return offset - start
        }
        // Directories close behind one another are read together, ones far apart alone.
        let distance = offset - start
        size = distance > 0 && distance <= 4 * size ? min(4 * size, 1 << 20) : max(512, size / 4)
        let end = min(offset + max(count, size), object.size)
        bytes = try await object.read(offset..<end)
        start = offset
        return 0
    }
}
