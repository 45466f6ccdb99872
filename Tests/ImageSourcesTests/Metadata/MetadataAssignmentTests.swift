import ImageCore
import ImageTesting
import Testing

@testable import ImageSources

/// Overrides as a command line writes them.
@Suite struct MetadataAssignmentTests {
    @Test(
        "texts that look like numbers only by accident stay texts",
        arguments: ["007", "1e5", "0x10", "infinity", "nan", "1e400"])
    func names(text: String) throws {
        #expect(try MetadataOverrides(assignments: ["sample=\(text)"]).attributes["sample"] == .string(text))
        #expect(try MetadataOverrides(assignments: ["coords.c=\(text)"]).coords[.c] == .labels([text]))
    }

    @Test func numbersAreNumbers() throws {
        let overrides = try MetadataOverrides(assignments: ["day=2", "dose=-0.5", "done=true", "spacing.z=1e-3"])
        #expect(overrides.attributes == ["day": 2, "dose": -0.5, "done": true])
        #expect(overrides.spacing[.z] == .some(0.001))
    }

    @Test func positionsMeanTheSameAsInACatalog() throws {
        #expect(try MetadataOverrides(assignments: ["coords.z=0,1,5"]).coords[.z] == .values([0, 1, 5]))
        #expect(try MetadataOverrides(assignments: ["coords.c=1,2"]).coords[.c] == .labels(["1", "2"]))
    }

    @Test func whatDoesNothingIsRefusedOrReported() async throws {
        for text in ["axes=null", "spacing=null", "coords=null", "spacing", "=1"] {
            await expectFailure(.invalidArgument, text) { try MetadataOverrides(assignments: [text]) }
        }
        await expectFailure(.invalidArgument) {
            try MetadataOverrides(assignments: [Array(repeating: "a", count: 60_000).joined(separator: ".") + "=1"])
        }
        #expect(try MetadataOverrides(assignments: ["spacin.z=1"]).diagnostics.count == 1)
    }
}
