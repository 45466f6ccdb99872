/// Decodes DEFLATE blocks (RFC 1951) without the 32 KiB before them.
///
/// The result is made of 16-bit symbols: bytes, and where a match reaches before the start, markers with the place in
/// the unknown window (`marker + place`). The window itself is laid out as markers in front of the result, so that
/// matches are copied without looking where they reach.
///
/// Only whole blocks count. Whatever stops the decoding in the middle of one, an error too, leaves the result as it was
/// at the start of that block; a decoder that knows the window goes on there and has the last word.
final class MarkerInflate {
    /// The first marker; a symbol below is a byte.
    static let marker: UInt16 = 1 << 15
    private static let window = DeflateSymbols.windowByteCount
    /// What one turn of the loop may write beyond the limit: literals and a match, copied in steps of 8 symbols.
    private static let slack = 3 + DeflateSymbols.longestMatch + 8

    private static let literalBits = 11
    private static let literalMask: UInt64 = 1 << UInt64(literalBits) - 1
    private static let literalRest = 1 << (HuffmanTable.longestCode - literalBits) - 1
    private static let distanceBits = 9
    private static let distanceMask: UInt64 = 1 << UInt64(distanceBits) - 1
    private static let distanceRest = 1 << (HuffmanTable.longestCode - distanceBits) - 1

    /// Where the decoding came to.
    struct End {
        /// The bit after the last whole block, counted from the input's start.
        var bit: Int
        /// The number of symbols.
        var count = 0
        /// Whether the last block was the last of the stream.
        var isFinal = false
        /// Whether the last 32 KiB of the result hold no marker.
        var isClean = false
    }

    /// How far apart the block ends are that are noted, in symbols; nil for none.
    var markInterval: Int?
    /// Ends of blocks on the way, with the symbols before them.
    private(set) var marks: [(bit: Int, count: Int)] = []

    private let symbols: UnsafeMutablePointer<UInt16>
    /// The most symbols that a result has.
    let limit: Int
    private let literalMeanings = UnsafeMutablePointer<UInt32>.allocate(capacity: DeflateSymbols.literalCount)
    private let distanceMeanings = UnsafeMutablePointer<UInt32>.allocate(capacity: DeflateSymbols.distanceCount)
    private let fixedLengths = UnsafeMutablePointer<UInt8>.allocate(
        capacity: DeflateSymbols.literalCount + DeflateSymbols.distanceCount)
    private let literals = HuffmanTable(primaryBits: literalBits, symbolCount: DeflateSymbols.literalCount)
    private let distances = HuffmanTable(primaryBits: distanceBits, symbolCount: DeflateSymbols.distanceCount)
    private var header = DynamicHeader()

    /// A decoder whose results have at most so many symbols.
    init(limit: Int) {
        self.limit = limit
        symbols = .allocate(capacity: Self.window + limit + Self.slack)
        for place in 0..<Self.window { symbols[place] = Self.marker + UInt16(place) }
        for (symbol, meaning) in DeflateSymbols.literals().enumerated() { literalMeanings[symbol] = meaning }
        for (symbol, meaning) in DeflateSymbols.distances().enumerated() { distanceMeanings[symbol] = meaning }
        for (symbol, length) in DeflateSymbols.fixedLengths().enumerated() { fixedLengths[symbol] = length }
    }

    deinit {
        symbols.deallocate()
        literalMeanings.deallocate()
        distanceMeanings.deallocate()
        fixedLengths.deallocate()
        literals.deallocate()
        distances.deallocate()
        header.deallocate()
    }

    /// The symbols of the result; up to 32768 places before it lie the markers of the window.
    var result: UnsafePointer<UInt16> { UnsafePointer(symbols + Self.window) }

