import ImageCore

/// What is wrong with the value of a field.
struct FieldError: Error {
    var message: String
}

extension NRRDHeader {
    /// Takes over one field.
    mutating func set(_ field: String, _ value: String) throws(FieldError) {
        switch field {
        case "type": elementType = try Self.elementType(value)
        case "dimension": _ = try Self.positive(value)
        case "sizes":
            sizes = []
            for word in Self.words(value) { sizes.append(try Self.positive(word)) }
        case "encoding": encoding = try Self.encoding(value)
        case "endian":
            guard let order = ByteOrder(rawValue: value.lowercased()) else {
                throw FieldError(message: "'\(value)' is neither little nor big")
            }
            byteOrder = order
        case "line skip": lineSkip = try Self.skip(value, atLeast: 0)
        case "byte skip": byteSkip = try Self.skip(value, atLeast: -1)
        case "data file": dataFile = try Self.dataFile(value)
        case "labels": labels = Self.quoted(value)
        case "units": units = Self.quoted(value)
        case "space units": spaceUnits = Self.quoted(value)
        case "kinds": kinds = Self.words(value).map { $0.lowercased() }
        case "centers": centers = Self.words(value).map { $0.lowercased() }
        case "spacings": spacings = try Self.numbers(Self.words(value))
        case "axis mins": axisMins = try Self.numbers(Self.words(value))
        case "space": space = Self.spaceNames[value.lowercased()] ?? value.lowercased()
        case "space dimension": spaceDimension = try Self.positive(value)
        case "space origin": spaceOrigin = try Self.vectors(value).first ?? nil
        case "space directions": spaceDirections = try Self.vectors(value)
        case "thicknesses", "axis maxs", "content", "number", "min", "max", "old min", "old max", "block size",
            "sample units", "measurement frame":
            break
        default: diagnostics.append(Diagnostic("'\(field)' is no field of the format; it is kept as it is"))
        }
    }

    /// The short names of spaces.
    private static let spaceNames = [
        "ras": "right-anterior-superior", "las": "left-anterior-superior", "lps": "left-posterior-superior",
        "rast": "right-anterior-superior-time", "last": "left-anterior-superior-time",
        "lpst": "left-posterior-superior-time",
    ]

    private static func elementType(_ value: String) throws(FieldError) -> ElementType {
        switch value.lowercased().split(separator: " ").joined(separator: " ") {
        case "signed char", "int8", "int8_t": return .int8
        case "uchar", "unsigned char", "uint8", "uint8_t": return .uint8
        case "short", "short int", "signed short", "signed short int", "int16", "int16_t": return .int16
        case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t": return .uint16
        case "int", "signed int", "int32", "int32_t": return .int32
        case "uint", "unsigned int", "uint32", "uint32_t": return .uint32
        case "longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t":
            return .int64
        case "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t": return .uint64
        case "float": return .float32
        case "double": return .float64
        case "block": throw FieldError(message: "'block' data have no numeric type and cannot be read as an image")
        default: throw FieldError(message: "'\(value)' is no type of the format")
        }
    }

    private static func encoding(_ value: String) throws(FieldError) -> Encoding {
        switch value.lowercased() {
        case "raw": return .raw
        case "gz", "gzip": return .gzip
        case "bz2", "bzip2": return .bzip2
        case "txt", "text", "ascii": return .text
        case "hex": return .hex
        default: throw FieldError(message: "'\(value)' is none of raw, gzip, bzip2, text, hex")
        }
    }

    /// One file name, or a pattern `FORMAT MIN MAX STEP [SUBDIM]` with one `%d` in it.
    private static func dataFile(_ value: String) throws(FieldError) -> DataFile {
        let words = words(value)
        guard words.count >= 4, let format = words.first, format.contains("%") else {
            guard !value.isEmpty else { throw FieldError(message: "an empty name") }
            return .single(value)
        }
        guard format.utf8.count <= 4096 else { throw FieldError(message: "a name of more than 4096 bytes") }
        let numbers = words.dropFirst().compactMap { Int($0) }
        guard numbers.count == words.count - 1, numbers.count <= 4, numbers[2] != 0 else {
            throw FieldError(message: "'\(value)' is no pattern of the form NAME%03d MIN MAX STEP")
        }
        let (low, high, step) = (numbers[0], numbers[1], numbers[2])
        let (span, overflow) = high.subtractingReportingOverflow(low)
        guard !overflow, span == 0 || (span > 0) == (step > 0), span.magnitude / step.magnitude < 100_000
        else {
            throw FieldError(message: "'\(value)' counts no files, or too many")
        }
        var names: [String] = []
        for number in Swift.stride(from: low, through: high, by: step) {
            guard let name = formatted(format, number) else {
                throw FieldError(message: "'\(format)' needs exactly one whole number such as %d or %03d")
            }
            names.append(name)
        }
        return .list(names, subdimension: numbers.count == 4 ? numbers[3] : nil)
    }

