import ImageIntake
import Synchronization

/// A line of progress on the terminal, for work that takes longer than a moment.
final class Progress: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant
        var isVisible = false
    }

    private let what: String
    private let start = ContinuousClock.now
    private let state = Mutex(State(lastShown: .now))

    /// Progress of reading a target; nil if nobody would see it or it is not wanted.
    init?(_ what: String, _ options: OutputOptions) {
        guard Console.errorIsTerminal, !options.quiet else { return nil }
        self.what = ResourceLocation.redacted(what).printable
    }

    /// Shows how much is done: share, rate and remaining time.
    func show(_ done: Int, _ total: Int) {
        state.withLock { state in
            let now = ContinuousClock.now
            guard state.lastShown.duration(to: now) >= .milliseconds(state.isVisible ? 100 : 500) else { return }
            state.lastShown = now
            state.isVisible = true
            let seconds = max(Self.seconds(start.duration(to: now)), 0.001)
            let rate = Double(done) / seconds
            var line = "\(what): \(Numbers.bytes(done)) of \(Numbers.bytes(total))"
            if total > 0 { line += " (\(Int(Double(done) / Double(total) * 100))%)" }
            if rate >= 1, rate < 1e15 {
                line += ", \(Numbers.bytes(Int(rate)))/s"
                let left = Double(max(total - done, 0)) / rate
                if left < 360_000 { line += ", \(Numbers.duration(seconds: Int(left.rounded(.up)))) left" }
            }
            Console.show(line)
        }
    }

    /// Removes the line.
    func end() {
        state.withLock { if $0.isVisible { Console.show("") } }
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
