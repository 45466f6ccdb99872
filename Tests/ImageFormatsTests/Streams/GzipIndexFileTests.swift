import ByteStores
import Foundation
import ImageCodecs
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

@Suite("Index files of compressed pixels") struct GzipIndexFileTests {
    private static let shape = [40, 128, 256]
    private static let key = "a.nii.gz.seekindex"

    private static let pixels = noise(seed: 1)
    private static let otherPixels = noise(seed: 2)

    private static func noise(seed: UInt64) -> [UInt8] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<shape.reduce(1, *)).map { _ in UInt8.random(in: 0...40, using: &numbers) }
    }

    /// A compressed volume.
    private static func file(_ pixels: [UInt8] = pixels) throws -> Bytes {
        let dim: [AttributeValue] = [3, 256, 128, 40, 1, 1, 1, 1]
        return try gzipped(nifti(.one, ["dim": .array(dim)], pixels: pixels))
    }

    private func source(
        _ store: any ByteStore, _ options: Attributes = ["index_file": true], stores: StoreRegistry = StoreRegistry()
    ) throws -> NIfTISource {
        try NIfTISource(
            SourceRequest(
                Resource(store: store, key: "a.nii.gz", location: "a.nii.gz"), options: options, axisOrder: .stored,
                environment: SourceEnvironment(
                    drivers: .builtIn, stores: stores, limits: ReadLimits(byteCount: 1 << 28), concurrency: 2)))
    }

    private func plane(_ source: NIfTISource, _ z: Int) async throws -> [UInt8] {
        try await source.read(Selection(region: Region([.z: .index(z)]))).image.bytes().array
    }

    private func expected(_ z: Int, of pixels: [UInt8] = pixels) -> [UInt8] {
        let size = Self.shape[1] * Self.shape[2]
        return Array(pixels[z * size..<(z + 1) * size])
    }

    /// A store with the file and its index.
    private func indexed() async throws -> MemoryStore {
        let store = MemoryStore(["a.nii.gz": try Self.file()])
        _ = try await source(store).read()
        return store
    }

    private func notes(_ source: NIfTISource) async throws -> [String] {
        try #require(try await source.discover().images.first).metadata.diagnostics.map(\.message)
    }

    @Test("written by a whole pass, used by the next source") func used() async throws {
        let store = MemoryStore(["a.nii.gz": try Self.file()])
        _ = try await plane(try source(store), 3)
        let isEarly = try await store.open(Self.key) != nil
        #expect(!isEarly, "only a whole pass knows all places")
        _ = try await source(store).read()
        let size = try #require(try await store.open(Self.key)).size
        #expect(size > 1000)

        for z in [0, 20, 39] {
            let recorder = RecordingStore(store)
            let bytes = try await plane(try source(RecordedWritableStore(recorder, store)), z)
            let isEqual = bytes == expected(z)
            #expect(isEqual, "plane \(z)")
            let read = recorder.reads.filter { $0.key == "a.nii.gz" }.reduce(0) { $0 + $1.range.count }
            #expect(read < 700_000, "\(read) bytes")
        }
        // Every place is tried, and the whole is the same.
        let whole = try await source(store).read().image.bytes().array
        let isEqual = whole == Self.pixels
        #expect(isEqual)
    }

    @Test("none is made without the option") func off() async throws {
        let store = MemoryStore(["a.nii.gz": try Self.file()])
        _ = try await source(store, Attributes()).read()
        #expect(try await store.list("") == ["a.nii.gz"])
    }

    @Test("one of other data is replaced") func stale() async throws {
        let store = try await indexed()
        let old = try #require(try await store.readAll(Self.key)).array
        try await store.write("a.nii.gz", try Self.file(Self.otherPixels))
        let bytes = try await plane(try source(store), 30)
        let isEqual = bytes == expected(30, of: Self.otherPixels)
        #expect(isEqual)
        _ = try await source(store).read()
        let new = try #require(try await store.readAll(Self.key)).array
        let isNew = new != old
        #expect(isNew)
    }

    @Test("damaged or cut off, the pixels are right") func damaged() async throws {
        let store = try await indexed()
        let whole = try #require(try await store.readAll(Self.key)).array
        var numbers = SeededNumbers(seed: 5)
        for round in 0..<60 {
            var bytes = whole
            let place = round < 30 ? round * 2 : Int.random(in: 0..<bytes.count, using: &numbers)
            if round % 3 == 0 { bytes.removeSubrange(place...) } else { bytes[place] ^= 1 << UInt8(round % 8) }
            try await store.write(Self.key, Bytes(bytes))
            let z = [3, 17, 38][round % 3]
            let isEqual = try await plane(try source(store), z) == expected(z)
            #expect(isEqual, "damage at \(place)")
        }
    }

    /// What somebody wrote who knows the format: only the pixels can prove it wrong.
    @Test("with a right checksum over wrong numbers, the pixels are right") func lies() async throws {
        let store = try await indexed()
        let whole = try #require(try await store.readAll(Self.key)).array
        let values: [[UInt8]] = [
            [0, 0, 0, 0, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [1, 0, 0, 0],
            [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80],
        ]
        var numbers = SeededNumbers(seed: 6)
        let table = 48 + 28 * 4
        var places = Array(stride(from: 8, to: table, by: 4)).flatMap { place in values.map { (place, $0) } }
        for _ in 0..<80 {
            places.append(
                (Int.random(in: 16..<whole.count - 8, using: &numbers), [UInt8.random(in: 0...255, using: &numbers)]))
        }
        for (number, (place, value)) in places.enumerated() {
            var bytes = whole
            bytes.replaceSubrange(place..<place + value.count, with: value)
            try await store.write(Self.key, Bytes(Self.signed(bytes)))
            let z = [1, 12, 25, 39][number % 4]
            let isEqual = try await plane(try source(store), z) == expected(z)
            #expect(isEqual, "\(value) at \(place)")
        }
        // Places that are those of other blocks.
        for step in [28, 56] {
            var bytes = whole
            bytes.replaceSubrange(76 + 8..<76 + 16, with: whole[76 + step + 8..<76 + step + 16])
            try await store.write(Self.key, Bytes(Self.signed(bytes)))
            let isWhole = try await source(store).read().image.bytes().array == Self.pixels
            #expect(isWhole)
        }
    }

    private static func signed(_ bytes: [UInt8]) -> [UInt8] {
        var checksum = CRC32()
        Bytes(Array(bytes[16...])).withBytes { checksum.append($0) }
        var bytes = bytes
        for byte in 0..<4 { bytes[12 + byte] = UInt8(truncatingIfNeeded: checksum.value >> UInt32(8 * byte)) }
        return bytes
    }

    @Test("a file of that name that is something else is left alone") func foreign() async throws {
        let other = Bytes(Array("something else".utf8))
        let store = MemoryStore(["a.nii.gz": try Self.file(), Self.key: other])
        let source = try source(store)
        #expect(try await notes(source).contains { $0.contains("no index file") })
        _ = try await source.read()
        #expect(try await store.readAll(Self.key)?.array == other.array)
    }

    @Test("a place that cannot be written to is noted") func unwritable() async throws {
        let store = MemoryStore(["a.nii.gz": try Self.file()])
        let readOnly = try source(RecordingStore(store))
        #expect(try await notes(readOnly).contains { $0.contains("index_folder") })
        _ = try await readOnly.read()
        // Below a file there are no folders.
        let nowhere = try source(store, ["index_folder": ["/dev/null/below"]])
        #expect(try await notes(nowhere).contains { $0.contains("/dev/null") })
        _ = try await nowhere.read()
        #expect(try await store.list("") == ["a.nii.gz"])
        await #expect(throws: ImageError.self) {
            try await source(store, ["index_folder": ["a", "b"]]).discover()
        }
    }

    @Test("in a folder of its own") func folder() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/index-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = MemoryStore(["a.nii.gz": try Self.file()])
        let options: Attributes = ["index_folder": [.string("\(folder)/new")]]
        _ = try await source(store, options).read()
        let names = try #require(try await LocalStore(folder: "\(folder)/new").list(""))
        #expect(names.count == 1 && names[0].hasPrefix("a.nii.gz-") && names[0].hasSuffix(".seekindex"))
        let again = try source(store, options)
        #expect(try await notes(again).isEmpty)
        let isEqual = try await plane(again, 33) == expected(33)
        #expect(isEqual)
    }

    @Test("not outside of the folder that all files must lie in", arguments: ["new", "inside/../../new", "link/new"])
    func confined(to place: String) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/index-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: "\(folder)/allowed", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/allowed/link", withDestinationPath: folder)
        let store = MemoryStore(["a.nii.gz": try Self.file()])
        let stores = StoreRegistry().confined(to: "\(folder)/allowed")
        let path = place == "new" ? "\(folder)/new" : "\(folder)/allowed/\(place)"
        let source = try source(store, ["index_folder": [.string(path)]], stores: stores)
        #expect(try await notes(source).contains { $0.contains("lies outside") })
        _ = try await source.read()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["allowed"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/allowed") == ["link"])
        // Within it they are kept.
        let inside = try self.source(store, ["index_folder": [.string("\(folder)/allowed/new")]], stores: stores)
        #expect(try await notes(inside).isEmpty)
        _ = try await inside.read()
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/allowed/new").count == 1)
    }
}

/// A store whose reads are noted, and that can be written to.
private struct RecordedWritableStore: WritableByteStore {
    private let recorder: RecordingStore
    private let base: MemoryStore

    init(_ recorder: RecordingStore, _ base: MemoryStore) {
        self.recorder = recorder
        self.base = base
    }

    var location: String { recorder.location }

    func open(_ key: String) async throws -> (any ByteObject)? { try await recorder.open(key) }

    func list(_ folder: String) async throws -> [String]? { try await recorder.list(folder) }

    func write(_ key: String, _ bytes: Bytes) async throws { try await base.write(key, bytes) }

    func remove(_ key: String) async throws { try await base.remove(key) }
}
