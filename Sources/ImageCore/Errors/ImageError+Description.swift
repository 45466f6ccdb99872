extension ImageError.Location: CustomStringConvertible {
    /// `file:line:column`, `file, byte 812`, or the key path, as far as they are known.
    public var description: String {
        var text = resource ?? ""
        if let line {
            text += text.isEmpty ? "line \(line)" : ":\(line)"
            if let column { text += ":\(column)" }
        }
        if let byteOffset { text += (text.isEmpty ? "" : ", ") + "byte \(byteOffset)" }
        if let keyPath { text += (text.isEmpty ? "" : " ") + "(\(keyPath))" }
        return text
    }
}

extension ImageError: CustomStringConvertible {
    /// One line: where, what, and what to do.
    public var description: String {
        var text = ""
        if let place = location?.description, !place.isEmpty { text += place + ": " }
        text += message
        if let hint { text += "; " + hint }
        return text
    }

    /// The error and its causes, one line each, the causes indented.
    public var detailedDescription: String {
        var lines = ["\(self) [\(code)]"]
        var cause = underlying
        var indent = "  "
        while let current = cause {
            if let error = current as? ImageError {
                lines.append("\(indent)caused by: \(error) [\(error.code)]")
                cause = error.underlying
            } else {
                lines.append("\(indent)caused by: \(current)")
                cause = nil
            }
            indent += "  "
        }
        return lines.joined(separator: "\n")
    }
}
