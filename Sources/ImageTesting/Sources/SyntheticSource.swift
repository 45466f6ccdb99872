import ByteStores
public import ImageCore
public import ImageSources

/// A driver over an image in memory whose pixels are reached in any of the engine's ways: contiguous, as a stream, or by
/// chunks, some of them absent, in either byte order.
public final class SyntheticSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "synthetic", title: "Synthetic image", aliases: ["tests.Synthetic"], extensions: ["synthetic"])
    }

    /// A source over a store; `wrapping` is the store to be read through (recording, faulty), if not the store itself.
    ///
    /// - Throws: never for synthetic stores.
    public static func make(
        _ store: SyntheticStore, overrides: MetadataOverrides = MetadataOverrides(),
        axisOrder: OutputOrder = .canonical, limits: ReadLimits = .default, concurrency: Int = 3
    ) throws -> SyntheticSource {
        let environment = SourceEnvironment(
            drivers: DriverRegistry([SyntheticSource.self]), limits: limits, concurrency: concurrency)
        let resource = Resource(store: store, key: "image", location: "synthetic/image")
        return try SyntheticSource(
            SourceRequest(resource, overrides: overrides, axisOrder: axisOrder, environment: environment))
    }

    public override func makeReader() async throws -> any ImageReader {
        guard let store = request.resource.store as? SyntheticStore else {
            throw ImageError.unsupported("synthetic sources read synthetic stores only")
        }
        return SyntheticReader(store: store, object: try await request.resource.open())
    }
}

/// One axis of a synthetic "file".
public struct SyntheticAxis: Sendable {
    /// The axis as a reader describes it.
    public var stored: StoredAxis

    /// Any description.
    public init(_ stored: StoredAxis) {
        self.stored = stored
    }

    /// The axis with its letter as label and what metadata say about it.
    public init(_ axis: Axis, length: Int, _ metadata: ImageMetadata = ImageMetadata()) {
        stored = StoredAxis(
            label: axis.description, length: length, spacing: metadata.spacing[axis],
            unit: metadata.units[axis]?.symbol, origin: metadata.origin[axis], coords: metadata.coords[axis])
    }
}
