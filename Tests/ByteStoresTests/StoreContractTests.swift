import ByteStores
import Foundation
import ImageCore
import ImageTesting
import Testing

@Suite("Stores keep their contract") struct StoreContractTests {
    @Test("memory") func memory() async throws {
        try await StoreContract().checkReading(MemoryStore(StoreContract.objects))
        try await StoreContract().checkWriting(MemoryStore())
    }

    @Test("a folder of this machine") func local() async throws {
        let scratch = try Scratch()
        for (key, bytes) in StoreContract.objects {
            let url = URL(fileURLWithPath: scratch.path + "/" + key)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes.array).write(to: url)
        }
        try await StoreContract().checkReading(LocalStore(folder: scratch.path))
        try await StoreContract().checkReading(LocalStore(folder: scratch.path + "/"))
        let empty = try Scratch()
        try await StoreContract().checkWriting(LocalStore(folder: empty.path))
        #expect(!(try empty.names()).contains { $0.hasSuffix(".tmp") }, "no temporary file is left")
    }

    @Test("a recording store") func recording() async throws {
        try await StoreContract().checkReading(RecordingStore(MemoryStore(StoreContract.objects)))
    }

    @Test("a faulty store whose fault never comes") func faulty() async throws {
        try await StoreContract().checkReading(
            FaultyStore(MemoryStore(StoreContract.objects), .failingReads(from: .max)))
    }
}
