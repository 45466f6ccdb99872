import ByteStores
import ImageCore

extension TIFFDirectory {
    /// The bits of each sample.
    ///
    /// Old programs of Zeiss put the two numbers of a page with two channels behind an offset though they fit into the
    /// entry. Read as numbers, offsets are sizes that no sample has.
    func bitsPerSample() async throws -> [Int] {
        guard let stated = try await integers(TIFFTag.bitsPerSample) else { return [1] }
        guard !file.header.isBig, stated.count == 2, !stated.allSatisfy((1...128).contains),
            let entry = entry(TIFFTag.bitsPerSample), entry.type == .short
        else { return stated }
        let (low, high) = file.header.byteOrder == .little ? (stated[0], stated[1]) : (stated[1], stated[0])
        let place = high << 16 | low
        guard place > 0, place <= file.object.size - 4 else { return stated }
        let bytes = try await file.object.read(place..<place + 4)
        let found = try bytes.withBytes { (span) throws(ParseError) in
            var cursor = ByteCursor(span, byteOrder: file.header.byteOrder)
            return [Int(try cursor.read(UInt16.self)), Int(try cursor.read(UInt16.self))]
        }
        return found.allSatisfy((1...128).contains) ? found : stated
    }
}
