import ImageCore

extension NRRDHeader {
    /// Parses a header from the first bytes of a file.
    ///
    /// - Returns: the header and the byte after it; nil if the bytes end before the header does, and more may follow.
    /// - Throws: `ParseError` with the byte of the offending line.
    static func parse(_ bytes: RawSpan, isWhole: Bool) throws(ParseError) -> (NRRDHeader, end: Int)? {
        var cursor = ByteCursor(bytes)
        var header = NRRDHeader()
        let magic = try cursor.readLine() ?? ""
        guard magic.hasPrefix("NRRD000"),
            let version = magic.dropFirst(4).first.map({ _ in Int(magic.dropFirst(4)) ?? 0 }),
            (1...6).contains(version)
        else {
            throw ParseError("the file begins with '\(magic.prefix(12))', not with NRRD0001 to NRRD0006", at: 0)
        }
        header.version = version
        var seen: Set<String> = []
        while true {
            let start = cursor.offset
            let line = try cursor.readLine()
            // A last line without its end may go on in the bytes that follow.
            if cursor.remaining == 0, !isWhole { return nil }
            guard let line, !line.isEmpty else {
                try header.finish(seen, at: start, hasBlankLine: line != nil)
                return (header, cursor.offset)
            }
            if line.hasPrefix("#") { continue }
            guard let (name, value, isKeyValue) = split(line) else {
                throw ParseError("'\(line.prefix(40))' is neither a field, a key/value pair nor a comment", at: start)
            }
            if isKeyValue {
                header.keyValues[unescaped(name)] = .string(unescaped(value))
                continue
            }
            let field = canonicalName(name)
            guard seen.insert(field).inserted else {
                throw ParseError("the field '\(field)' stands there twice", at: start)
            }
            header.fields[field] = .string(value)
            if field == "data file", value.split(separator: " ").first == "LIST" {
                guard let list = try readList(value, &cursor, isWhole: isWhole, at: start) else { return nil }
                header.dataFile = list
                // The list is the header's last field.
                try header.finish(seen, at: cursor.offset, hasBlankLine: false)
                return (header, cursor.offset)
            }
            do throws(FieldError) {
                try header.set(field, value)
            } catch {
                throw ParseError("\(field): \(error.message)", at: start)
            }
        }
    }

    /// The parts of a line: `key:=value` (blanks count) or `field: value`.
    private static func split(_ line: String) -> (name: String, value: String, isKeyValue: Bool)? {
        let pair = line.firstRange(of: ":=")
        let field = line.firstRange(of: ": ") ?? line.firstRange(of: ":")
        if let pair, pair.lowerBound <= (field?.lowerBound ?? line.endIndex) {
            return (String(line[..<pair.lowerBound]), String(line[pair.upperBound...]), true)
        }
        guard let field else { return nil }
        return (String(line[..<field.lowerBound]), String(line[field.upperBound...]).trimmingBlanks, false)
    }

    private static func unescaped(_ text: String) -> String {
        guard text.contains("\\") else { return text }
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                result.append(character == "n" ? "\n" : character == "\\" ? "\\" : "\\\(character)")
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return isEscaped ? result + "\\" : result
    }

    private static func canonicalName(_ name: String) -> String {
        let lower = name.trimmingBlanks.lowercased()
        switch lower {
        case "datafile": return "data file"
        case "lineskip": return "line skip"
        case "byteskip": return "byte skip"
        case "axismins": return "axis mins"
        case "axismaxs": return "axis maxs"
        case "centerings": return "centers"
        case "sampleunits": return "sample units"
        case "blocksize": return "block size"
        case "oldmin": return "old min"
        case "oldmax": return "old max"
        default: return lower
        }
    }

    private static func readList(
        _ value: String, _ cursor: inout ByteCursor, isWhole: Bool, at start: Int
    ) throws(ParseError) -> DataFile? {
        let words = value.split(separator: " ")
        var subdimension: Int?
        if words.count > 1 {
            guard let number = Int(words[1]) else {
                throw ParseError("data file: '\(value)'; after LIST comes the number of axes per file", at: start)
            }
            subdimension = number
        }
        var names: [String] = []
        while let line = try cursor.readLine() {
            if cursor.remaining == 0, !isWhole { return nil }
            if line.isEmpty { break }
            names.append(line.trimmingBlanks)
        }
        if !isWhole, cursor.remaining == 0 { return nil }
        guard !names.isEmpty else { throw ParseError("data file: LIST without names", at: start) }
        return .list(names, subdimension: subdimension)
    }

    /// Checks what must be there when all fields are known.
    private mutating func finish(_ seen: Set<String>, at end: Int, hasBlankLine: Bool) throws(ParseError) {
        for field in ["type", "dimension", "sizes", "encoding"] where !seen.contains(field) {
            throw ParseError("the header lacks the field '\(field)'", at: end)
        }
        let dimension = fields["dimension"]?.stringValue.flatMap { Int($0) } ?? 0
        guard dimension <= 16 else { throw ParseError("\(dimension) axes; the format has at most 16", at: end) }
        guard dimension == sizes.count else {
            throw ParseError("the dimension is \(dimension), but there are \(sizes.count) sizes", at: end)
        }
        guard hasBlankLine || dataFile != nil else {
            throw ParseError("the file ends with its header: no empty line, no data, no data file", at: end)
        }
        if elementType.swapWidth > 1, encoding != .text, byteOrder == nil {
            throw ParseError("the field 'endian' is missing, which \(elementType) data need", at: end)
        }
        for (field, count) in [
            ("labels", labels.count), ("kinds", kinds.count), ("units", units.count), ("spacings", spacings.count),
            ("axis mins", axisMins.count), ("centers", centers.count), ("space directions", spaceDirections.count),
        ] where count != 0 && count != dimension {
            diagnostics.append(Diagnostic("'\(field)' has \(count) entries for \(dimension) axes"))
        }
    }
}
