import ImageIntake

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard output and standard error of this process.
enum Console {
    /// A closed pipe ends the program quietly, also where the parent process ignored the signal.
    static func prepare() {
        signal(SIGPIPE, SIG_DFL)
    }

    /// Writes a result to standard output.
    ///
    /// - Throws: `io` if not everything could be written, as on a full disk.
    static func write(_ text: String) throws(ImageError) {
        if let failure = write(text, to: STDOUT_FILENO) {
            throw ImageError(.io, "cannot write: " + String(cString: strerror(failure)), at: .init("standard output"))
        }
    }

    /// Writes a line to standard error, behind the program's name and without credentials.
    static func complain(_ line: String) {
        _ = write("imcat: " + ResourceLocation.redacted(line) + "\n", to: STDERR_FILENO)
    }

    /// Shows a line of progress in the place of the one before.
    static func show(_ line: String) {
        _ = write("\r\u{1B}[K" + line, to: STDERR_FILENO)
    }

    /// Writes all bytes; gives the error number of a failure.
    private static func write(_ text: String, to file: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count, let start = bytes.baseAddress {
                #if canImport(Glibc)
                    let count = Glibc.write(file, start + done, bytes.count - done)
                #else
                    let count = Darwin.write(file, start + done, bytes.count - done)
                #endif
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                done += count
            }
            return nil
        }
    }

    /// Whether errors are seen by a person.
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// The columns of the terminal that shows the results; nil if they go elsewhere and nothing is to be cut.
    static let width: Int? = {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }()

    /// Whether results may be coloured: on a terminal, unless `NO_COLOR` is set.
    static let hasColours: Bool = {
        guard isatty(STDOUT_FILENO) == 1 else { return false }
        if let choice = getenv("NO_COLOR"), choice.pointee != 0 { return false }
        return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
    }()

    /// A text in bold, where that can be seen.
    static func bold(_ text: String) -> String { hasColours ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
