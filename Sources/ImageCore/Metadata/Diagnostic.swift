/// Something about a file or a catalog that a user should know and that is no reason to refuse it: a unit that could
/// not be read, a conflict, a fact that was dropped.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    /// What was noticed, in one sentence.
    public var message: String

    /// A diagnostic.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
