import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// The decoded bytes of a compressed part of a file, fetched in windows as they are needed.
///
/// After the last expected byte the data are decoded to their end, so that a wrong checksum does not stay unnoticed; data
/// that are longer than expected are no error.
final class DecodedStream: PixelStream {
    private let object: any ByteObject
    private let decoder: any StreamDecoder
    private let name: String
    private var position: Int
    private var window = Bytes.empty
    private let expected: Int
    private var delivered = 0

    /// How much compressed data is fetched at once.
    private static let windowByteCount = 1 << 20
    /// How many bytes may follow the expected ones.
    private static let surplusLimit = 64 << 20

    /// The data from a byte of an object on, which decode to `expected` bytes at least.
    init(_ object: any ByteObject, from offset: Int, decoder: any StreamDecoder, name: String, expected: Int) {
        self.object = object
        self.decoder = decoder
        self.name = name
        self.expected = expected
        position = offset
    }

    func read(into target: ScatterTarget, _ range: Range<Int>) async throws {
        var done = range.lowerBound
        while done < range.upperBound {
            let written = try await fill(target, done..<range.upperBound)
            done += written
            delivered += written
        }
        if delivered == expected { try await checkEnd() }
    }

    /// Decodes to the end and counts the bytes.
    func countToEnd() async throws -> Int {
        let scratch = try ScatterTarget(count: 1 << 20)
        var count = 0
        while true {
            let (used, written) = try decode(into: scratch, 0..<scratch.count)
            window = try window.slice(used..<window.count)
            count += written
            if decoder.isFinished { return count }
            if written > 0 { continue }
            if window.count == 0, position >= object.size, decoder.isComplete { return count }
            if window.count > 0 || position >= object.size {
                throw ImageError.corrupt("\(name): the data end before they are complete", at: .init(object.location))
            }
            try await refill()
        }
    }

    /// Decodes at least one byte.
    private func fill(_ target: ScatterTarget, _ range: Range<Int>) async throws -> Int {
        while true {
            let (used, written) = try decode(into: target, range)
            window = try window.slice(used..<window.count)
            if written > 0 { return written }
            if decoder.isFinished || (window.count == 0 && position >= object.size) || (used == 0 && window.count > 0) {
                throw ImageError.corrupt(
                    "\(name): the data end after \(delivered) decoded bytes, \(expected) are needed",
                    at: .init(object.location))
            }
            try await refill()
        }
    }

    private func decode(into target: ScatterTarget, _ range: Range<Int>) throws -> (used: Int, written: Int) {
        do {
            return try target.withOutput(range) { output in
                try window.withBytes { (span) throws(CodecError) in try decoder.decode(span, into: &output) }
            }
        } catch let error as CodecError {
            throw ImageError.corrupt(error.message, at: .init(object.location))
        }
    }

    private func refill() async throws {
        guard window.count == 0, position < object.size else { return }
        let end = min(position + Self.windowByteCount, object.size)
        window = try await object.read(position..<end)
        position = end
    }

    /// Decodes on to the end of the data, where their checksum stands: without it, damage that happens to decode to more
    /// bytes than are needed would pass for pixels.
    ///
    /// - Throws: `corrupt` if the checksum is wrong, or the data end before it, or go on for very much longer.
    private func checkEnd() async throws {
        let scratch = try ScatterTarget(count: 1 << 16)
        var surplus = 0
        while !decoder.isFinished {
            let (used, written) = try decode(into: scratch, 0..<scratch.count)
            window = try window.slice(used..<window.count)
            surplus += written
            let isAtEnd = window.count == 0 && position >= object.size
            if isAtEnd, decoder.isComplete { return }
            guard written > 0 || used > 0 || !isAtEnd else {
                throw ImageError.corrupt("\(name): the data end before their checksum", at: .init(object.location))
            }
            guard surplus <= max(expected, Self.surplusLimit) else {
                throw ImageError.corrupt(
                    "\(name): the data decode to far more than the \(expected) bytes that are expected",
                    at: .init(object.location))
            }
            if window.count == 0 { try await refill() }
        }
    }
}
