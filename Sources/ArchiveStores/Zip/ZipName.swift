/// The names of members as keys of a store.
enum ZipName {
    /// Appends a name without empty and `.` parts; a final `/`, the mark of a folder, stays.
    ///
    /// Nothing is left of `./`, the folder that some programs begin an archive with.
    /// - Returns: what is wrong with a name that is none or leads out of the archive, else nil.
    static func appendKey(of name: Span<UInt8>, to keys: inout [UInt8]) -> String? {
        guard name.count > 0 else { return "has no name" }
        if name[0] == slash { return "has an absolute name" }
        if name.count > 1, name[1] == UInt8(ascii: ":"), isLetter(name[0]) { return "has a name with a drive letter" }
        var start = 0
        for place in 0...name.count {
            let isEnd = place == name.count
            if !isEnd {
                let byte = name[place]
                if byte == UInt8(ascii: "\\") { return "has a name with a backslash" }
                if byte == 0 { return "has a name with a zero byte" }
                if byte != slash { continue }
            }
            let count = place - start
            if count == 2, name[start] == dot, name[start + 1] == dot { return "has a name that leads out of it" }
            if count > 1 || count == 1 && name[start] != dot {
                for index in start..<place { keys.append(name[index]) }
                if !isEnd { keys.append(slash) }
            }
            start = place + 1
        }
        return nil
    }

    /// What is wrong with a name that is to be written, or nil.
    static func problem(of name: String) -> String? {
        let bytes = Array(name.utf8)
        var key: [UInt8] = []
        if let problem = appendKey(of: bytes.span, to: &key) { return problem }
        if bytes.last == slash { return "has the name of a folder" }
        return key == bytes ? nil : "has a name with empty parts"
    }

    static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
