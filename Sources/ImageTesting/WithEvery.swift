/// Runs a test body for every value of a list.
///
/// Loops can be nested; when a check fails, `WithEvery.trail` names the values that led there, such as `axes: tzyx,
/// access: chunks`.
///
/// Cheaper than test arguments where there are thousands of combinations.
public func withEvery<Values: Sequence>(
    _ label: String, in values: Values, _ body: (Values.Element) throws -> Void
) throws {
    for value in values {
        try WithEvery.$steps.withValue(WithEvery.steps + ["\(label): \(value)"]) { try located { try body(value) } }
    }
}

/// Runs an asynchronous test body for every value of a list.
public func withEvery<Values: Sequence>(
    _ label: String, in values: Values, _ body: (Values.Element) async throws -> Void
) async throws {
    for value in values {
        try await WithEvery.$steps.withValue(WithEvery.steps + ["\(label): \(value)"]) {
            do { try await body(value) } catch let error as TrailError { throw error } catch { throw TrailError(error) }
        }
    }
}

/// Where the loops of `withEvery` are.
public enum WithEvery {
    @TaskLocal static var steps: [String] = []

    /// The values of all loops around, outermost first.
    public static var trail: String { steps.joined(separator: ", ") }
}

/// An error in a body of `withEvery`, with the values that led to it.
public struct TrailError: Error, CustomStringConvertible {
    /// The values of the loops.
    public let trail: String
    /// What went wrong.
    public let underlying: any Error

    init(_ error: any Error) {
        trail = WithEvery.trail
        underlying = error
    }

    /// The error and the trail.
    public var description: String { "\(underlying) [\(trail)]" }
}

private func located(_ body: () throws -> Void) throws {
    do { try body() } catch let error as TrailError { throw error } catch { throw TrailError(error) }
}
