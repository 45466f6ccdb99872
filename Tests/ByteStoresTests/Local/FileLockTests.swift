import ByteStores
import Foundation
import ImageCore
import Synchronization
import Testing

@Suite("FileLock") struct FileLockTests {
    @Test("only one has it at a time") func exclusive() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/catalog.yaml"
        try "0".write(toFile: path, atomically: true, encoding: .utf8)
        let inside = Atomic<Int>(0)
        let overlaps = Atomic<Int>(0)
        // Threads of their own: waiting for the lock blocks.
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<20 {
                guard let lock = try? FileLock(forEditing: path) else { continue }
                if inside.add(1, ordering: .sequentiallyConsistent).newValue > 1 {
                    overlaps.add(1, ordering: .relaxed)
                }
                // Read, change, write: what is lost without a lock.
                let number = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { Int($0) } ?? -1000
                try? "\(number + 1)".write(toFile: path, atomically: true, encoding: .utf8)
                inside.subtract(1, ordering: .sequentiallyConsistent)
                _ = consume lock
            }
        }
        #expect(overlaps.load(ordering: .relaxed) == 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "160")
        #expect(try scratch.names() == ["catalog.yaml"], "no lock file is left")
    }

    @Test("a folder that does not exist is an error") func noFolder() {
        #expect { _ = try FileLock(forEditing: "/nothing/at/all") } throws: { ImageError.Code.notFound ~= $0 }
    }
}
