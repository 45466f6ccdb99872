import CBlosc
import CZstd
import ImageIntake

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The least that any program must do with the chunks of a store: read the files, or code chunks that are in memory.
extension Workload {
    static var storeLimits: [Workload] {
        [
            files("limit-zarr-raw", "stack-raw.zarr"), files("limit-zarr-small", "small.zarr"),
            decoding("limit-zarr-zstd", "stack-zstd.zarr", decodeZstd),
            decoding("limit-zarr-sharded", "stack-zstd.zarr", decodeZstd),
            decoding("limit-zarr-lz4", "stack-lz4.zarr", decodeBlosc),
            decoding("limit-zarr-zstd-region", "stack-zstd.zarr", isRegion: true, decodeZstd),
            decoding("limit-zarr-lz4-region", "stack-lz4.zarr", isRegion: true, decodeBlosc),
            encoding("limit-zarr-write", "stack-raw.zarr") { from, to in
                ZSTD_compress(to.baseAddress, to.count, from.baseAddress, from.count, 3)
            },
            encoding("limit-zarr-pyramid", "small.zarr") { from, to in
                let count = blosc_compress_ctx(
                    3, Int32(BLOSC_SHUFFLE), 2, from.count, from.baseAddress, to.baseAddress, to.count, "zstd", 0, 1)
                return Int(count)
            },
            part("limit-zarr-zip", "small.zarr.zip") { 0..<$0 },
            // The list of members: 46 bytes and a name of about ten bytes for each.
            part("limit-zarr-zip-open", "small.zarr.zip") { max(0, $0 - 8_193 * 56)..<$0 },
        ]
    }

    private typealias Coder = @Sendable (UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer) -> Int

    private static let decodeZstd: Coder = { from, to in
        ZSTD_decompress(to.baseAddress, to.count, from.baseAddress, from.count)
    }

    private static let decodeBlosc: Coder = { from, to in
        Int(blosc_decompress_ctx(from.baseAddress, to.baseAddress, to.count, 1))
    }

    /// The bytes of a decoded chunk of a stack.
    private static let chunkByteCount = 32 * 256 * 256 * 2

    /// The files of the chunks of a store.
    private static func paths(_ folder: String, _ store: String, isRegion: Bool = false) -> [String] {
        let isSmall = store.hasPrefix("small")
        let (z, y, x) = isRegion ? (1..<3, 0..<4, 0..<4) : isSmall ? (0..<8, 0..<32, 0..<32) : (0..<8, 0..<4, 0..<4)
        return z.flatMap { z in y.flatMap { y in x.map { "\(folder)/\(store)/c/\(z)/\(y)/\($0)" } } }
    }

    /// Opens, reads and closes each file.
    private static func files(_ name: String, _ store: String) -> Workload {
        Workload(name: name, summary: "pread of the files of \(store) into memory that is in use") { folder in
            let paths = paths(folder, store)
            let size = try OpenFile(paths[0]).size
            let memory = Blocks(count: paths.count, size: size)
            return {
                try await onAllCores(paths.count) { number in
                    try OpenFile(paths[number]).read(into: memory[number], at: 0)
                }
                return { "" }
            }
        }
    }

    private static func decoding(
        _ name: String, _ store: String, isRegion: Bool = false, _ coder: @escaping Coder
    ) -> Workload {
        Workload(name: name, summary: "decode the chunks of \(store) in memory, on all processors") { folder in
            let files = try paths(folder, store, isRegion: isRegion).map { try OpenFile($0) }
            let encoded = Blocks(count: files.count, size: files.map(\.size).max() ?? 0)
            let sizes = files.map(\.size)
            for (number, file) in files.enumerated() {
                try file.read(into: encoded.prefix(number, file.size), at: 0)
            }
            let decoded = Blocks(count: files.count, size: chunkByteCount)
            return {
                try await onAllCores(sizes.count) { number in
                    guard coder(encoded.prefix(number, sizes[number]), decoded[number]) == chunkByteCount else {
                        throw ImageError.corrupt("chunk \(number) cannot be decoded")
                    }
                }
                return { "" }
            }
        }
    }

    private static func encoding(_ name: String, _ store: String, _ coder: @escaping Coder) -> Workload {
        Workload(name: name, summary: "encode chunks of 4 MiB of \(store) in memory, on all processors") { folder in
            let image = try await imload("\(folder)/\(store)").image.reordered(to: "zyx")
            let plain = Memory(count: image.byteCount)
            // Planes instead of blocks: noise is noise.
            try image.withSpan(of: UInt16.self) { span in span.withUnsafeBytes { plain.buffer.copyMemory(from: $0) } }
            let blocks = Blocks(plain, size: chunkByteCount)
            let encoded = Blocks(count: blocks.count, size: 2 * chunkByteCount)
            return {
                try await onAllCores(blocks.count) { number in
                    guard coder(blocks[number], encoded[number]) > 0 else {
                        throw ImageError.corrupt("chunk \(number) cannot be encoded")
                    }
                }
                return { "" }
            }
        }
    }

    /// Reads a part of a file at once.
    private static func part(_ name: String, _ file: String, _ range: @escaping (Int) -> Range<Int>) -> Workload {
        Workload(name: name, summary: "pread of \(file) into memory that is in use") { folder in
            let file = try OpenFile("\(folder)/\(file)")
            let range = range(file.size)
            let memory = Memory(count: range.count)
            return {
                try file.read(into: memory.buffer, at: range.lowerBound)
                return { "" }
            }
        }
    }

    /// Calls a function for every number below a count, on all processors.
    static func onAllCores(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) async throws {
        let cores = SourceEnvironment.standard.concurrency
        try await withThrowingTaskGroup(of: Void.self) { group in
            for core in 0..<cores {
                group.addTask { @concurrent in
                    for number in stride(from: core, to: count, by: cores) { try body(number) }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Blocks of equal size, side by side.
final class Blocks: @unchecked Sendable {
    // Sendable: each block is written by one task.
    private let memory: Memory
    let count: Int
    private let size: Int

    convenience init(count: Int, size: Int) { self.init(Memory(count: count * size), size: size) }

    init(_ memory: Memory, size: Int) {
        self.memory = memory
        self.size = size
        count = memory.buffer.count / max(size, 1)
    }

    subscript(number: Int) -> UnsafeMutableRawBufferPointer { prefix(number, size) }

    func prefix(_ number: Int, _ length: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: memory.buffer[number * size..<number * size + length])
    }
}
