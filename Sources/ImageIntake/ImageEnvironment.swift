import ArchiveStores
public import ByteStores
import ImageFormats
public import ImageSources

extension SourceEnvironment {
    /// All formats and stores of this package, the machine's memory as limit, and one task per processor.
    public static let standard = SourceEnvironment(drivers: .builtIn, stores: .standard)
}

extension StoreRegistry {
    /// The files of this machine, and zip archives among them, which paths may go on inside of.
    public static let standard: StoreRegistry = {
        var stores = StoreRegistry()
        stores.register(
            StoreRegistry.Archive(signatures: [ZipStore.signature.array, ZipStore.emptySignature.array]) { object in
                try await ZipStore(object, location: object.location)
            })
        return stores
    }()
}
