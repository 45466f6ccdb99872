import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// Pixels written as text: decimal numbers separated by blanks, line ends or commas, or pairs of hexadecimal digits.
final class TextStream: PixelStream {
    /// How the text stands for bytes.
    enum Notation {
        /// One number per element.
        case decimal(ElementType)
        /// Two digits per byte, in the byte order of the file.
        case hexadecimal
    }

    private let object: any ByteObject
    private let notation: Notation
    private var position: Int
    private var window = Bytes.empty
    private var windowStart = 0
    private var next = 0

    private static let windowByteCount = 1 << 18
    /// No number is longer; a longer run of characters is no number.
    private static let tokenLimit = 400

    /// The text from a byte of an object on.
    init(_ object: any ByteObject, from offset: Int, notation: Notation) {
        self.object = object
        self.notation = notation
        position = offset
    }

    func read(into target: ScatterTarget, _ range: Range<Int>) async throws {
        switch notation {
        case .hexadecimal:
            var done = range.lowerBound
            while done < range.upperBound {
                let end = min(done + 4096, range.upperBound)
                var bytes: [UInt8] = []
                while bytes.count < end - done { bytes.append(try await hexByte()) }
                try target.withOutput(done..<end) { output in for byte in bytes { output.append(byte, as: UInt8.self) }
                }
                done = end
            }
        case .decimal(let type):
            guard let pixel = type.pixelType as? any TextPixel.Type, range.count % type.size == 0 else {
                throw ImageError.unsupported("\(type) pixels written as text", at: .init(object.location))
            }
            try await readNumbers(pixel, into: target, range)
        }
    }

    private func readNumbers<T: TextPixel>(_: T.Type, into target: ScatterTarget, _ range: Range<Int>) async throws {
        let size = MemoryLayout<T>.size
        var done = range.lowerBound
        while done < range.upperBound {
            let count = min((range.upperBound - done) / size, 4096)
            var numbers: [T] = []
            while numbers.count < count {
                let token = try await self.token()
                guard let number = T(token) else {
                    throw ImageError.corrupt(
                        "'\(token.prefix(40))' is no \(T.elementType)",
                        at: .init(object.location, byteOffset: windowStart + next - token.utf8.count))
                }
                numbers.append(number)
            }
            try target.withOutput(done..<done + count * size) { output in
                for number in numbers { output.append(number, as: T.self) }
            }
            done += count * size
        }
    }

    private func hexByte() async throws -> UInt8 {
        var value: UInt8 = 0
        for _ in 0..<2 {
            var byte = try await nextByte()
            while let blank = byte, Self.isBlank(blank) { byte = try await nextByte() }
            guard let byte else { throw ended() }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw ImageError.corrupt(
                    "'\(Character(Unicode.Scalar(byte)))' is no hexadecimal digit",
                    at: .init(object.location, byteOffset: windowStart + next - 1))
            }
            value = value << 4 | UInt8(digit)
        }
        return value
    }

    private func token() async throws -> String {
        var byte = try await nextByte()
        while let blank = byte, Self.isBlank(blank) { byte = try await nextByte() }
        var letters: [UInt8] = []
        while let letter = byte, !Self.isBlank(letter), letters.count < Self.tokenLimit {
            letters.append(letter)
            byte = try await nextByte()
        }
        if letters.isEmpty { throw ended() }
        guard letters.count < Self.tokenLimit else {
            throw ImageError.corrupt(
                "a number of more than \(Self.tokenLimit) characters",
                at: .init(object.location, byteOffset: windowStart + next))
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private func ended() -> ImageError {
        .corrupt("the text ends before all pixels were read", at: .init(object.location, byteOffset: object.size))
    }

    private func nextByte() async throws -> UInt8? {
        if next == window.count {
            guard position < object.size else { return nil }
            let end = min(position + Self.windowByteCount, object.size)
            window = try await object.read(position..<end)
            windowStart = position
            position = end
            next = 0
        }
        defer { next += 1 }
        return window.withBytes { $0.unsafeLoad(fromByteOffset: next, as: UInt8.self) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || byte == UInt8(ascii: ",")
    }
}

/// A pixel type that can be read from text.
private protocol TextPixel: Pixel {
    init?(_ text: String)
}

extension TextPixel where Self: FixedWidthInteger {
    /// A whole number; one written with a fraction of 0 or an exponent counts as well.
    init?(_ text: String) {
        if let number = Self(text, radix: 10) {
            self = number
        } else if let number = Double(text).flatMap(Self.init(exactly:)) {
            self = number
        } else {
            return nil
        }
    }
}

extension Int8: TextPixel {}
extension Int16: TextPixel {}
extension Int32: TextPixel {}
extension Int64: TextPixel {}
extension UInt8: TextPixel {}
extension UInt16: TextPixel {}
extension UInt32: TextPixel {}
extension UInt64: TextPixel {}

extension Float: TextPixel {
    init?(_ text: String) {
        guard let number = Float(text[...]) else { return nil }
        self = number
    }
}

extension Double: TextPixel {
    init?(_ text: String) {
        guard let number = Double(text[...]) else { return nil }
        self = number
    }
}
