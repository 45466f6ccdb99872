import ImageIntake
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C and termination as cancellation, for work that has something to clean up.
enum Interruption {
    /// The signal that came, or 0.
    private static let signal = Atomic<Int32>(0)

    /// Runs a function; an interrupt or a request to terminate cancels it, a second one ends the program at once.
    ///
    /// - Throws: what the function throws; exits with 128 and the signal's number, as shells expect, when it has ended.
    static func cancelling<R: Sendable>(_ body: @escaping () async throws -> sending R) async throws -> R {
        for number in [SIGINT, SIGTERM] {
            Glibc.signal(number) { number in
                Glibc.signal(number, SIG_DFL)
                Interruption.signal.store(number, ordering: .relaxed)
            }
        }
        defer { for number in [SIGINT, SIGTERM] { Glibc.signal(number, SIG_DFL) } }
        let watcher = Watcher()
        return try await watcher.run(body)
    }

    /// Looks for the signal while a function runs.
    private struct Watcher {
        func run<R: Sendable>(_ body: @escaping () async throws -> sending R) async throws -> R {
            let work = Task { try await body() }
            let watch = Task {
                while Interruption.signal.load(ordering: .relaxed) == 0 {
                    try await Task.sleep(for: .milliseconds(50))
                }
                work.cancel()
            }
            defer { watch.cancel() }
            do {
                return try await work.value
            } catch {
                let number = Interruption.signal.load(ordering: .relaxed)
                guard number != 0 else { throw error }
                Console.complain("interrupted; nothing was written")
                exit(128 + number)
            }
        }
    }
}
