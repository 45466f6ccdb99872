import ImageCore
import ImageSources

/// Streams of equal length one after the other, each opened when its turn comes: an image whose data lie in a list of
/// compressed files.
final class ConcatenatedStream: PixelStream {
    private let count: Int
    private let length: Int
    private let open: (Int) async throws -> any PixelStream
    private var current: (number: Int, stream: any PixelStream)?
    private var position = 0

    /// `count` streams of `length` bytes each.
    init(count: Int, length: Int, open: @escaping (Int) async throws -> any PixelStream) {
        self.count = count
        self.length = length
        self.open = open
    }

    func read(into target: ScatterTarget, _ range: Range<Int>) async throws {
        var done = range.lowerBound
        while done < range.upperBound {
            let (stream, left) = try await streamHere()
            let piece = min(left, range.upperBound - done)
            try await stream.read(into: target, done..<done + piece)
            done += piece
            position += piece
        }
    }

    func skip(_ count: Int) async throws {
        var left = count
        while left > 0 {
            let inPart = position % length
            let piece = min(length - inPart, left)
            // Whole parts are left out without being opened.
            if inPart != 0 || piece < length { try await streamHere().stream.skip(piece) }
            position += piece
            left -= piece
        }
    }

    private func streamHere() async throws -> (stream: any PixelStream, left: Int) {
        let number = position / length
        guard number < count else { throw ImageError.corrupt("the files hold fewer pixels than the header says") }
        if let current, current.number == number { return (current.stream, length - position % length) }
        let stream = try await open(number)
        current = (number, stream)
        return (stream, length - position % length)
    }
}
