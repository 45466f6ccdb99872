import ImageCodecs
import ImageCore

extension ByteCodec {
    /// What bytes decode to, with room for so many.
    func decoded(_ bytes: [UInt8], room: Int) throws -> [UInt8] {
        let target = try ScatterTarget(count: room)
        let (_, count) = try target.withOutput(0..<room) { try decode(bytes.span.bytes, into: &$0) }
        return target.freeze(prefix: count).array
    }

    /// What bytes encode to, with the room that the codec says is enough.
    func encoded(_ bytes: [UInt8]) throws -> [UInt8] {
        let room = encodedByteCountLimit(bytes.count)
        let target = try ScatterTarget(count: room)
        let (_, count) = try target.withOutput(0..<room) { try encode(bytes.span.bytes, into: &$0) }
        return target.freeze(prefix: count).array
    }
}

extension PartialByteCodec {
    /// A part of what bytes decode to, with room for exactly that.
    func decoded(_ bytes: [UInt8], part: Range<Int>, of count: Int) throws -> [UInt8] {
        let target = try ScatterTarget(count: part.count)
        let (_, written) = try target.withOutput(0..<part.count) { output in
            try decode(bytes.span.bytes, part: part, of: count, into: &output)
        }
        return target.freeze(prefix: written).array
    }
}
