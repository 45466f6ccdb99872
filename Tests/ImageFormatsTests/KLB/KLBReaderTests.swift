import ByteStores
import ImageCodecs
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

@Suite struct KLBReaderTests {
    private let plane = KLBBuilder.plane

    @Test func blocksAtTheEdgeEndThere() async throws {
        let image = try await plane.source().read().image
        #expect(image.axes == "yx" && image.shape == [2, 3])
        #expect(try image.pixels(as: UInt8.self) == [1, 2, 3, 4, 5, 6])
        #expect(image.metadata.spacing == [.y: 0.25, .x: 0.5])
        #expect(image.metadata.units == [.y: .micrometre, .x: .micrometre])
        let column = try await plane.source().read(Selection(region: Region([.x: .index(2)]))).image
        #expect(try column.pixels(as: UInt8.self) == [3, 6])
    }

    @Test(arguments: [KLBCompression.bzip2, .zlib]) func compressedBlocks(compression: KLBCompression) async throws {
        var file = plane
        file.header.compression = compression
        let codec: any ByteCodec = compression == .bzip2 ? Bzip2() : Zlib()
        file.blocks = try plane.blocks.map { try encoded($0, codec) }
        #expect(try await file.source().read().image.pixels(as: UInt8.self) == [1, 2, 3, 4, 5, 6])
        // Blocks that hold too much, too little, nothing, or others' bytes.
        for wrong in [[1, 2, 4, 5, 0], [1, 2, 4], []] as [[UInt8]] {
            var other = file
            other.blocks[0] = try encoded(wrong, codec)
            let error = await expectFailure(.corrupt, "\(wrong)") { try await other.source().read() }
            #expect(error?.message.contains("block 0") == true, "\(wrong)")
            #expect(error?.location?.byteOffset == 319 + 2 * 8, "\(wrong)")
        }
        for wrong in [[], [0], Array(file.blocks[0].dropLast()), [UInt8](repeating: 7, count: 50)] as [[UInt8]] {
            var other = file
            other.blocks[0] = wrong
            await expectFailure(.corrupt, "\(wrong)") { try await other.source().read() }
        }
        // What follows the stream of a block is not its own, as long as it is little.
        var padded = file
        padded.blocks[0] += [UInt8](repeating: 0, count: 100)
        #expect(try await padded.source().read().image.pixels(as: UInt8.self) == [1, 2, 3, 4, 5, 6])
        padded.blocks[0] += [UInt8](repeating: 0, count: 100_000)
        await expectFailure(.corrupt) { try await padded.source().read() }
    }

    @Test func theFirstFormOfTheHeaderIsKnownByTheSize() async throws {
        var file = plane
        file.header.version = nil
        let image = try await file.source().read().image
        #expect(try image.pixels(as: UInt8.self) == [1, 2, 3, 4, 5, 6])
        #expect(image.metadata.spacing == [.y: 0.25, .x: 0.5])
        #expect(image.metadata.attributes["fileheader"]?.mappingValue?["headerversion"] == nil)
        // A width whose first byte is the version of today.
        file.header.sizes[0] = 258
        file.header.block[0] = 258
        file.blocks = [(0..<516).map { UInt8(truncatingIfNeeded: $0) }]
        #expect(try await file.source().read().image.shape == [2, 258])
        file.tail = [0]
        await expectFailure(.corrupt) { try await file.source().discover() }
    }

    @Test func anotherVersionIsReadWhereAllElseFits() async throws {
        var file = plane
        file.header.version = 3
        let image = try await file.source().read().image
        #expect(image.metadata.diagnostics.map(\.message) == ["the header is of version 3; it was read as version 2"])
        file.tail = [0]
        let error = await expectFailure(.corrupt) { try await file.source().discover() }
        #expect(error?.message.contains("is 3 and not 2") == true)
    }

    @Test func whatFollowsTheBlocksIsReported() async throws {
        var file = plane
        file.tail = [1, 2, 3]
        let image = try await file.source().read().image
        #expect(image.metadata.diagnostics.map(\.message) == ["3 bytes follow the last block; they are left out"])
    }

    @Test func filesThatWereCutOffAreRefusedAtOnce() async throws {
        let bytes = plane.bytes
        for length in 0..<bytes.count {
            await expectFailure(.corrupt, "\(length)") {
                try await plane.source { $0 = Array(bytes[..<length]) }.discover()
            }
        }
    }

