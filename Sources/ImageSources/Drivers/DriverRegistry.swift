public import ImageCore

/// The drivers that are known, in order of preference: a value that is handed to whoever needs it.
public struct DriverRegistry: Sendable {
    /// The driver classes.
    public private(set) var drivers: [ImageSource.Type]
    /// What they say of themselves, in the same order.
    public private(set) var descriptors: [DriverDescriptor]

    /// A registry of these drivers.
    public init(_ drivers: [ImageSource.Type] = []) {
        self.drivers = drivers
        descriptors = drivers.map { $0.driver }
    }

    /// Adds a driver; it comes before those that are there, and replaces one of the same name.
    public mutating func register(_ driver: ImageSource.Type) {
        self = DriverRegistry([driver] + drivers.filter { $0.driver.name != driver.driver.name })
    }

    /// The short names, in order.
    public var names: [String] { descriptors.map(\.name) }

    /// The driver with a name or alias, or nil.
    public func driver(named name: String) -> ImageSource.Type? {
        zip(drivers, descriptors).first { $0.1.isCalled(name) }?.0
    }

    /// The driver with a name or alias.
    ///
    /// - Throws: `unsupported`, with the nearest name and the known ones.
    public func requiredDriver(named name: String) throws(ImageError) -> ImageSource.Type {
        if let driver = driver(named: name) { return driver }
        let nearest = nearestName(to: name, among: names).map { "did you mean '\($0)'? " } ?? ""
        throw .unsupported("no driver '\(name)'", hint: nearest + "known are \(names.joined(separator: ", "))")
    }

    /// The driver whose files carry the longest extension that a file name has, and that can write.
    ///
    /// - Throws: `unsupported`, with the extensions that can be written.
    public func driver(writingFileName name: String) throws(ImageError) -> ImageSource.Type {
        var best: (length: Int, driver: ImageSource.Type)?
        for (driver, descriptor) in zip(drivers, descriptors) {
            guard driver.writer != nil, let match = descriptor.matchingExtension(of: name),
                match.count > (best?.length ?? 0)
            else { continue }
            best = (match.count, driver)
        }
        if let best { return best.driver }
        let known = drivers.filter { $0.writer != nil }.flatMap { $0.driver.extensions }.map { "." + $0 }
        throw .unsupported(
            "no driver writes '\(name)'", hint: "end the name with one of \(known.joined(separator: ", "))")
    }
}
