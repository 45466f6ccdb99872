import Synchronization
import Testing

@testable import ImageCore

@Suite("Allocation") struct AllocationTests {
    @Test(
        "sizes around the change from heap to mapping can be written at both ends",
        arguments: [
            0, 1, 4095, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, (6 << 20) + 12_345,
        ])
    func sizes(count: Int) throws {
        let block = try Allocation(count: count)
        #expect(block.count == count)
        guard count > 0 else { return }
        block.base.storeBytes(of: 1, as: UInt8.self)
        block.base.storeBytes(of: 2, toByteOffset: count - 1, as: UInt8.self)
        #expect(block.base.load(fromByteOffset: count - 1, as: UInt8.self) == 2)
        #expect(UInt(bitPattern: block.base) % 16 == 0)
    }

    @Test("impossible sizes are errors", arguments: [-1, Int.min, Int.max, Int.max - (4 << 20), 1 << 62])
    func impossible(count: Int) {
        #expect { _ = try Allocation(count: count) } throws: { ImageError.Code.limitExceeded ~= $0 }
    }

    @Test("memory that is taken over is released once, by its last user") func release() throws {
        let counter = Counter()
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)
        memory.storeBytes(of: 0x0807_0605_0403_0201, as: UInt64.self)
        var slice: Bytes?
        do {
            let bytes = Bytes(Allocation(base: memory, count: 8) { counter.add() })
            slice = try bytes.slice(2..<4)
        }
        #expect(slice?.array == [3, 4])
        #expect(counter.value == 0)
        slice = nil
        #expect(counter.value == 1)
        memory.deallocate()
    }
}

/// Counts calls.
final class Counter: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
}
