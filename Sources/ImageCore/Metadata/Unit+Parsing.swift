extension Unit {
    /// A unit as found in files, and the factor that turns numbers in the text's unit into numbers in `unit`.
    ///
    /// Known are the canonical symbols, their ASCII spellings and English words, both micro signs, and the damaged forms
    /// that occur in files (`\u00B5m` left escaped, `Âµm` from text decoded twice). Units outside of the canonical
    /// twelve (inch, kilometre, day ...) come back converted with their factor. Nil for what is no length or time:
    /// `pixel`, the empty text, anything unknown.
    public static func parse(_ text: some StringProtocol) -> (unit: Unit, factor: Double)? {
        var name = String(text)
        for (damaged, sign) in [
            ("\\u00B5", "\u{B5}"), ("\\u00b5", "\u{B5}"), ("\\xB5", "\u{B5}"), ("\\xb5", "\u{B5}"),
            ("\u{C2}\u{B5}", "\u{B5}"), ("\u{3BC}", "\u{B5}"),
        ] {
            name = name.replacing(damaged, with: sign)
        }
        name = name.filter { !$0.isWhitespace && $0 != "\0" && $0 != "\"" }
        // "Mm" and "MS" would be megametres and megasiemens: symbols are matched in their own case first.
        return symbols[name] ?? words[name.lowercased()]
    }

    private static let symbols: [String: (Unit, Double)] = {
        var table: [String: (Unit, Double)] = [:]
        for unit in allCases {
            table[unit.symbol] = (unit, 1)
            table[unit.asciiSymbol] = (unit, 1)
        }
        table["\u{212B}"] = (.angstrom, 1)  // the Angstrom sign, which is not the letter
        table["A"] = (.angstrom, 1)
        table["km"] = (.metre, 1000)
        table["dm"] = (.centimetre, 10)
        table["pm"] = (.nanometre, 0.001)
        table["in"] = (.millimetre, 25.4)
        table["d"] = (.hour, 24)
        table["ps"] = (.nanosecond, 0.001)
        return table
    }()

    private static let words: [String: (Unit, Double)] = {
        var table: [String: (Unit, Double)] = [:]
        func add(_ unit: Unit, _ factor: Double, _ names: String...) {
            for name in names {
                table[name] = (unit, factor)
                table[name + "s"] = (unit, factor)
            }
        }
        add(.nanometre, 1, "nanometer", "nanometre", "nm")
        add(.micrometre, 1, "micron", "micrometer", "micrometre", "um", "\u{B5}m", "\u{B5}", "mu", "mum")
        add(.millimetre, 1, "millimeter", "millimetre", "mm")
        add(.centimetre, 1, "centimeter", "centimetre", "cm")
        add(.metre, 1, "meter", "metre")
        add(.angstrom, 1, "angstrom", "\u{E5}", "\u{E5}ngstr\u{F6}m", "angstroem")
        add(.nanosecond, 1, "nanosecond", "nsec", "ns")
        add(.microsecond, 1, "microsecond", "usec", "us", "\u{B5}s", "\u{B5}sec")
        add(.millisecond, 1, "millisecond", "msec")
        add(.second, 1, "second", "sec")
        add(.minute, 1, "minute", "min")
        add(.hour, 1, "hour", "hr", "h")
        add(.metre, 1000, "kilometer", "kilometre")
        add(.centimetre, 10, "decimeter", "decimetre")
        add(.nanometre, 0.001, "picometer", "picometre")
        add(.nanosecond, 0.001, "picosecond")
        add(.millimetre, 25.4, "inch")
        add(.hour, 24, "day")
        table["inches"] = (.millimetre, 25.4)
        return table
    }()
}
