/// Something about a file or a catalog that a user should know and that is no reason to refuse it: a unit that could
/// not be read, a conflict, a fact that was dropped.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    /// What was noticed, in one sentence.
    public var message: String

    /// What it is about.
    public var subject: Subject

    /// What a diagnostic can be about.
    public enum Subject: Sendable, Hashable {
        /// What is known of the image.
        case metadata
        /// How the pixels are stored.
        case storage
    }

    /// A diagnostic.
    public init(_ message: String, about subject: Subject = .metadata) {
        self.message = message
        self.subject = subject
    }

    /// The message.
    public var description: String { message }
}
