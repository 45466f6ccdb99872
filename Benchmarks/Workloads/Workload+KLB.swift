import CBzip2
import ImageIntake
import Synchronization

extension Workload {
    /// Reading and writing KLB files: bzip2 of blocks, which is what takes the time.
    static var klb: [Workload] {
        [
            reading("klb-bzip2", nil), reading("klb-region", "z=8:16,y=300:700,x=300:700"),
            Workload(
                name: "klb-write", summary: "write what stack.klb holds",
                prepare: { folder in
                    let image = try await imload("\(folder)/stack.klb").image
                    let path = "\(folder)/written-ours.klb"
                    return {
                        try await imsave(image, to: path)
                        return { try await imload(path).image.sha256() }
                    }
                },
                output: "written-ours.klb"),
        ]
    }

    /// libbz2 on blocks that are in memory, on all processors.
    static var klbLimits: [Workload] {
        [
            decoding("limit-klb-bzip2") { _ in true },
            // The blocks of 8 x 96 x 96, of which 11 lie beside each other along x and y, that the region touches.
            decoding("limit-klb-region") { number in
                number / 121 == 1 && (3...7).contains(number / 11 % 11) && (3...7).contains(number % 11)
            },
            Workload(name: "limit-klb-write", summary: "encode the blocks of stack.klb in memory") { folder in
                let blocks = try KLBBlocks("\(folder)/stack.klb")
                let packed = Blocks(count: blocks.count, size: KLBBlocks.byteCount + KLBBlocks.byteCount / 100 + 600)
                try await blocks.decode(Array(0..<blocks.count))
                return {
                    try await onAllCores(blocks.count) { number in
                        var count = UInt32(packed[number].count)
                        let (from, to) = (blocks.decoded(number), packed[number])
                        let status = BZ2_bzBuffToBuffCompress(
                            to.bindMemory(to: CChar.self).baseAddress, &count,
                            from.bindMemory(to: CChar.self).baseAddress, UInt32(from.count), 2, 0, 0)
                        guard status == BZ_OK else { throw ImageError.corrupt("block \(number) cannot be encoded") }
                    }
                    return { "" }
                }
            },
        ]
    }

    private static func reading(_ name: String, _ region: String?) -> Workload {
        Workload(name: name, summary: "read \(region ?? "all") of stack.klb") { folder in
            let region = try region.map { try Region(parsing: $0) } ?? .all
            return {
                let image = try await imload("\(folder)/stack.klb", region: region).image
                return { try image.sha256() }
            }
        }
    }

    private static func decoding(_ name: String, _ isWanted: @escaping @Sendable (Int) -> Bool) -> Workload {
        Workload(name: name, summary: "decode blocks of stack.klb in memory, on all processors") { folder in
            let blocks = try KLBBlocks("\(folder)/stack.klb")
            let wanted = (0..<blocks.count).filter(isWanted)
            return {
                try await blocks.decode(wanted)
                return { "" }
            }
        }
    }
}

/// The blocks of a KLB file in memory, as they are and decoded.
private final class KLBBlocks: Sendable {
    private let packed: Blocks
    private let plain: Blocks
    private let sizes: [Int]
    private let plainSizes: Mutex<[Int]>

    /// The bytes of a whole block.
    static let byteCount = 8 * 96 * 96 * 2

    var count: Int { sizes.count }

    init(_ path: String) throws {
        let file = try OpenFile(path)
        // 11 x 11 blocks of each slab of 8 planes, of which there are 4.
        let (start, count) = (319, 11 * 11 * 4)
        let table = Memory(count: count * 8)
        try file.read(into: table.buffer, at: start)
        let ends = (0..<count).map {
            Int(UInt64(littleEndian: table.buffer.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)))
        }
        sizes = zip(ends, [0] + ends).map { $0 - $1 }
        packed = Blocks(count: count, size: sizes.max() ?? 0)
        plain = Blocks(count: count, size: Self.byteCount)
        plainSizes = Mutex([Int](repeating: 0, count: count))
        for (number, size) in sizes.enumerated() {
            try file.read(into: packed.prefix(number, size), at: start + count * 8 + ends[number] - size)
        }
    }

    func decoded(_ number: Int) -> UnsafeMutableRawBufferPointer {
        plain.prefix(number, plainSizes.withLock { $0[number] })
    }

    func decode(_ wanted: [Int]) async throws {
        try await Workload.onAllCores(wanted.count) { [self] place in
            let number = wanted[place]
            var count = UInt32(Self.byteCount)
            let (from, to) = (packed.prefix(number, sizes[number]), plain[number])
            let status = BZ2_bzBuffToBuffDecompress(
                to.bindMemory(to: CChar.self).baseAddress, &count, from.bindMemory(to: CChar.self).baseAddress,
                UInt32(from.count), 0, 0)
            guard status == BZ_OK else { throw ImageError.corrupt("block \(number) cannot be decoded") }
            plainSizes.withLock { $0[number] = Int(count) }
        }
    }
}
