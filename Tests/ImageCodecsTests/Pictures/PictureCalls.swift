import ImageCodecs
import ImageCore
import ImageTesting
import Testing

extension PictureDecoder {
    /// What a picture decodes to, with room for exactly what is expected.
    func decoded(_ bytes: [UInt8], _ expecting: PictureShape, room: Int? = nil) throws -> ([UInt8], PictureShape) {
        let target = try ScatterTarget(count: room ?? expecting.byteCount)
        let (shape, count) = try target.withOutput(0..<target.count) { output in
            try decode(bytes.span.bytes, expecting: expecting, into: &output)
        }
        return (target.freeze(prefix: count).array, shape)
    }

    /// The shape that the header tells.
    func shape(_ bytes: [UInt8]) throws -> PictureShape { try shape(of: bytes.span.bytes) }

    /// Pictures that are too large, or have other samples, are refused; damaged ones give pixels or an error.
    func checkDamage(_ bytes: [UInt8], _ shape: PictureShape, count: Int = 400) throws {
        for change in [\PictureShape.width, \.height, \.sampleCount] {
            var smaller = shape
            smaller[keyPath: change] -= 1
            #expect(throws: CodecError.self) { try decoded(bytes, smaller, room: shape.byteCount) }
        }
        #expect(throws: CodecError.self) { try decoded(bytes, shape, room: shape.byteCount - 1) }
        let wider = PictureShape(
            width: shape.width + 9, height: shape.height + 9, sampleCount: shape.sampleCount,
            elementType: shape.elementType)
        #expect(try decoded(bytes, wider).1 == shape)
        for length in 0..<min(bytes.count, count) {
            do { _ = try decoded(Array(bytes[..<length]), shape) } catch is CodecError {}
        }
        var numbers = SeededNumbers(seed: 77)
        for _ in 0..<count {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                damaged[Int.random(in: 0..<damaged.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            do { _ = try decoded(damaged, shape) } catch is CodecError {}
        }
    }
}

/// The CRC-32 of bytes.
func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = CRC32()
    sum.append(bytes.span.bytes)
    return sum.value
}

/// A byte with its bits in the other order.
func reversedBits(_ byte: UInt8) -> UInt8 {
    var result: UInt8 = 0
    for bit in 0..<8 where byte >> UInt8(bit) & 1 == 1 { result |= 0x80 >> UInt8(bit) }
    return result
}