    /// Decodes blocks from a bit on, until the last 32 KiB are free of markers, the stream ends, a block ends at `stop`
    /// or later, or nothing more can be decoded.
    func inflate(_ base: UnsafePointer<UInt8>, count: Int, from bit: Int, stop: Int) -> End {
        var end = End(bit: bit)
        marks = []
        while end.bit < stop, !end.isFinal, !end.isClean {
            var reader = BitReader(base, count: count, bit: end.bit)
            let isFinal = reader.take(1) == 1
            let kind = reader.take(2)
            guard !reader.isExhausted else { break }
            let place: (bit: Int, count: Int)?
            switch kind {
            case 0: place = copyStored(base, count, reader, end.count)
            case 1: place = useFixedCodes() ? inflateBlock(base, count, from: reader.position, end.count) : nil
            case 2:
                place = useCodes(&reader) ? inflateBlock(base, count, from: reader.position, end.count) : nil
            default: place = nil
            }
            guard let place else { break }
            end = End(bit: place.bit, count: place.count, isFinal: isFinal, isClean: isClean(place.count))
            if let markInterval, !isFinal, end.count - (marks.last?.count ?? 0) >= markInterval {
                marks.append((end.bit, end.count))
            }
        }
        return end
    }

    private func isClean(_ count: Int) -> Bool {
        guard count >= Self.window else { return false }
        let last = UnsafeRawPointer(symbols + count)
        var all = SIMD16<UInt16>()
        for step in 0..<Self.window / 16 {
            all |= last.loadUnaligned(fromByteOffset: step * 32, as: SIMD16<UInt16>.self)
        }
        return all.max() < Self.marker
    }

    /// A stored block (3.2.4).
    private func copyStored(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ reader: BitReader, _ written: Int
    ) -> (bit: Int, count: Int)? {
        let start = (reader.position + 7) / 8
        guard count - start >= 4 else { return nil }
        let length = Int(base[start]) | Int(base[start + 1]) << 8
        let check = Int(base[start + 2]) | Int(base[start + 3]) << 8
        guard length == ~check & 0xFFFF, count - start - 4 >= length, limit - written >= length else { return nil }
        let target = symbols + Self.window + written
        for place in 0..<length { target[place] = UInt16(base[start + 4 + place]) }
        return ((start + 4 + length) * 8, written + length)
    }

    private func useFixedCodes() -> Bool {
        let distanceLengths = fixedLengths + DeflateSymbols.literalCount
        return literals.build(
            fixedLengths, count: DeflateSymbols.literalCount, meanings: literalMeanings, mayBeIncomplete: false)
            && distances.build(
                distanceLengths, count: DeflateSymbols.distanceCount, meanings: distanceMeanings,
                mayBeIncomplete: false)
    }

    private func useCodes(_ reader: inout BitReader) -> Bool {
        header.read(&reader)
            && literals.build(
                header.lengths, count: header.literalCount, meanings: literalMeanings, mayBeIncomplete: false)
            && distances.build(
                header.lengths + header.literalCount, count: header.distanceCount, meanings: distanceMeanings,
                mayBeIncomplete: true)
    }

