public import ImageCore

/// A mistake or an oddity in a catalog file, with its place and what to do about it.
public struct CatalogDiagnostic: Sendable, Hashable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable {
        /// The entry, or the part named by the key path, cannot be used.
        case error
        /// It works, but something in the file has no effect or is not what it looks like.
        case warning
    }

    /// How bad it is.
    public var severity: Severity
    /// What is wrong, in one sentence.
    public var message: String
    /// File, line, column and key path.
    public var location: ImageError.Location
    /// What to do about it.
    public var hint: String?

    /// The kind of error that opening the entry gives.
    var code: ImageError.Code

    init(
        _ severity: Severity, _ message: String, at location: ImageError.Location, hint: String? = nil,
        code: ImageError.Code = .corrupt
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.hint = hint
        self.code = code
    }

    /// An error of a part of the file, as a diagnostic.
    init(_ error: ImageError, at location: ImageError.Location) {
        var place = location
        place.line = error.location?.line ?? location.line
        place.column = error.location?.column ?? location.column
        place.keyPath = error.location?.keyPath ?? location.keyPath
        self.init(.error, error.message, at: place, hint: error.hint, code: error.code)
    }

    /// The diagnostic as an error.
    public var error: ImageError { ImageError(code, message, at: location, hint: hint) }

    /// `lab.yaml:12:5 (sources.exp1.args): warning: ...`, one line.
    public var description: String {
        "\(location): \(severity.rawValue): \(message)" + (hint.map { "; " + $0 } ?? "")
    }
}
