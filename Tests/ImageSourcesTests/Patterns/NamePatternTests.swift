import ImageCore
import ImageTesting
import Testing

@testable import ImageSources

@Suite("Patterns of names") struct NamePatternTests {
    @Test(
        "values are read out of names",
        arguments: [
            ("s_{a}_{b}.tif", "s_x_y_z.tif", ["a": "x", "b": "y_z"]),
            ("{a}_{b}_z.tif", "s_x_y_z.tif", ["a": "s", "b": "x_y"]),
            ("plate{p:d}_{well}", "plate7_B2", ["p": 7, "well": "B2"]),
            ("{a:2}{b}", "PA19104", ["a": "PA", "b": "19104"]),
            ("img{t:03d}.tif", "img007.tif", ["t": 7]), ("img{t:03d}.tif", "img1234.tif", ["t": 1234]),
            ("img{t:d}.tif", "img007.tif", ["t": 7]), ("img{t:02x}", "imgff", ["t": 255]),
            ("{d:%Y%m%d}_{i:d}", "20200701_7", ["d": "2020-07-01", "i": 7]),
            ("{d:%Y-%m-%dT%H%M%S}", "2020-07-01T120305", ["d": "2020-07-01 12:03:05"]),
            ("{d:%Y.%j}", "2020.366", ["d": "2020-12-31"]),
            ("{p:**}/x.tif", "a/b/x.tif", ["p": "a/b"]), ("{a}/{a}.tif", "q/q.tif", ["a": "q"]),
            ("{{{a}}}", "{x}", ["a": "x"]), ("{row:1}{col:02d}", "B02", ["row": "B", "col": 2]),
            ("{a}_{b}", "é_日本", ["a": "é", "b": "日本"]),
        ] as [(String, String, Attributes)])
    func values(pattern: String, name: String, values: Attributes) throws {
        let pattern = try NamePattern(parsing: pattern)
        #expect(try pattern.values(in: name) == values)
        #expect(pattern.fits(name))
    }

    @Test(
        "names that do not fit say why",
        arguments: [
            ("s_{a}.tif", "s_x.png", "'.tif' is missing behind 's_x'"),
            ("s_{a}.tif", "xs_a.tif", "'s_' is missing"),
            ("{a}.tif", "p/q.tif", "'{a}' is not what stands behind"), ("{a}/{a}.tif", "q/r.tif", "'{a}'"),
            ("i{t:d}", "iabc", "'{t}'"), ("i{t:03d}", "i07", "'{t}'"),
            ("i{t:03d}", "i0007", "'{t}'"),
            ("{d:%Y%m%d}", "20200231", "'{d}'"), ("{a}.tif", ".tif", "'{a}'"), ("{a:3}", "ab", "'{a}'"),
        ])
    func misfits(pattern: String, name: String, reason: String) throws {
        let pattern = try NamePattern(parsing: pattern)
        let error = #expect(throws: ImageError.self) { try pattern.values(in: name) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test(
        "patterns with mistakes are refused",
        arguments: ["{a", "a}", "{}", "{a}{b}", "{a!r}", "{a:5d}", "{a:q}", "{a:%Q}", "{a:d}_{a:x}", "{1}", "{a.b}"])
    func mistakes(pattern: String) {
        let error = #expect(throws: ImageError.self) { try NamePattern(parsing: pattern) }
        #expect(error?.code == .invalidArgument)
    }

    @Test("values that cannot be read back are refused") func lost() throws {
        for (text, values) in [
            ("{a}_{b}", ["a": "x_y", "b": "z"]), ("{a}", ["a": "x/y"]), ("{a}", ["a": ""]), ("{a:2}", ["a": "abc"]),
            ("{a:d}", ["a": "x"]), ("{d:%Y}", ["d": "2020-07-01"]), ("{a}", [:]), ("{d:%Y%m%d}", ["d": "soon"]),
        ] as [(String, Attributes)] {
            let pattern = try NamePattern(parsing: text)
            #expect(throws: ImageError.self, "\(text)") { try pattern.name(for: values) }
        }
    }

