import ByteStores
import ImageCore
import ImageSources
import Testing

private class Format: ImageSource, @unchecked Sendable {}

private final class Alpha: Format, @unchecked Sendable {
    override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "alpha", title: "Alpha", aliases: ["old.module.AlphaSource"], extensions: ["alpha", "nii.gz"],
            signatures: [Signature("ALPHA")])
    }
}

private final class Beta: Format, @unchecked Sendable {
    override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "beta", title: "Beta", aliases: ["old.BetaSource"], extensions: ["gz", "beta"],
            signatures: [Signature(bytes: [1, 2], at: 4), Signature("ALP")])
    }
}

@Suite("Which driver") struct DriverDetectionTests {
    private let registry = DriverRegistry([Beta.self, Alpha.self])

    private func detect(_ name: String, _ bytes: [UInt8]) async throws -> DriverDetection {
        let resource = Resource(store: MemoryStore([name: Bytes(bytes)]), key: name, location: "memory/" + name)
        return try await DriverDetection(resource, drivers: registry)
    }

    @Test(
        "content before extension, the longest extension first",
        arguments: [
            ("a.beta", Array("ALPHABET".utf8), "beta"), ("a.alpha", Array("ALPHABET".utf8), "alpha"),
            ("a.alpha", [0, 0, 0, 0, 1, 2], "beta"), ("a.nii.gz", [9], "alpha"), ("a.tar.gz", [9], "beta"),
            ("A.NII.GZ", [], "alpha"), ("a.alpha", [], "alpha"), ("a", [0, 0, 0, 0, 1, 2], "beta"),
        ] as [(String, [UInt8], String)])
    func detecting(name: String, bytes: [UInt8], driver: String) async throws {
        let detection = try await detect(name, bytes)
        #expect(try detection.best(of: registry).driver.name == driver)
        #expect(detection.candidates.allSatisfy { $0.reason != "nothing speaks for it" })
    }

    @Test("nothing speaks for any: an error that lists the drivers", arguments: ["a.png", "alpha", "gz"])
    func unknown(name: String) async throws {
        let detection = try await detect(name, [0, 0])
        let error = try #require(throws: ImageError.self) { try detection.best(of: registry) }
        #expect(error.code == .unsupported)
        #expect(error.hint?.contains("beta, alpha") == true)
        #expect(error.location?.resource == "memory/" + name)
    }

    @Test("one read of the first bytes, which the driver's reader need not repeat") func cost() async throws {
        let store = RecordingStore(MemoryStore(["a.alpha": Bytes([UInt8](repeating: 0, count: 10_000))]))
        let detection = try await DriverDetection(
            Resource(store: store, key: "a.alpha", location: "a"), drivers: registry)
        let object = try await detection.resource.open()
        #expect(try await object.read(100..<200).count == 100)
        #expect(store.reads.map(\.range) == [0..<8192])
        #expect(try await object.read(8000..<9000).count == 1000)
        #expect(store.reads.map(\.range) == [0..<8192, 8000..<9000])
    }

    @Test("a missing file is an error that names it") func missing() async {
        let resource = Resource(store: MemoryStore(), key: "a", location: "memory/a")
        await #expect { _ = try await DriverDetection(resource, drivers: registry) } throws: {
            ImageError.Code.notFound ~= $0
        }
    }

    @Test(
        "by name, alias and class path",
        arguments: [
            ("alpha", "alpha"), ("old.module.AlphaSource", "alpha"), ("old.module:AlphaSource", "alpha"),
            ("old.BetaSource", "beta"),
            ("Alpha", nil), ("AlphaSource", nil), ("", nil),
        ] as [(String, String?)])
    func names(name: String, driver: String?) {
        #expect(registry.driver(named: name)?.driver.name == driver)
    }

    @Test("an unknown name is an error with the nearest") func nearest() throws {
        let error = try #require(throws: ImageError.self) { try registry.requiredDriver(named: "alhpa") }
        #expect(error.code == .unsupported && error.hint?.hasPrefix("did you mean 'alpha'?") == true)
        let writer = try #require(throws: ImageError.self) { try registry.driver(writingFileName: "a.alpha") }
        #expect(writer.code == .unsupported)
    }

    @Test("registered drivers come first and replace those of the same name") func registering() {
        var registry = registry
        registry.register(Alpha.self)
        #expect(registry.names == ["alpha", "beta"])
        #expect(Alpha.driver.catalogName == "old.module.AlphaSource")
    }

    @Test("signatures never reach beyond the bytes there are") func signatures() {
        let signature = Signature(bytes: [1, 2], at: 4)
        #expect(signature.reach == 6)
        #expect(!signature.matches(Bytes([0, 0, 0, 0, 1])))
        #expect(signature.matches(Bytes([0, 0, 0, 0, 1, 2, 3])))
        #expect(!signature.matches(.empty))
    }
}