    /// A `printf` format with one `%d` (flags `0` and `-`, a width) and `%%`, filled in; nil for any other format.
    static func formatted(_ format: String, _ number: Int) -> String? {
        var result = ""
        var rest = format[...]
        var count = 0
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            if rest.first == "%" {
                result.append("%")
                rest.removeFirst()
                continue
            }
            let flags = rest.prefix { "0-+ ".contains($0) }
            rest = rest.dropFirst(flags.count)
            let width = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(width.count)
            guard let conversion = rest.popFirst(), "diu".contains(conversion), width.count <= 2 else { return nil }
            count += 1
            let digits = String(number.magnitude)
            let sign = number < 0 ? "-" : flags.contains("+") ? "+" : ""
            let padding = max((Int(width) ?? 0) - digits.count - sign.count, 0)
            if flags.contains("-") {
                result += sign + digits + String(repeating: " ", count: padding)
            } else if flags.contains("0") {
                result += sign + String(repeating: "0", count: padding) + digits
            } else {
                result += String(repeating: " ", count: padding) + sign + digits
            }
        }
        return count == 1 ? result : nil
    }

    private static func words(_ value: String) -> [String] {
        value.split { $0 == " " || $0 == "\t" }.map(String.init)
    }

    private static func positive(_ word: String) throws(FieldError) -> Int {
        guard let number = Int(word), number > 0 else { throw FieldError(message: "'\(word)' is no number above 0") }
        return number
    }

    private static func skip(_ word: String, atLeast minimum: Int) throws(FieldError) -> Int {
        guard let number = Int(word), number >= minimum else {
            throw FieldError(message: "'\(word)' is no number from \(minimum) on")
        }
        return number
    }

    private static func numbers(_ words: [String]) throws(FieldError) -> [Double] {
        var result: [Double] = []
        for word in words {
            guard let number = Double(word) else { throw FieldError(message: "'\(word)' is no number") }
            result.append(number)
        }
        return result
    }

    /// Vectors `(1,0,0)`, with `none` where an axis has none; a vector of NaN is none as well.
    private static func vectors(_ value: String) throws(FieldError) -> [[Double]?] {
        var result: [[Double]?] = []
        var rest = value[...]
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard let first = rest.first else { return result }
            if first == "(" {
                guard let end = rest.firstIndex(of: ")") else { throw FieldError(message: "a vector without its end") }
                let inside = rest[rest.index(after: rest.startIndex)..<end]
                let numbers = try numbers(inside.split { $0 == "," || $0 == " " }.map(String.init))
                result.append(numbers.contains { !$0.isFinite } ? nil : numbers)
                rest = rest[rest.index(after: end)...]
            } else {
                let word = rest.prefix { $0 != " " && $0 != "\t" }
                guard word.lowercased() == "none" else { throw FieldError(message: "'\(word)' is no vector") }
                result.append(nil)
                rest = rest.dropFirst(word.count)
            }
        }
    }

    /// Texts in quotes, or words where there are none.
    static func quoted(_ value: String) -> [String] {
        guard value.contains("\"") else { return words(value) }
        var result: [String] = []
        var current: String?
        var isEscaped = false
        for character in value {
            if isEscaped {
                current?.append(character)
                isEscaped = false
            } else if character == "\\", current != nil {
                isEscaped = true
            } else if character == "\"" {
                if let text = current {
                    result.append(text)
                    current = nil
                } else {
                    current = ""
                }
            } else {
                current?.append(character)
            }
        }
        return result
    }
}