    @Test("what a pattern writes it reads back") func roundTrip() throws {
        var random = SplitMix(seed: 5)
        let specifications = ["", "3", "d", "03d", "x", "04X", "%Y%m%d", "%Y-%m-%d_%H%M%S", "%y%j", "**"]
        var written = 0
        for _ in 0..<3000 {
            var text = ""
            var values = Attributes()
            for number in 0..<Int.random(in: 1...4, using: &random) {
                text += ["_", "t", "/", ".", "-x-", "{{", "é"].randomElement(using: &random) ?? ""
                let specification = specifications.randomElement(using: &random) ?? ""
                text += specification.isEmpty ? "{f\(number)}" : "{f\(number):\(specification)}"
                values["f\(number)"] = value(specification, &random)
            }
            text += [".tif", ""].randomElement(using: &random) ?? ""
            let pattern = try NamePattern(parsing: text)
            guard let name = try? pattern.name(for: values) else { continue }
            written += 1
            #expect(try pattern.values(in: name) == values, "\(text) \(name)")
            #expect(PathGlob.fitsWhole(name, pattern.glob), "\(pattern.glob) \(name)")
        }
        #expect(written > 1500)
    }

    private func value(_ specification: String, _ random: inout SplitMix) -> AttributeValue {
        switch specification {
        case "d", "03d", "x", "04X": return .int(Int.random(in: -2000...200_000, using: &random))
        case "%Y%m%d", "%y%j":
            let days = Int.random(in: 0...20_000, using: &random)
            return .string(CivilTime(secondsSince1970: days * 86_400)?.dateText ?? "")
        case "%Y-%m-%d_%H%M%S":
            return .string(
                CivilTime(secondsSince1970: Int.random(in: -60_000_000_000...200_000_000_000, using: &random))?
                    .description ?? "")
        default:
            let length = specification == "3" ? 3 : Int.random(in: 1...6, using: &random)
            return .string(String((0..<length).map { _ in "abcXYZ019_-.é {".randomElement(using: &random) ?? "a" }))
        }
    }

    @Test("many fields do not take for ever") func slow() throws {
        let text = (0..<40).map { "{f\($0)}a" }.joined()
        let name = String(repeating: "a", count: 2000) + "b"
        #expect(throws: ImageError.self) { try NamePattern(parsing: text).values(in: name) }
        let repeated = (0..<40).map { "{f\($0 % 3)}a" }.joined()
        #expect(throws: ImageError.self) { try NamePattern(parsing: repeated).values(in: name) }
    }

    @Test("times are of the calendar") func times() throws {
        for (text, expected) in [
            ("2020-02-29", "2020-02-29 00:00:00"), ("2020-07-01T12:30", "2020-07-01 12:30:00"),
            ("2020-07-01 12:30:05.25Z", "2020-07-01 12:30:05.250000+00:00"),
            ("0001-01-01", "0001-01-01 00:00:00"), ("9999-12-31T23:59:59-02:30", "9999-12-31 23:59:59-02:30"),
        ] {
            #expect(CivilTime(parsing: text)?.description == expected)
        }
        for text in ["2021-02-29", "2020-13-01", "2020-1-1", "2020-01-01T25:00", "0000-01-01", "now", "2020-01-01x"] {
            #expect(CivilTime(parsing: text) == nil, "\(text)")
        }
        #expect(CivilTime(secondsSince1970: 951_782_400)?.dateText == "2000-02-29")
        #expect(CivilTime(secondsSince1970: -1)?.description == "1969-12-31 23:59:59")
        let early = try #require(CivilTime(parsing: "2020-01-01T00:00:00+02:00"))
        let late = try #require(CivilTime(parsing: "2020-01-01T00:00:00+01:00"))
        #expect(early < late)
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension PathGlob {
    /// Whether a path fits a pattern part by part; without `**` only, which is taken to fit.
    static func fitsWhole(_ path: String, _ pattern: String) -> Bool {
        if pattern.contains("**") { return true }
        let (names, parts) = (path.split(separator: "/"), pattern.split(separator: "/"))
        return names.count == parts.count
            && zip(names, parts).allSatisfy { $0.hasPrefix(".") || fits(String($0), String($1)) }
    }
}
