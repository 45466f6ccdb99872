/// Why an image, a catalog or an option was refused.
///
/// `message` says what is wrong, `location` where, `hint` what to do about it. Match on the kind of failure with
/// `catch ImageError.Code.corrupt`.
public struct ImageError: Error, Sendable {
    /// The kind of failure; stable, so that callers can act on it.
    public var code: Code
    /// What is wrong, in one sentence without a final period.
    public var message: String
    /// Where: a file or URL, with the byte, line, column or key path if they are known.
    public var location: Location?
    /// What the user can do about it.
    public var hint: String?
    /// The failure that caused this one.
    public var underlying: (any Error)?

    /// Makes an error of a kind.
    public init(
        _ code: Code, _ message: String, at location: Location? = nil, hint: String? = nil,
        underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.location = location
        self.hint = hint
        self.underlying = underlying
    }

    /// The kind of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String, Sendable {
            case notFound = "not_found"
            case unsupported
            case corrupt
            case invalidArgument = "invalid_argument"
            case limitExceeded = "limit_exceeded"
            case permissionDenied = "permission_denied"
            case io
        }

        private let kind: Kind

        /// A file, entry, axis, label or key that is not there.
        public static let notFound = Code(kind: .notFound)
        /// Something valid that this software does not read or write.
        public static let unsupported = Code(kind: .unsupported)
        /// Data that contradict themselves or the format they claim to be.
        public static let corrupt = Code(kind: .corrupt)
        /// A value given by the caller, an option or a catalog that makes no sense here.
        public static let invalidArgument = Code(kind: .invalidArgument)
        /// More memory, depth or time than the limits in force allow.
        public static let limitExceeded = Code(kind: .limitExceeded)
        /// The operating system or the opener does not allow it.
        public static let permissionDenied = Code(kind: .permissionDenied)
        /// The operating system reported a failure of reading or writing.
        public static let io = Code(kind: .io)

        /// The code as written in JSON, such as `corrupt`.
        public var description: String { kind.rawValue }

        /// Lets `catch ImageError.Code.corrupt` match an error of that kind.
        public static func ~= (code: Code, error: any Error) -> Bool {
            (error as? ImageError)?.code == code
        }
    }

    /// A place in a file, a store or a catalog.
    public struct Location: Sendable, Hashable {
        /// The path or URL, without credentials.
        public var resource: String?
        /// The position of the first offending byte, counted from 0.
        public var byteOffset: Int?
        /// The line, counted from 1.
        public var line: Int?
        /// The column in bytes, counted from 1.
        public var column: Int?
        /// The keys that lead to the place, such as `sources.exp1.args`.
        public var keyPath: String?

        /// Makes a location from what is known.
        public init(
            _ resource: String? = nil, byteOffset: Int? = nil, line: Int? = nil, column: Int? = nil,
            keyPath: String? = nil
        ) {
            self.resource = resource
            self.byteOffset = byteOffset
            self.line = line
            self.column = column
            self.keyPath = keyPath
        }
    }
}

extension ImageError {
    /// The same error with the resource filled in where it is missing.
    public func located(in resource: String) -> ImageError {
        var copy = self
        var place = copy.location ?? Location()
        if place.resource == nil { place.resource = resource }
        copy.location = place
        return copy
    }

    /// An error of kind `notFound`.
    public static func notFound(_ message: String, at location: Location? = nil, hint: String? = nil) -> ImageError {
        ImageError(.notFound, message, at: location, hint: hint)
    }

    /// An error of kind `unsupported`.
    public static func unsupported(_ message: String, at location: Location? = nil, hint: String? = nil) -> ImageError {
        ImageError(.unsupported, message, at: location, hint: hint)
    }

    /// An error of kind `corrupt`.
    public static func corrupt(_ message: String, at location: Location? = nil, hint: String? = nil) -> ImageError {
        ImageError(.corrupt, message, at: location, hint: hint)
    }

    /// An error of kind `invalidArgument`.
    public static func invalidArgument(
        _ message: String, at location: Location? = nil, hint: String? = nil
    ) -> ImageError {
        ImageError(.invalidArgument, message, at: location, hint: hint)
    }

    /// An error of kind `limitExceeded`.
    public static func limitExceeded(
        _ message: String, at location: Location? = nil, hint: String? = nil
    ) -> ImageError {
        ImageError(.limitExceeded, message, at: location, hint: hint)
    }
}
