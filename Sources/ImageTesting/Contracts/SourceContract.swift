import ImageCore
public import ImageSources
public import Testing

/// What every source promises, checked on one image: run it on any driver's source, built in or your own.
///
/// The image should be small (some thousand pixels): everything is compared with the slow reference indexer.
public struct SourceContract: Sendable {
    private let makeSource: @Sendable () async throws -> ImageSource
    private let location: SourceLocation

    /// The contract for the source that a function makes anew at each call.
    public init(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ makeSource: @escaping @Sendable () async throws -> ImageSource
    ) {
        self.makeSource = makeSource
        location = sourceLocation
    }

    /// Checks everything.
    ///
    /// - Throws: what the source throws; broken promises are recorded as issues of the running test.
    public func check() async throws {
        try await checkDescription()
        try await checkRegions()
        try await checkOrders()
        try await checkPartitions()
        try await checkConcurrentReads()
    }

    /// `discover` and `read` agree in names, axes, shapes, types and metadata, in either order of asking.
    public func checkDescription() async throws {
        let source = try await makeSource()
        let described = try await source.discover()
        let dataset = try await source.read()
        #expect(described.images.map(\.name) == dataset.names, sourceLocation: location)
        for (image, array) in zip(described.images, dataset.arrays) {
            #expect(image.axes == array.axes, sourceLocation: location)
            #expect(image.shape == array.shape, sourceLocation: location)
            #expect(image.elementType == array.elementType, sourceLocation: location)
            #expect(image.metadata == array.metadata, sourceLocation: location)
            #expect(image.chunks.count == image.shape.count, sourceLocation: location)
            #expect(image.partitionCount == array.shape.first ?? 1, sourceLocation: location)
        }
        let again = try await makeSource().read()
        try expectEqual(again, dataset, "a second source")
    }

    /// Every region equals the same region of the full read, pixels and metadata.
    public func checkRegions() async throws {
        let source = try await makeSource()
        let whole = try await source.read(Selection(order: .stored)).image
        let reference = try ReferenceIndexer(whole)
        let regions = SampleRegions.of(axes: whole.axes, shape: whole.shape, coords: whole.metadata.coords)
        for region in regions {
            let part = try await source.read(Selection(region: region, order: .stored)).image
            expect(part, reference.selecting(region), "region \(region.selections)")
            let cut = try whole.selecting(region)
            #expect(part.metadata == cut.metadata, "region \(region.selections)", sourceLocation: location)
            #expect(part.name == whole.name, sourceLocation: location)
        }
    }

    /// Every order of axes equals the reference, for the whole image and for a part of it.
    public func checkOrders() async throws {
        let source = try await makeSource()
        let whole = try await source.read(Selection(order: .stored)).image
        let reference = try ReferenceIndexer(whole)
        let part = SampleRegions.of(axes: whole.axes, shape: whole.shape).last ?? .all
        for order in SampleRegions.orders(of: whole.axes) {
            let array = try await source.read(Selection(order: .custom(order))).image
            expect(array, reference.selecting(.all, order: order), "order \(order)")
            #expect(array.metadata == whole.metadata, "order \(order)", sourceLocation: location)
            let piece = try await source.read(Selection(region: part, order: .custom(order))).image
            expect(piece, reference.selecting(part, order: order), "order \(order), region \(part.selections)")
        }
        if let axis = whole.axes.first {
            await #expect(throws: ImageError.self, "an order without \(axis)", sourceLocation: location) {
                try await source.read(Selection(order: .custom(whole.axes.removing([axis]))))
            }
        }
    }

    /// Partitions, asked for one by one or in sequence, equal slices along the first axis.
    public func checkPartitions() async throws {
        let source = try await makeSource()
        let whole = try await source.read()
        guard let axis = whole.image.axes.first, let count = whole.image.shape.first else { return }
        var number = 0
        for try await partition in source.partitions() {
            try expectEqual(partition, try whole.selecting(Region([axis: .index(number)])), "partition \(number)")
            number += 1
        }
        #expect(number == count, "the number of partitions", sourceLocation: location)
        try expectEqual(
            try await source.readPartition(count - 1), try whole.selecting(Region([axis: .index(-1)])),
            "the last partition")
        await #expect(throws: ImageError.self, "a partition beyond the last", sourceLocation: location) {
            try await source.readPartition(count)
        }
    }

    /// Reads at the same time, of one source, all give the same.
    public func checkConcurrentReads() async throws {
        let source = try await makeSource()
        let expected = try await makeSource().read()
        let results = try await withThrowingTaskGroup(of: ImageDataset.self) { group in
            for _ in 0..<6 { group.addTask { try await source.read() } }
            return try await group.reduce(into: [ImageDataset]()) { $0.append($1) }
        }
        for result in results { try expectEqual(result, expected, "a concurrent read") }
    }

    private func expect(_ array: ImageArray, _ part: ReferenceIndexer.Part, _ what: String) {
        #expect(array.axes == part.axes, "\(what) \(WithEvery.trail)", sourceLocation: location)
        #expect(array.shape == part.shape, "\(what) \(WithEvery.trail)", sourceLocation: location)
        let same = (try? array.bytes().array) == part.bytes
        #expect(same, "the pixels of \(what) \(WithEvery.trail)", sourceLocation: location)
    }

    private func expectEqual(_ dataset: ImageDataset, _ other: ImageDataset, _ what: String) throws {
        #expect(dataset.names == other.names, "\(what)", sourceLocation: location)
        for (array, expected) in zip(dataset.arrays, other.arrays) {
            #expect(array.axes == expected.axes && array.shape == expected.shape, "\(what)", sourceLocation: location)
            #expect(array.metadata == expected.metadata, "\(what)", sourceLocation: location)
            let same = try array.bytes() == expected.bytes()
            #expect(same, "the pixels of \(what) \(WithEvery.trail)", sourceLocation: location)
        }
    }
}
