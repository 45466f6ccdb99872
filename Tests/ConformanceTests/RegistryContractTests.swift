import ByteStores
import Foundation
import ImageCore
import ImageFormats
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// The contracts, for every format that is built in.
@Suite("Built-in formats keep their contracts") struct RegistryContractTests {
    static let names = DriverRegistry.builtIn.names
    static let writable = DriverRegistry.builtIn.drivers.filter { $0.writer != nil }.map { $0.driver.name }

    @Test("what is written is read as it was", arguments: writable) func roundTrip(name: String) async throws {
        let driver = try DriverRegistry.builtIn.requiredDriver(named: name)
        try await withScratch { folder in
            try await RoundTripContract(driver, environment: .standard).check(in: folder)
        }
    }

    @Test("written images are sources like any other", arguments: writable) func source(name: String) async throws {
        let driver = try DriverRegistry.builtIn.requiredDriver(named: name).driver
        try await withScratch { folder in
            for compression in [Compression.none, .automatic] {
                var image = SyntheticImage(axes: "tczyx", shape: [2, 2, 2, 3, 4])
                image.metadata.spacing = [.t: 0.5, .z: 2, .y: 0.25, .x: 0.25]
                image.metadata.coords = [.c: .labels(["a", "b"])]
                let path = "\(folder)/image.\(driver.extensions.first ?? "")"
                // All axes in one file, where they would be spread by default.
                let partition: AxisOrder? = driver.name == "nifti" ? "tczyx" : nil
                try await imsave(
                    try image.array(), to: path, partition: partition, compression: compression, overwrite: true)
                try await SourceContract { try await imopen(path) }.check()
            }
        }
    }

    @Test("descriptors are complete and do not contradict each other") func descriptors() {
        let drivers = DriverRegistry.builtIn.drivers.map { $0.driver }
        #expect(Set(drivers.map(\.name)).count == drivers.count)
        let names = drivers.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count, "a name means one driver")
        for driver in drivers {
            #expect(!driver.title.isEmpty && !driver.aliases.isEmpty)
            // A file has an extension; what is made of several is named by the user.
            #expect(!driver.extensions.isEmpty || ["filepattern", "directory", "list", "auto"].contains(driver.name))
            #expect(driver.extensions.allSatisfy { $0 == $0.lowercased() && !$0.hasPrefix(".") })
            #expect(driver.options.allSatisfy { !$0.summary.isEmpty })
            #expect(driver.catalogName.hasPrefix("intake_io."), "Python can open our catalogs")
        }
    }

    @Test("opening reads the header and little more; a region of a raw file only its rows", arguments: writable)
    func costs(name: String) async throws {
        let driver = try DriverRegistry.builtIn.requiredDriver(named: name)
        let suffix = try #require(driver.driver.extensions.first)
        try await withScratch { folder in
            let (rows, columns) = (2000, 1000)
            let pixels = (0..<rows * columns).map { UInt16(truncatingIfNeeded: $0 &* 40503 >> 3) }
            let image = try ImageArray(axes: "yx", shape: [rows, columns], pixels: pixels)
            for compression in [Compression.none, .automatic] {
                try await imsave(image, to: "\(folder)/image.\(suffix)", compression: compression, overwrite: true)
                let store = RecordingStore(LocalStore(folder: folder))
                let resource = Resource(store: store, key: "image.\(suffix)", location: "\(folder)/image.\(suffix)")
                let source = try driver.init(SourceRequest(resource, environment: .standard))
                let described = try await source.discover().images[0]
                #expect(described.shape == [rows, columns])
                // The header has some hundred bytes.
                #expect(store.byteCount <= 1024 + 65_536, "opening reads at most 64 KiB beyond the header")
                guard compression == .none else { continue }
                store.reset()
                let part = Region([
                    .y: .range(lower: 100, upper: 200, step: 10), .x: .range(lower: 5, upper: 105, step: 1),
                ])
                let read = try await source.read(Selection(region: part)).image
                #expect(try read.bytes() == image.selecting(part).bytes())
                // Chunks are read whole, rows by themselves.
                let isChunked = driver.writer?.capabilities.isFolder == true || described.chunks[1] < columns
                #expect(store.byteCount <= (isChunked ? rows * columns / 5 : 10 * columns * 2))
            }
        }
    }
}

/// A folder that exists while a function runs.
func withScratch(_ body: (String) async throws -> Void) async throws {
    let path = FileManager.default.temporaryDirectory.path + "/conformance-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
}
