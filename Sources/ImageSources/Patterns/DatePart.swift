import ImageCore

/// A piece of a date in a name: a code such as `%Y`, or a character.
enum DatePart: Sendable, Hashable {
    case code(Character)
    case text(Character)

    private static let widths: [Character: Int] = [
        "Y": 4, "y": 2, "m": 2, "d": 2, "j": 3, "H": 2, "M": 2, "S": 2, "f": 6,
    ]

    /// How many characters it takes.
    var width: Int { if case .code(let code) = self { Self.widths[code] ?? 1 } else { 1 } }

    static func parts(of specification: String) throws(ImageError) -> [DatePart] {
        var parts: [DatePart] = []
        var rest = Array(specification)[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                parts.append(.text(character))
                continue
            }
            guard let code = rest.popFirst(), widths[code] != nil || code == "%" else {
                throw .invalidArgument(
                    "'\(specification)' has a code that is not known", hint: "dates know %Y %y %m %d %j %H %M %S %f")
            }
            parts.append(code == "%" ? .text("%") : .code(code))
        }
        return parts
    }

    /// Whether the codes say more than a day.
    private static func hasTime(_ parts: [DatePart]) -> Bool {
        parts.contains { if case .code(let code) = $0 { "HMSf".contains(code) } else { false } }
    }

    /// The date that a text of the right width stands for, or nil.
    static func value(of text: [Character], _ parts: [DatePart]) -> String? {
        var numbers: [Character: Int] = [:]
        var position = 0
        for part in parts {
            let end = position + part.width
            guard end <= text.count else { return nil }
            switch part {
            case .text(let character): if text[position] != character { return nil }
            case .code(let code):
                let digits = text[position..<end]
                guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(String(digits)),
                    numbers.updateValue(number, forKey: code).map({ $0 == number }) ?? true
                else { return nil }
            }
            position = end
        }
        // Two digits: 69 to 99 are of the last century, as in POSIX.
        let year = numbers["Y"] ?? numbers["y"].map { $0 < 69 ? 2000 + $0 : 1900 + $0 } ?? 1970
        if let short = numbers["y"], year % 100 != short { return nil }
        guard
            var time = CivilTime(
                year: year, month: numbers["m"] ?? 1, day: numbers["d"] ?? 1, hour: numbers["H"] ?? 0,
                minute: numbers["M"] ?? 0, second: numbers["S"] ?? 0, nanosecond: (numbers["f"] ?? 0) * 1000)
        else { return nil }
        if let day = numbers["j"] {
            guard numbers["m"] == nil, numbers["d"] == nil, day >= 1,
                let shifted = time.adding(days: day - 1), shifted.date.year == year
            else { return nil }
            time = shifted
        }
        return normal(time, parts)
    }

    /// A time as these codes read it.
    static func normal(_ time: CivilTime, _ parts: [DatePart]) -> String {
        hasTime(parts) ? time.description : time.dateText
    }

    static func text(of time: CivilTime, _ parts: [DatePart]) -> String {
        let date = time.date
        var text = ""
        for part in parts {
            switch part {
            case .text(let character): text.append(character)
            case .code(let code):
                let number =
                    switch code {
                    case "Y": date.year
                    case "y": date.year % 100
                    case "m": date.month
                    case "d": date.day
                    case "j": time.dayOfYear
                    case "H": time.secondOfDay / 3600
                    case "M": time.secondOfDay / 60 % 60
                    case "S": time.secondOfDay % 60
                    default: time.nanosecond / 1000
                    }
                let digits = "\(number)"
                text += String(repeating: "0", count: max(0, part.width - digits.count)) + digits
            }
        }
        return text
    }
}
