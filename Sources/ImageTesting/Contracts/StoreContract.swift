public import ByteStores
public import ImageCore
public import Testing

/// What every store promises.
public struct StoreContract: Sendable {
    private let location: SourceLocation

    /// The contract.
    public init(sourceLocation: SourceLocation = #_sourceLocation) {
        location = sourceLocation
    }

    /// The objects that the reading part of the contract wants to find in a store.
    public static let objects: [String: Bytes] = [
        "a.bin": Bytes((0..<100).map { UInt8($0) }), "empty": .empty, "folder/b": Bytes(utf8: "bee"),
        "folder/deep/c": Bytes(utf8: "sea"), "with space \u{B5}": Bytes(utf8: "name"),
    ]

    /// Checks a store that holds `objects` and nothing else.
    ///
    /// - Throws: what the store throws where it should not.
    public func checkReading(_ store: any ByteStore) async throws {
        for (key, bytes) in Self.objects {
            let object = try #require(try await store.open(key), "\(key)", sourceLocation: location)
            #expect(object.size == bytes.count, "\(key)", sourceLocation: location)
            #expect(try await object.read(0..<object.size) == bytes, "\(key)", sourceLocation: location)
            #expect(try await object.readPrefix(3) == bytes.prefix(3), "\(key)", sourceLocation: location)
            #expect(try await store.readAll(key) == bytes, "\(key)", sourceLocation: location)
        }
        try await checkRanges(store)
        for missing in ["nothing", "folder/nothing", "nothing/at/all", "a.bin/below"] {
            #expect(try await store.open(missing) == nil, "\(missing)", sourceLocation: location)
        }
        #expect(
            try await store.list("") == ["a.bin", "empty", "folder/", "with space \u{B5}"], sourceLocation: location)
        #expect(try await store.list("folder") == ["b", "deep/"], sourceLocation: location)
        #expect(try await store.list("folder/deep") == ["c"], sourceLocation: location)
        #expect(try await store.list("nothing") == nil, sourceLocation: location)
        #expect(try await store.list("a.bin") == nil, "a file is no folder", sourceLocation: location)
    }

    /// Writing, replacing and removing in an empty store.
    ///
    /// - Throws: what the store throws where it should not.
    public func checkWriting(_ store: any WritableByteStore) async throws {
        for key in ["plain", "new folder/nested/key"] {
            try await store.write(key, Bytes(utf8: "first"))
            let old = try #require(try await store.open(key), "\(key)", sourceLocation: location)
            try await store.write(key, Bytes(utf8: "second, longer"))
            #expect(try await store.readAll(key)?.text == "second, longer", "\(key)", sourceLocation: location)
            #expect(
                try await old.read(0..<old.size).text == "first", "an opened object stays what it was",
                sourceLocation: location)
            try await store.write(key, .empty)
            #expect(try await store.readAll(key)?.count == 0, "\(key)", sourceLocation: location)
            try await store.remove(key)
            #expect(try await store.open(key) == nil, "\(key)", sourceLocation: location)
            try await store.remove(key)
        }
    }

    private func checkRanges(_ store: any ByteStore) async throws {
        let object = try #require(try await store.open("a.bin"), sourceLocation: location)
        for range in [0..<0, 0..<1, 99..<100, 100..<100, 10..<20] {
            #expect(try await object.read(range).array == range.map { UInt8($0) }, "\(range)", sourceLocation: location)
        }
        for range in [0..<101, 100..<101, -1..<3, 200..<300, 0..<Int.max, Int.max - 1..<Int.max] {
            await #expect(throws: ImageError.self, "\(range)", sourceLocation: location) {
                try await object.read(range)
            }
        }
        // Into the middle of a block, and not one byte beside it.
        let target = try ScatterTarget(count: 8)
        try target.withOutput(0..<8) { output in for _ in 0..<8 { output.append(0xFF, as: UInt8.self) } }
        try await object.read(at: 50, into: target, 2..<5)
        #expect(target.freeze().array == [0xFF, 0xFF, 50, 51, 52, 0xFF, 0xFF, 0xFF], sourceLocation: location)
        let small = try ScatterTarget(count: 4)
        for (position, range) in [(0, 2..<6), (Int.max, 0..<2), (-1, 0..<2), (99, 0..<2)] {
            await #expect(throws: ImageError.self, "\(position) into \(range)", sourceLocation: location) {
                try await object.read(at: position, into: small, range)
            }
        }
    }
}
