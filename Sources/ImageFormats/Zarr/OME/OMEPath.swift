/// Paths of arrays and groups as metadata name them, relative to the group they stand in.
enum OMEPath {
    /// Whether a path leads to something below its group: it is relative, and no part of it is empty, `.` or `..`.
    static func isInside(_ path: String) -> Bool {
        path.utf8.count <= 4096
            && path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
                    && part.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
            }
    }

    /// A text from a file as messages show it: not longer than a line.
    static func shown(_ text: String) -> String {
        text.count <= 80 ? text : text.prefix(80) + "..."
    }
}
