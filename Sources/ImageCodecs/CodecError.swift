public import ImageCore

/// Why bytes could not be decoded or encoded.
public struct CodecError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in one sentence, beginning with the codec's name.
    public var message: String

    /// An error.
    public init(_ message: String) {
        self.message = message
    }

    /// The same as an `ImageError` of kind `corrupt`.
    public var imageError: ImageError { .corrupt(message) }

    /// The message.
    public var description: String { message }
}
