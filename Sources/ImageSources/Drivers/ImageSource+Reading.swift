import ByteStores
public import ImageCore

/// What a source holds, known from headers alone.
public struct SourceDescription: Sendable {
    /// The path or URL.
    public var location: String
    /// The driver's short name.
    public var driver: String
    /// The arrays of the selected series, as they would be delivered.
    public var images: [ImageDescription]
    /// The names of all series.
    public var series: [String]

    /// The size of all images, decoded.
    public var byteCount: Int {
        images.reduce(0) { $0 &+ $1.shape.reduce($1.elementType.size, &*) }
    }

    /// The description as the mapping that `imcat info --json` prints.
    public var attribute: AttributeValue {
        var fields = Attributes()
        fields["location"] = .string(location)
        fields["driver"] = .string(driver)
        fields["images"] = .array(images.map(\.attribute))
        fields["series"] = .array(series.map { .string($0) })
        fields["bytes"] = .int(byteCount)
        return .mapping(fields)
    }
}

extension ImageSource {
    /// What a selection of the source would give; reads headers only, at most once.
    ///
    /// - Throws: `notFound`, `corrupt`, `unsupported`; `invalidArgument` for a selection that does not fit.
    public final func discover(_ selection: Selection = .all) async throws -> SourceDescription {
        let reader = try await reader()
        return SourceDescription(
            location: request.resource.location, driver: Self.driver.name,
            images: try await plans(selection, reader).map(\.description),
            series: reader.seriesNames.enumerated().map { $1 ?? String($0) })
    }

    /// The pixels of a selection, as labelled arrays.
    ///
    /// By default everything of the first series, axes in the order `itczyx`. Memory beyond the result is a few
    /// megabytes per processor.
    /// - Parameter progress: is told the bytes done and the bytes in all, from any task.
    /// - Throws: `notFound`, `corrupt`, `unsupported`; `invalidArgument` for a selection that does not fit;
    ///   `limitExceeded` before anything is allocated; `CancellationError` between chunks.
    @concurrent
    public final func read(_ selection: Selection = .all, progress: ReadProgress? = nil) async throws -> ImageDataset {
        let reader = try await reader()
        let engine = RegionReader(reader: reader, environment: request.environment, progress: progress)
        do {
            var arrays: [ImageArray] = []
            for plan in try await plans(selection, reader) { arrays.append(try await engine.read(plan)) }
            return try ImageDataset(arrays)
        } catch let error as ImageError {
            throw error.located(in: request.resource.location)
        }
    }

    /// One partition: the pixels at one index along the first output axis, without that axis.
    ///
    /// - Throws: `invalidArgument` for an index outside, with the valid range; as `read`.
    public final func readPartition(_ index: Int) async throws -> ImageDataset {
        try await readPartition(.index(index))
    }

    /// One partition, by its name along the first output axis.
    ///
    /// - Throws: `notFound` for a name that does not exist; as `read`.
    public final func readPartition(labeled label: String) async throws -> ImageDataset {
        try await readPartition(.label(label))
    }

    /// A selection restricted to some places along the first axis of what it gives.
    ///
    /// - Parameters:
    ///   - place: one place, by index or name, without which the axis is gone, or several.
    ///   - selection: what else is selected.
    /// - Throws: `invalidArgument` if the selection restricts that axis already, or the image has no axes; as `discover`.
    public final func selection(
        ofPartition place: AxisSelection, in selection: Selection = .all
    ) async throws -> Selection {
        var (whole, result) = (selection, selection)
        whole.region = .all
        guard let axis = try await discover(whole).images.first?.axes.first else {
            throw ImageError.invalidArgument(
                "the image has no axis to take a partition from", at: .init(request.resource.location))
        }
        guard result.region.selections[axis] == nil else {
            throw ImageError.invalidArgument(
                "both the region and the partition restrict axis \(axis)", hint: "put it into the region alone")
        }
        result.region.selections[axis] = place
        return result
    }

    /// The partitions one after the other, each read when it is asked for.
    public final func partitions() -> Partitions {
        Partitions(source: self)
    }

    private func readPartition(_ place: AxisSelection) async throws -> ImageDataset {
        guard let axis = try await discover().images.first?.axes.first else { return try await read() }
        return try await read(Selection(region: Region([axis: place])))
    }

    /// What is to be read of each image of the selected series.
    ///
    /// Of several images, those that lack an axis of the region are taken whole along it.
    func plans(_ selection: Selection, _ reader: any ImageReader) async throws -> [ReadPlan] {
        do {
            let images = try await selection.images(of: reader).map {
                try DescribedImage($0, overrides: request.overrides)
            }
            if images.count == 1 || selection.region == .all {
                return try images.map { try ReadPlan($0, selection, defaultOrder: request.axisOrder) }
            }
            let known = Set(images.flatMap(\.axes.axes))
            return try images.map { image in
                var own = selection
                own.region.selections = selection.region.selections.filter {
                    image.axes.contains($0.key) || !known.contains($0.key)
                }
                return try ReadPlan(image, own, defaultOrder: request.axisOrder)
            }
        } catch let error as ImageError {
            throw error.located(in: request.resource.location)
        }
    }

    /// The partitions of a source, in order.
    public struct Partitions: AsyncSequence, Sendable {
        let source: ImageSource

        /// Starts at the first partition.
        public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

        /// Reads partition after partition.
        public struct Iterator: AsyncIteratorProtocol {
            let source: ImageSource
            var count: Int?
            var position = 0

            /// The next partition, or nil after the last.
            public mutating func next() async throws -> ImageDataset? {
                let total: Int
                if let count {
                    total = count
                } else {
                    total = try await source.discover().images.first?.partitionCount ?? 0
                }
                count = total
                guard position < total else { return nil }
                defer { position += 1 }
                return try await source.readPartition(position)
            }
        }
    }
}
