import ByteStores
import ImageCore
import ImageFormats
import ImageSources
import Testing

/// What reading a part of a store costs, and what its pixels are.
@Suite("Reading parts of Zarr stores") struct ZarrReadingTests {
    /// A sharded array of 8 x 8 shards of 4 x 4 chunks of uint8, without compression: chunk n of a shard holds n.
    private func shardedStore() -> MemoryStore {
        let document = """
            {"zarr_format": 3, "node_type": "array", "shape": [16, 16], "data_type": "uint8", "fill_value": 9,
             "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [8, 8]}},
             "chunk_key_encoding": {"name": "default"}, "dimension_names": ["y", "x"],
             "codecs": [{"name": "sharding_indexed", "configuration": {"chunk_shape": [4, 4],
               "codecs": [{"name": "bytes"}], "index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]}}]}
            """
        var shard: [UInt8] = []
        var index: [UInt8] = []
        for chunk in 0..<4 {
            for number in [UInt64(shard.count), 16] {
                // The last chunk is absent.
                let number = chunk == 3 ? UInt64.max : number
                index += (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
            }
            if chunk < 3 { shard += [UInt8](repeating: UInt8(chunk), count: 16) }
        }
        return MemoryStore([
            "a.zarr/zarr.json": Bytes(utf8: document), "a.zarr/c/0/1": Bytes(shard + index),
        ])
    }

    private func source(_ store: any ByteStore) throws -> ZarrSource {
        let environment = SourceEnvironment(drivers: .builtIn, concurrency: 2)
        return try ZarrSource(
            SourceRequest(Resource(store: store, key: "a.zarr", location: "a.zarr"), environment: environment))
    }

    @Test("a region of a shard costs its index and the chunks") func shards() async throws {
        let store = RecordingStore(shardedStore())
        let source = try source(store)
        _ = try await source.discover()
        store.reset()
        let region = Region([.y: .range(lower: 0, upper: 2, step: 1), .x: .range(lower: 12, upper: 16, step: 1)])
        let part = try await source.read(Selection(region: region)).image
        #expect(try part.pixels(as: UInt8.self) == [UInt8](repeating: 1, count: 8))
        // The index of four chunks, and the needed rows of the second one.
        #expect(store.reads.map(\.range) == [48..<112, 16..<24])
    }

    @Test("absent chunks and shards are the fill value") func absent() async throws {
        let pixels = try await source(shardedStore()).read().image.pixels(as: UInt8.self)
        #expect(pixels.filter { $0 == 9 }.count == 256 - 48)
        #expect(pixels[5 * 16 + 13] == 9 && pixels[9] == 0 && pixels[5 * 16 + 9] == 2)
    }

    @Test("shards are described by their chunks") func description() async throws {
        #expect(try await source(shardedStore()).discover().images[0].chunks == [4, 4])
    }

    @Test("what is not known is refused by name, and other arrays stay readable") func unknown() async throws {
        func array(_ codec: String) -> Bytes {
            Bytes(
                utf8: """
                    {"zarr_format": 3, "node_type": "array", "shape": [2], "data_type": "uint8", "fill_value": 7,
                     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
                     "chunk_key_encoding": {"name": "default"}, "codecs": [{"name": "bytes"}\(codec)]}
                    """)
        }
        let store = MemoryStore([
            "a.zarr/zarr.json": Bytes(utf8: "{\"zarr_format\": 3, \"node_type\": \"group\"}"),
            "a.zarr/one/zarr.json": array(", {\"name\": \"acme.squeeze\"}"), "a.zarr/two/zarr.json": array(""),
        ])
        let source = try source(store)
        #expect(try await source.read(Selection(series: "two")).image.pixels(as: UInt8.self) == [7, 7])
        let error = await #expect(throws: ImageError.self) { try await source.read(Selection(series: "one")) }
        #expect(error?.code == .unsupported && error?.message.contains("acme.squeeze") == true)
    }
}
