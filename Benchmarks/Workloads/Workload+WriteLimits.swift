import CISAL
import ImageIntake

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The least that any program must do to write files: hand the bytes to the system, or compress them in memory.
extension Workload {
    static var writeLimits: [Workload] {
        [
            writing("limit-tiff-write-raw", "stack-raw.tif"),
            deflating("limit-tiff-write-deflate", "stack-raw.tif", differences: true),
            deflating("limit-nifti-write-gzip", "volume.nii", differences: false),
        ]
    }

    /// The pieces that are compressed by themselves, as large as strips of TIFF files.
    private static let pieceByteCount = 256 << 10

    /// One call that writes so much to a new file.
    private static func writing(_ name: String, _ file: String) -> Workload {
        let output = "written-\(name)"
        return Workload(
            name: name, summary: "write as much to a new file, in one call",
            prepare: { folder in
                let bytes = try contents(of: "\(folder)/\(file)")
                return {
                    let descriptor = open("\(folder)/\(output)", O_WRONLY | O_CREAT | O_TRUNC, 0o666)
                    defer { close(descriptor) }
                    guard write(descriptor, bytes.buffer.baseAddress, bytes.buffer.count) == bytes.buffer.count else {
                        throw ImageError(.io, "the file cannot be written")
                    }
                    return { "" }
                }
            },
            output: output)
    }

    /// ISA-L's deflate of as much in memory, at the level that we use.
    private static func deflating(_ name: String, _ file: String, differences: Bool) -> Workload {
        Workload(name: name, summary: "ISA-L's deflate in memory, on all processors") { folder in
            let bytes = try contents(of: "\(folder)/\(file)")
            if differences { takeDifferences(bytes) }
            let plain = Blocks(bytes, size: pieceByteCount)
            let packed = Blocks(count: plain.count, size: 2 * pieceByteCount)
            return {
                try await onAllCores(plain.count) { number in
                    guard deflate(plain[number], into: packed[number]) else {
                        throw ImageError(.io, "piece \(number) cannot be compressed")
                    }
                }
                return { "" }
            }
        }
    }

    private static func contents(of path: String) throws -> Memory {
        let file = try OpenFile(path)
        let memory = Memory(count: file.size)
        try file.read(into: memory.buffer, at: 0)
        return memory
    }

    /// Each number of 16 bits less the one before it, in rows of 1,024.
    private static func takeDifferences(_ memory: Memory) {
        let numbers = memory.buffer.bindMemory(to: UInt16.self)
        for row in 0..<numbers.count / 1024 {
            for place in stride(from: row * 1024 + 1023, to: row * 1024, by: -1) {
                numbers[place] &-= numbers[place - 1]
            }
        }
    }

    private static func deflate(
        _ plain: UnsafeMutableRawBufferPointer, into packed: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
        let size = Int(isal_level_buffer_size(2))
        let work = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        defer {
            stream.deallocate()
            work.deallocate()
        }
        isal_deflate_init(stream)
        stream.pointee.level = 2
        stream.pointee.level_buf = work
        stream.pointee.level_buf_size = UInt32(size)
        stream.pointee.end_of_stream = 1
        stream.pointee.next_in = plain.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(plain.count)
        stream.pointee.next_out = packed.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(packed.count)
        return isal_deflate(stream) == 0
    }
}
