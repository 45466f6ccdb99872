import ByteStores
import ImageCore
import ImageSources
import Testing

@Suite("Requests") struct SourceRequestTests {
    private func request(_ arguments: Attributes) throws -> SourceRequest {
        let resource = Resource(store: MemoryStore(), key: "a", location: "a")
        return try SourceRequest(
            resource, arguments: arguments, environment: SourceEnvironment(drivers: DriverRegistry()))
    }

    @Test("what all sources know is taken out of the arguments") func arguments() throws {
        let metadata: AttributeValue = ["spacing": ["z": 0.5]]
        let request = try request(
            Attributes([("output_axis_order", "tczyx"), ("metadata", metadata), ("own", 3)]))
        #expect(request.axisOrder == .custom("tczyx"))
        #expect(request.overrides.spacing == [.z: 0.5])
        #expect(request.options == Attributes([("own", 3)]))
        #expect(try self.request(Attributes()).axisOrder == .canonical)
    }

    @Test(
        "orders",
        arguments: [
            (AttributeValue.null, OutputOrder.stored), ("stored", .stored), ("zyx", .custom("zyx")),
        ])
    func orders(value: AttributeValue, order: OutputOrder) throws {
        #expect(try OutputOrder(parsing: value) == order)
    }

    @Test("an empty order is no order") func empty() {
        #expect(throws: ImageError.self) { try OutputOrder(parsing: "") }
    }

    @Test(
        "impossible arguments are errors",
        arguments: [
            [("output_axis_order", 5)], [("output_axis_order", "zz")], [("metadata", "text")],
            [("output_axis_order", true)],
        ] as [[(String, AttributeValue)]])
    func impossible(pairs: [(String, AttributeValue)]) {
        #expect { _ = try request(Attributes(pairs)) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("an environment does at least one thing at once") func environment() {
        #expect(SourceEnvironment(drivers: DriverRegistry(), concurrency: 0).concurrency == 1)
        #expect(SourceEnvironment(drivers: DriverRegistry()).concurrency == MachineFacts.processorCount)
        #expect(ReadLimits.default.byteCount < MachineFacts.memoryByteCount)
    }
}
