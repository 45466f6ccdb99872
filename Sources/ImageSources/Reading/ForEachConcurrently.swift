import Synchronization

/// Runs a function for every number from 0 up to `count`, at most `limit` at once; the only place that makes tasks for
/// pixels.
///
/// The numbers are handed out in order. The first error ends it: no further number is started, and the error is thrown
/// when those under way have ended. Cancellation is noticed between numbers.
package func forEachConcurrently(
    _ count: Int, limit: Int, _ body: @escaping @Sendable (Int) async throws -> Void
) async throws {
    try await forEachConcurrently(count, limit: limit, state: {}) { _, number in try await body(number) }
}

/// The same with something that each task makes for itself and uses again, such as buffers.
package func forEachConcurrently<State>(
    _ count: Int, limit: Int, state: @escaping @Sendable () throws -> State,
    _ body: @escaping @Sendable (State, Int) async throws -> Void
) async throws {
    if min(count, limit) <= 1 {
        guard count > 0 else { return }
        let own = try state()
        for number in 0..<count {
            try Task.checkCancellation()
            try await body(own, number)
        }
        return
    }
    let next = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<min(limit, count) {
            group.addTask { @concurrent in
                let own = try state()
                while true {
                    let number = next.next()
                    guard number < count else { return }
                    do {
                        try Task.checkCancellation()
                        try await body(own, number)
                    } catch {
                        next.stop()
                        throw error
                    }
                }
            }
        }
        // Not waitForAll(), which does not cancel what is under way after an error.
        for try await _ in group {}
    }
}

/// Numbers from 0 on, each given out once.
private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }

    /// Gives out no number below any count from now on.
    func stop() { value.store(.max / 2, ordering: .relaxed) }
}

/// The results of a function for every number from 0 up to `count`, in order; otherwise as `forEachConcurrently`.
package func mapConcurrently<R: Sendable>(
    _ count: Int, limit: Int, _ body: @escaping @Sendable (Int) async throws -> R
) async throws -> [R] {
    let results = Results<R>(count)
    try await forEachConcurrently(count, limit: limit) { number in results.set(number, try await body(number)) }
    return results.all
}

private final class Results<R: Sendable>: Sendable {
    private let values: Mutex<[R?]>

    init(_ count: Int) { values = Mutex(Array(repeating: nil, count: count)) }

    func set(_ number: Int, _ value: R) { values.withLock { $0[number] = value } }

    /// All results; every number has one when no function threw.
    var all: [R] { values.withLock { $0.compactMap(\.self) } }
}
