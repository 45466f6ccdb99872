import ImageTesting
import Synchronization
import Testing

@testable import ImageSources

@Suite("forEachConcurrently") struct ForEachConcurrentlyTests {
    @Test("every number once, never more than the limit at once", arguments: [0, 1, 2, 7, 100], [1, 2, 5, 1000])
    func numbers(count: Int, limit: Int) async throws {
        let seen = Mutex<[Int]>([])
        let active = Atomic<Int>(0)
        let maximum = Atomic<Int>(0)
        try await forEachConcurrently(count, limit: limit) { number in
            let now = active.add(1, ordering: .sequentiallyConsistent).newValue
            maximum.max(now, ordering: .sequentiallyConsistent)
            await Task.yield()
            seen.withLock { $0.append(number) }
            active.subtract(1, ordering: .sequentiallyConsistent)
        }
        #expect(seen.withLock { $0.sorted() } == Array(0..<count))
        #expect(maximum.load(ordering: .sequentiallyConsistent) <= min(limit, max(count, 1)))
    }

    @Test("the first error ends it", arguments: [1, 4]) func errors(limit: Int) async throws {
        struct Broken: Error {}
        let started = Atomic<Int>(0)
        await #expect(throws: Broken.self) {
            try await forEachConcurrently(20_000, limit: limit) { number in
                started.add(1, ordering: .relaxed)
                if number == 3 { throw Broken() }
                await Task.yield()
            }
        }
        #expect(started.load(ordering: .relaxed) < 10_000)
    }

    @Test("cancellation is noticed between numbers", arguments: [1, 4]) func cancellation(limit: Int) async throws {
        let done = Tally()
        let task = Task {
            try await forEachConcurrently(50_000, limit: limit) { number in
                done.add()
                if number == 10 { withUnsafeCurrentTask { $0?.cancel() } }
                await Task.yield()
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(done.count < 50_000)
    }

    @Test("results come in order") func mapping() async throws {
        let squares = try await mapConcurrently(50, limit: 4) { number in
            await Task.yield()
            return number * number
        }
        #expect(squares == (0..<50).map { $0 * $0 })
    }
}

/// Counts, from any task.
final class Tally: Sendable {
    private let value = Atomic<Int>(0)

    func add() { value.add(1, ordering: .relaxed) }
    var count: Int { value.load(ordering: .relaxed) }
}
