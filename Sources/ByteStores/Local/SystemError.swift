package import ImageCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension ImageError {
    /// The error of a failed system call, from `errno`.
    package static func system(_ action: String, _ path: String, errno number: Int32 = errno) -> ImageError {
        let reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
        let code: Code =
            switch number {
            case ENOENT, ENOTDIR: .notFound
            case EACCES, EPERM, EROFS: .permissionDenied
            case ENOMEM, EMFILE, ENFILE: .limitExceeded
            default: .io
            }
        return ImageError(code, "cannot \(action): \(reason)", at: .init(path))
    }
}

/// Repeats a system call while a signal interrupts it.
@inline(__always)
func retrying<T: SignedInteger>(_ call: () -> T) -> T {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
