import ImageCore
import Testing

@Suite("Units") struct UnitTests {
    @Test("every symbol means itself, also in ASCII", arguments: Unit.allCases) func symbols(unit: Unit) throws {
        for text in [unit.symbol, unit.asciiSymbol, " \(unit.symbol) ", "\"\(unit.symbol)\"", unit.symbol + "\0"] {
            let (parsed, factor) = try #require(Unit.parse(text), "\(text)")
            #expect(parsed == unit && factor == 1, "\(text)")
        }
        #expect(unit.asciiSymbol.utf8.count == unit.asciiSymbol.count)
    }

    @Test(
        "spellings",
        arguments: [
            ("um", Unit.micrometre), ("\u{B5}m", .micrometre), ("\u{3BC}m", .micrometre), ("micron", .micrometre),
            ("microns", .micrometre), ("Micrometer", .micrometre), ("micrometers", .micrometre),
            ("micrometre", .micrometre),
            ("micrometres", .micrometre), ("\\u00B5m", .micrometre), ("\\u00b5m", .micrometre), ("\\xB5m", .micrometre),
            ("\u{C2}\u{B5}m", .micrometre), ("UM", .micrometre), ("mm", .millimetre), ("Millimeters", .millimetre),
            ("centimeter", .centimetre), ("meters", .metre), ("m", .metre), ("nm", .nanometre),
            ("Nanometres", .nanometre),
            ("\u{C5}", .angstrom), ("\u{212B}", .angstrom), ("A\u{30A}", .angstrom), ("Angstrom", .angstrom),
            ("A", .angstrom),
            ("s", .second), ("sec", .second), ("seconds", .second), ("Second", .second), ("msec", .millisecond),
            ("ms", .millisecond), ("usec", .microsecond), ("us", .microsecond), ("\u{3BC}s", .microsecond),
            ("\u{B5}s", .microsecond), ("ns", .nanosecond), ("min", .minute), ("minutes", .minute), ("h", .hour),
            ("hours", .hour), ("hr", .hour), ("hrs", .hour),
        ])
    func spellings(text: String, unit: Unit) throws {
        let (parsed, factor) = try #require(Unit.parse(text))
        #expect(parsed == unit)
        #expect(factor == 1)
    }

    @Test(
        "units outside of the twelve are converted",
        arguments: [
            ("inch", Unit.millimetre, 25.4), ("inches", .millimetre, 25.4), ("in", .millimetre, 25.4),
            ("km", .metre, 1000),
            ("kilometre", .metre, 1000), ("dm", .centimetre, 10), ("pm", .nanometre, 0.001), ("day", .hour, 24),
            ("days", .hour, 24), ("d", .hour, 24), ("ps", .nanosecond, 0.001),
        ])
    func factors(text: String, unit: Unit, expected: Double) throws {
        let (parsed, factor) = try #require(Unit.parse(text))
        #expect(parsed == unit)
        #expect(factor == expected)
    }

    @Test(
        "what is no length or time",
        arguments: ["", " ", "pixel", "px", "voxel", "a.u.", "kg", "Hz", "1", "mmm", "\u{B5}\u{B5}", "none"])
    func unknown(text: String) {
        #expect(Unit.parse(text)?.unit == nil)
    }

    @Test("the micro sign is U+00B5 everywhere") func microSign() {
        #expect(Array(Unit.micrometre.symbol.unicodeScalars).map(\.value) == [0xB5, 0x6D])
        #expect(Array(Unit.microsecond.description.unicodeScalars).map(\.value) == [0xB5, 0x73])
        #expect(Unit.allCases.filter(\.isTime).map(\.symbol) == ["ns", "\u{B5}s", "ms", "s", "min", "h"])
    }
}
