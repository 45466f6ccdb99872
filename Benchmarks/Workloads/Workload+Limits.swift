import CISAL
import CYAML
import ImageIntake

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The least that any program must do, without our code, in memory that is already there.
extension Workload {
    static var limits: [Workload] {
        [
            Workload(name: "limit-nrrd-raw", summary: "pread of the file into memory that is in use") { folder in
                let file = try OpenFile("\(folder)/volume.nrrd")
                let memory = Memory(count: file.size)
                return {
                    try file.read(into: memory.buffer, at: 0)
                    return { "" }
                }
            },
            Workload(name: "limit-nrrd-gzip", summary: "ISA-L's inflate of the file on one core") { folder in
                let file = try OpenFile("\(folder)/volume-gzip.nrrd")
                let (packed, pixels) = (Memory(count: file.size), Memory(count: 256 << 20))
                try file.read(into: packed.buffer, at: 0)
                let start = try headerEnd(of: packed)
                return {
                    try inflate(UnsafeMutableRawBufferPointer(rebasing: packed.buffer[start...]), into: pixels.buffer)
                    return { "" }
                }
            },
            Workload(name: "limit-nrrd-region", summary: "pread of the rows of the region") { folder in
                let file = try OpenFile("\(folder)/volume.nrrd")
                let start = file.size - 256 << 20
                let memory = Memory(count: 8 * 256 * 256 * 2)
                return {
                    var done = 0
                    for z in 60..<68 {
                        for y in 256..<512 {
                            let row = UnsafeMutableRawBufferPointer(rebasing: memory.buffer[done..<done + 512])
                            try file.read(into: row, at: start + ((z * 1024 + y) * 1024 + 256) * 2)
                            done += 512
                        }
                    }
                    return { "" }
                }
            },
            Workload(name: "limit-transpose", summary: "memcpy of 256 MiB to memory that is in use") { _ in
                let (from, to) = (Memory(count: 256 << 20), Memory(count: 256 << 20))
                return {
                    to.buffer.copyMemory(from: UnsafeRawBufferPointer(from.buffer))
                    return { "" }
                }
            },
            Workload(name: "limit-catalog-open", summary: "libyaml's events, each thrown away", prepare: events),
            Workload(name: "limit-catalog-decode", summary: "libyaml's events, each thrown away", prepare: events),
        ]
    }

    private static func events(_ folder: String) async throws -> Run {
        let path = "\(folder)/catalog.yaml"
        return {
            let file = try OpenFile(path)
            let text = Memory(count: file.size)
            try file.read(into: text.buffer, at: 0)
            var parser = yaml_parser_t()
            guard yaml_parser_initialize(&parser) == 1 else { throw ImageError(.io, "libyaml does not start") }
            defer { yaml_parser_delete(&parser) }
            yaml_parser_set_input_string(&parser, text.buffer.baseAddress, text.buffer.count)
            var event = yaml_event_t()
            repeat {
                yaml_event_delete(&event)
                guard yaml_parser_parse(&parser, &event) == 1 else { throw ImageError.corrupt("not YAML") }
            } while event.type != YAML_STREAM_END_EVENT
            yaml_event_delete(&event)
            return { "" }
        }
    }

    /// The first byte after the empty line that ends an NRRD header.
    private static func headerEnd(of memory: Memory) throws -> Int {
        let bytes = memory.buffer
        for place in bytes.indices.dropFirst() where bytes[place - 1] == 10 && bytes[place] == 10 { return place + 1 }
        throw ImageError.corrupt("no NRRD header")
    }

    /// Decodes a gzip file with ISA-L until the target is full.
    static func inflate(
        _ packed: UnsafeMutableRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) throws {
        let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
        defer { state.deallocate() }
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
        state.pointee.next_in = packed.bindMemory(to: UInt8.self).baseAddress
        state.pointee.avail_in = UInt32(packed.count)
        state.pointee.next_out = target.bindMemory(to: UInt8.self).baseAddress
        state.pointee.avail_out = UInt32(target.count)
        guard isal_inflate(state) == ISAL_DECOMP_OK, state.pointee.avail_out == 0 else {
            throw ImageError.corrupt("not gzip")
        }
    }
}

/// Memory whose every page has been touched.
final class Memory {
    let buffer: UnsafeMutableRawBufferPointer

    init(count: Int) {
        buffer = .allocate(byteCount: count, alignment: 64)
        buffer.initializeMemory(as: UInt8.self, repeating: 1)
    }

    deinit { buffer.deallocate() }
}

/// A file by its descriptor.
final class OpenFile {
    private let descriptor: Int32
    let size: Int

    init(_ path: String) throws {
        descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw ImageError.notFound("no file \(path)", hint: "make bench makes it") }
        size = Int(lseek(descriptor, 0, SEEK_END))
    }

    deinit { close(descriptor) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < buffer.count, let base = buffer.baseAddress {
            let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
            guard count > 0 else { throw ImageError(.io, "the file cannot be read") }
            done += count
        }
    }
}
