public import ByteStores

/// What sources need besides their request: the known drivers and stores, limits, how much to do at once.
public struct SourceEnvironment: Sendable {
    /// The known drivers.
    public var drivers: DriverRegistry
    /// The known stores.
    public var stores: StoreRegistry
    /// What a read may cost.
    public var limits: ReadLimits
    /// How many chunks are read and decoded at once; as many as there are processors, if not said otherwise.
    public var concurrency: Int

    /// An environment.
    public init(
        drivers: DriverRegistry, stores: StoreRegistry = StoreRegistry(), limits: ReadLimits = .default,
        concurrency: Int = MachineFacts.processorCount
    ) {
        self.drivers = drivers
        self.stores = stores
        self.limits = limits
        self.concurrency = max(concurrency, 1)
    }
}