    @Test func fieldsThatMakeNoSenseAreNamed() async throws {
        for (place, value, word) in [
            (1, 0, "extent of 0 along x"), (41, 10, "type"), (42, 3, "compression"),
            (299, 0, "block has an extent of 0"),
        ] as [(Int, UInt8, String)] {
            let error = await expectFailure(.corrupt, "\(place)") {
                try await plane.source { $0[place] = value }.discover()
            }
            #expect(error?.message.contains(word) == true, "\(place)")
            #expect(
                error?.location?.byteOffset == place && error?.location?.resource?.hasSuffix("a.klb") == true,
                "\(place)")
        }
    }

    @Test func entriesThatAreOutOfOrderAreRefusedWhereTheyAreNeeded() async throws {
        let source = try plane.source { $0[319] = 200 }
        #expect(try await source.discover().images[0].shape == [2, 3])
        // The first block ends too late, the second one before it begins; of both at once either may be told.
        for (column, offset) in [(0, 319), (2, 327)] {
            let error = await expectFailure(.corrupt) {
                try await source.read(Selection(region: Region([.x: .index(column)])))
            }
            #expect(error?.location?.byteOffset == offset, "\(column)")
        }
        await expectFailure(.corrupt) { try await source.read() }
    }

    @Test func axesThatMakeNoDifferenceAreLeftOut() async throws {
        var file = plane
        file.header.sizes = [1, 1, 1, 1, 6]
        file.header.block = [1, 1, 1, 1, 4]
        let image = try await file.source().read().image
        #expect(image.axes == "tyx" && image.shape == [6, 1, 1])
        #expect(image.metadata.spacing == [.t: 3, .y: 0.25, .x: 0.5])
        #expect(image.metadata.units[.t] == .second)
    }

    @Test func spacingsThatMeanNothingAreLeftOut() async throws {
        var file = plane
        file.header.sampling = [.nan, 0, 1, 1, 1]
        let metadata = try await file.source().read().image.metadata
        #expect(metadata.spacing.isEmpty && metadata.units.isEmpty)
        #expect(metadata.diagnostics.count == 1)
    }

    @Test func aRegionCostsTheBlocksThatItTouches() async throws {
        let (side, block) = (64, 8)
        var file = plane
        file.header.sizes = [side, side, 1, 1, 1]
        file.header.block = [block, block, 1, 1, 1]
        file.header.compression = .zlib
        var numbers = SeededNumbers(seed: 5)
        let pixels = (0..<side * side).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let across = side / block
        file.blocks = []
        for number in 0..<across * across {
            let (row, column) = (number / across * block, number % across * block)
            var bytes: [UInt8] = []
            for y in row..<row + block { bytes += pixels[y * side + column..<y * side + column + block] }
            file.blocks.append(try encoded(bytes, Zlib()))
        }
        let store = RecordingStore(MemoryStore(["a.klb": Bytes(file.bytes)]))
        let source = try klbSource(store)
        _ = try await source.discover()
        #expect(store.byteCount <= 319 + 8)
        store.reset()
        let region = Region([.y: .range(lower: 10, upper: 14, step: 1), .x: .range(lower: 6, upper: 18, step: 1)])
        let part = try await source.read(Selection(region: region)).image
        var expected: [UInt8] = []
        for y in 10..<14 { expected += pixels[y * side + 6..<y * side + 18] }
        #expect(try part.pixels(as: UInt8.self) == expected)
        let table = file.blocks.count * 8
        let needed = file.blocks[8].count + file.blocks[9].count + file.blocks[10].count
        #expect(store.byteCount == table + needed)
    }

    @Test func aTableOfManyPages() async throws {
        var file = plane
        let count = 40_000
        file.header.sizes = [count, 1, 1, 1, 1]
        file.header.block = [1, 1, 1, 1, 1]
        file.blocks = (0..<count).map { [UInt8(truncatingIfNeeded: $0 / 3)] }
        let image = try await file.source().read().image
        #expect(try image.pixels(as: UInt8.self) == file.blocks.flatMap { $0 })
        let part = Region([.x: .range(lower: 8190, upper: 8195, step: 1)])
        let cut = try await file.source().read(Selection(region: part)).image
        #expect(try cut.pixels(as: UInt8.self) == file.blocks[8190..<8195].flatMap { $0 })
    }

    @Test func contentIsRecognisedWithoutAName() async throws {
        func driver(_ bytes: [UInt8], name: String = "data") async throws -> String? {
            let resource = Resource(store: MemoryStore([name: Bytes(bytes)]), key: name, location: name)
            let detection = try await DriverDetection(resource, drivers: .builtIn)
            return detection.candidates.first.flatMap { $0.matchesContent ? $0.driver.name : nil }
        }
        #expect(try await driver(plane.bytes) == "klb")
        #expect(try await driver(plane.bytes, name: "a.nrrd") == "klb")
        var original = plane
        original.header.version = nil
        #expect(try await driver(original.bytes) == "klb")
        var large = plane
        large.header.sizes = [3000, 1, 1, 1, 1]
        large.header.block = [1, 1, 1, 1, 1]
        large.blocks = (0..<3000).map { _ in [0] }
        #expect(try await driver(large.bytes) == "klb")
        #expect(try await driver(large.bytes.dropLast()) == "klb", "its end is not looked for")
        #expect(try await driver(plane.bytes.dropLast()) == nil)
        for bytes in [[], [2], [UInt8](repeating: 2, count: 20_000), [UInt8](repeating: 0, count: 20_000)] as [[UInt8]]
        {
            #expect(try await driver(bytes) == nil)
        }
    }
}
