import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

@Suite("ImageSource") struct ImageSourceTests {
    private var store: SyntheticStore {
        var image = SyntheticImage(axes: "yxc", shape: [4, 5, 3])
        image.metadata.coords[.c] = .labels(["red", "green", "blue"])
        return SyntheticStore(image, SyntheticLayout(.contiguous))
    }

    @Test("axes come as itczyx, as stored, or as asked for") func orders() async throws {
        let source = try SyntheticSource.make(store)
        #expect(try await source.read().image.axes == "cyx")
        #expect(try await source.read(Selection(order: .stored)).image.axes == "yxc")
        #expect(try await source.read(Selection(order: .custom("xczy"))).image.axes == "xcy")
        #expect(try await source.discover(Selection(order: .custom("xcy"))).images[0].axes == "xcy")
        #expect(try await source.discover().images[0].storedAxes == "yxc")
        #expect(try await source.discover().images[0].storedShape == [4, 5, 3])
        let stored = try SyntheticSource.make(store, axisOrder: .stored)
        #expect(try await stored.read().image.axes == "yxc")
        #expect(try await stored.discover().images[0].partitionCount == 4)
        #expect(try await stored.read(Selection(order: .canonical)).image.axes == "cyx")
    }

    @Test("partitions by index and by name") func partitions() async throws {
        let source = try SyntheticSource.make(store)
        let green = try await source.readPartition(labeled: "green").image
        #expect(green.axes == "yx")
        #expect(try green.bytes() == channel(1).bytes())
        #expect(try await source.readPartition(-1).image.bytes() == channel(2).bytes())
        let error = try await #require(throws: ImageError.self) { try await source.readPartition(labeled: "gren") }
        #expect(error.code == .notFound && error.hint?.contains("'green'") == true)
        let outside = try await #require(throws: ImageError.self) { try await source.readPartition(3) }
        #expect(outside.code == .invalidArgument && outside.hint?.contains("0 to 2") == true)
    }

    private func channel(_ index: Int) throws -> ImageArray {
        try store.expectedArray().reordered(to: "cyx").slice(.c, index)
    }

    @Test("series and levels that do not exist are errors") func series() async throws {
        let source = try SyntheticSource.make(store)
        #expect(try await source.read(Selection(series: "0")).image.count == 60)
        #expect(try await source.discover().series == ["0"])
        for selection in [
            Selection(series: "1"), Selection(series: "scene"), Selection(level: 1), Selection(level: -1),
        ] {
            await #expect { try await source.read(selection) } throws: { ImageError.Code.notFound ~= $0 }
        }
    }

    @Test("headers are read once, but after a failure anew") func once() async throws {
        let faulty = FaultyStore(MemoryStore(["image": Bytes([7])]), .failingRead(0))
        let resource = Resource(store: faulty, key: "image", location: "faulty/image")
        let source = try CountingSource(
            SourceRequest(resource, environment: SourceEnvironment(drivers: DriverRegistry())))
        let error = try await #require(throws: ImageError.self) { try await source.discover() }
        #expect(error.code == .io)
        for _ in 0..<3 { #expect(try await source.discover().images[0].shape == [7]) }
        #expect(faulty.reads == 2)
    }

    @Test("many that ask at once open once, and all try anew after a failure") func together() async throws {
        for failures in [0, 1] {
            let store = MemoryStore(["image": Bytes([7])])
            let faulty = FaultyStore(store, failures == 0 ? .failingRead(100) : .failingRead(0))
            let source = try CountingSource(
                SourceRequest(
                    Resource(store: faulty, key: "image", location: "faulty/image"),
                    environment: SourceEnvironment(drivers: DriverRegistry())))
            let lengths = await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<64 { group.addTask { try? await source.discover().images[0].shape[0] } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(lengths.filter { $0 == 7 }.count == 64 - failures)
            #expect(faulty.reads == 1 + failures)
        }
    }

    @Test("options are checked by name and kind") func options() throws {
        func make(_ options: Attributes) throws -> CountingSource {
            let resource = Resource(store: MemoryStore(), key: "image", location: "image")
            return try CountingSource(
                SourceRequest(resource, options: options, environment: SourceEnvironment(drivers: DriverRegistry())))
        }
        #expect(try make(Attributes([("flag", "true"), ("size", "12"), ("factor", 2)])).request.options["size"] == 12)
        #expect(try make(Attributes([("flag", false)])).request.options["flag"] == false)
        #expect(try make(Attributes([("factor", "0.5")])).request.options["factor"] == 0.5)
        let unknown = try #require(throws: ImageError.self) { try make(Attributes([("flga", true)])) }
        #expect(unknown.code == .invalidArgument && unknown.hint == "did you mean 'flag'?")
        for (name, value) in [
            ("flag", "yes"), ("size", 1.5), ("size", "x"), ("factor", "x"), ("name", 5), ("flag", .null),
        ]
            as [(String, AttributeValue)]
        {
            #expect(throws: ImageError.self, "\(name) \(value)") { try make(Attributes([(name, value)])) }
        }
    }

    @Test("a source that is no driver refuses") func abstract() async throws {
        let resource = Resource(store: MemoryStore(), key: "image", location: "somewhere")
        let source = try ImageSource(SourceRequest(resource, environment: SourceEnvironment(drivers: DriverRegistry())))
        let error = try await #require(throws: ImageError.self) { try await source.read() }
        #expect(error.code == .unsupported && error.location?.resource == "somewhere")
    }
}

/// Reads its length from its only byte.
private final class CountingSource: ImageSource, @unchecked Sendable {
    override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "counting", title: "Counting", aliases: [], extensions: [],
            options: [
                .init("flag", .bool, "a flag"), .init("size", .int, "a size"), .init("factor", .double, "a factor"),
                .init("name", .string, "a name"),
            ])
    }

    override func makeReader() async throws -> any ImageReader {
        let byte = try await request.resource.open().read(0..<1).array[0]
        let image = StoredImage(
            axes: [StoredAxis(length: Int(byte))], elementType: .uint8, byteOrder: .native, chunkShape: [Int(byte)],
            access: .stream)
        return Reader(series: [StoredSeries(images: [image])])
    }

    private struct Reader: EagerImageReader { let series: [StoredSeries] }
}
