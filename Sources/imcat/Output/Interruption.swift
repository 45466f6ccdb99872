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
    private static let received = Atomic<Int32>(0)

    /// Runs a function; an interrupt or a request to terminate cancels it, a second one ends the program at once.
    ///
    /// - Throws: what the function throws; exits with 128 and the signal's number, as shells expect, when it has ended.
    static func cancelling<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                signal(number, SIG_DFL)
                Interruption.received.store(number, ordering: .relaxed)
            }
        }
        defer { for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) } }
        let work = Task { try await body() }
        // A signal handler may do next to nothing; this looks for what it left.
        let watch = Task {
            while received.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(50)) }
            work.cancel()
        }
        defer { watch.cancel() }
        do {
            return try await work.value
        } catch {
            let number = received.load(ordering: .relaxed)
            guard number != 0 else { throw error }
            Console.complain("interrupted; nothing was written")
            exit(128 + number)
        }
    }
}