    /// The coded part of a block; nil if it is damaged, or the input or the room end before it.
    private func inflateBlock(
        _ base: UnsafePointer<UInt8>, _ count: Int, from bit: Int, _ written: Int
    ) -> (bit: Int, count: Int)? {
        let literals = UnsafePointer(literals.entries)
        let distances = UnsafePointer(distances.entries)
        let first = symbols + Self.window
        let lastOutput = first + limit
        var output = first + written
        // The input is read in whole words; a block that ends in the last 8 bytes is left to a decoder that is careful.
        let lastWord = count - 8
        var next = bit / 8
        guard next <= lastWord else { return nil }
        var bits = BitReader.word(base + next) &>> UInt64(bit & 7)
        next += 7
        var bitCount = UInt64(56 - bit & 7)

        // Unchecked arithmetic: positions are bounded by the two conditions, shifts by the entries.
        while output <= lastOutput {
            guard next <= lastWord else { return nil }
            bits |= BitReader.word(base + next) &<< bitCount
            next &+= Int(truncatingIfNeeded: (63 &- bitCount) &>> 3)
            bitCount |= 56
            var entry = literals[Int(truncatingIfNeeded: bits & Self.literalMask)]
            // At most three short codes use 33 of 56 bits.
            if entry & HuffmanTable.literal != 0 {
                bits &>>= UInt64(entry & 15)
                bitCount &-= UInt64(entry & 15)
                output.pointee = UInt16(truncatingIfNeeded: entry &>> 16)
                output += 1
                entry = literals[Int(truncatingIfNeeded: bits & Self.literalMask)]
                if entry & HuffmanTable.literal != 0 {
                    bits &>>= UInt64(entry & 15)
                    bitCount &-= UInt64(entry & 15)
                    output.pointee = UInt16(truncatingIfNeeded: entry &>> 16)
                    output += 1
                    entry = literals[Int(truncatingIfNeeded: bits & Self.literalMask)]
                    if entry & HuffmanTable.literal != 0 {
                        bits &>>= UInt64(entry & 15)
                        bitCount &-= UInt64(entry & 15)
                        output.pointee = UInt16(truncatingIfNeeded: entry &>> 16)
                        output += 1
                        continue
                    }
                }
                guard next <= lastWord else { return nil }
                bits |= BitReader.word(base + next) &<< bitCount
                next &+= Int(truncatingIfNeeded: (63 &- bitCount) &>> 3)
                bitCount |= 56
            }
            // Now 56 bits are ready, and a length with its distance uses at most 15 + 5 + 15 + 13.
            if entry & HuffmanTable.link != 0 {
                let rest = Int(truncatingIfNeeded: bits &>> UInt64(Self.literalBits)) & Self.literalRest
                entry = literals[Int(entry &>> 16) &+ rest]
            }
            bits &>>= UInt64(entry & 15)
            bitCount &-= UInt64(entry & 15)
            if entry & (HuffmanTable.literal | HuffmanTable.endOfBlock | HuffmanTable.invalid) != 0 {
                if entry & HuffmanTable.literal != 0 {
                    output.pointee = UInt16(truncatingIfNeeded: entry &>> 16)
                    output += 1
                    continue
                }
                guard entry & HuffmanTable.endOfBlock != 0, output - first <= limit else { return nil }
                return (next * 8 - Int(bitCount), output - first)
            }
            let lengthExtra = UInt64(entry &>> 4 & 15)
            let length = Int(entry &>> 16) &+ Int(truncatingIfNeeded: bits & (1 &<< lengthExtra &- 1))
            bits &>>= lengthExtra
            bitCount &-= lengthExtra
            entry = distances[Int(truncatingIfNeeded: bits & Self.distanceMask)]
            if entry & HuffmanTable.link != 0 {
                let rest = Int(truncatingIfNeeded: bits &>> UInt64(Self.distanceBits)) & Self.distanceRest
                entry = distances[Int(entry &>> 16) &+ rest]
            }
            guard entry & HuffmanTable.invalid == 0 else { return nil }
            bits &>>= UInt64(entry & 15)
            let distanceExtra = UInt64(entry &>> 4 & 15)
            let distance = Int(entry &>> 16) &+ Int(truncatingIfNeeded: bits & (1 &<< distanceExtra &- 1))
            bits &>>= distanceExtra
            bitCount &-= UInt64(entry & 15) &+ distanceExtra
            // A distance is at most 32768, and so many markers lie in front: this never reads before the memory.
            Self.copyMatch(to: output, distance: distance, length: length)
            output += length
        }
        return nil
    }

    @inline(__always)
    private static func copyMatch(to output: UnsafeMutablePointer<UInt16>, distance: Int, length: Int) {
        let target = UnsafeMutableRawPointer(output)
        let source = UnsafeRawPointer(output - distance)
        if distance >= 8 {
            var done = 0
            repeat {
                let part = source.loadUnaligned(fromByteOffset: done * 2, as: SIMD8<UInt16>.self)
                target.storeBytes(of: part, toByteOffset: done * 2, as: SIMD8<UInt16>.self)
                done += 8
            } while done < length
            return
        }
        let first = output - distance
        for place in 0..<length { output[place] = first[place] }
    }
}
