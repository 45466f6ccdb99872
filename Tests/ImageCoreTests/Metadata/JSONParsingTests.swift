import ImageCore
import Testing

@Suite("JSON parsing") struct JSONParsingTests {
    private func parse(_ text: String) throws -> AttributeValue {
        try AttributeValue(parsingJSON: Bytes(utf8: text))
    }

    private func failure(_ bytes: [UInt8]) -> ParseError? {
        do throws(ParseError) {
            _ = try AttributeValue(parsingJSON: Bytes(bytes))
            return nil
        } catch {
            return error
        }
    }

    @Test("a document of every kind of value") func document() throws {
        let text = #" {"a" : [1, -2,3.5 ,true,false,null, "x"],"b":{"c":[], "d":{}, "e":[[1]]}} "# + "\r\n\t"
        let inner: AttributeValue = ["c": [], "d": [:], "e": [[1]]]
        #expect(try parse(text) == ["a": [1, -2, 3.5, true, false, .null, "x"], "b": inner])
        #expect(try parse("\u{FEFF}[]") == [])
        #expect(try parse(#"{"z":1,"a":2,"z":3}"#).mappingValue?.keys == ["z", "a"])
        #expect(try parse(#"{"z":1,"a":2,"z":3}"#) == ["z": 3, "a": 2])
        #expect(try parse(#"{"":{"":0}}"#) == ["": ["": 0]])
    }

    @Test(
        "whole numbers",
        arguments: [
            ("0", AttributeValue.int(0)), ("-0", .int(0)), ("10", .int(10)), ("-7", .int(-7)),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .unsigned(1 << 63)), ("18446744073709551615", .unsigned(.max)),
            ("18446744073709551616", .double(0x1p64)), ("-9223372036854775809", .double(-0x1p63)),
            ("123456789012345678901234567890", .double(123456789012345677877719597056)),
        ])
    func wholeNumbers(text: String, expected: AttributeValue) throws {
        #expect(try parse(text) == expected)
    }

    @Test(
        "numbers with fractions and exponents, rounded as by strtod",
        arguments: [
            ("1.0", 1.0), ("0.1", 0.1), ("-0.0", -0.0), ("1e2", 100), ("1E+2", 100), ("25e-1", 2.5),
            ("0.325", 0.325), ("1e22", 1e22), ("1e23", 1e23), ("9007199254740993.0", 9_007_199_254_740_992),
            ("9007199254740993.00000001", 9_007_199_254_740_994), ("2.2250738585072014e-308", 0x1p-1022),
            ("4.9406564584124654e-324", 0x1p-1074), ("1.7976931348623157e308", Double.greatestFiniteMagnitude),
            ("1e400", Double.infinity), ("-1e99999999999999999999", -Double.infinity),
            ("1e-99999999999999999999", 0), ("0e5", 0),
        ])
    func doubles(text: String, expected: Double) throws {
        guard case .double(let value) = try parse(text) else { throw ParseError("not a double: \(text)", at: 0) }
        #expect(value.bitPattern == expected.bitPattern, "\(text)")
    }

    @Test("what Python writes for numbers that JSON lacks") func pythonNumbers() throws {
        #expect(
            try parse("[NaN,Infinity,-Infinity]") == .array([.double(.nan), .double(.infinity), .double(-.infinity)]))
    }

    @Test(
        "escapes",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""a\u00b5b""#, "a\u{B5}b"), (#""\u0000""#, "\0"),
            (#""\uD83D\uDE00!""#, "\u{1F600}!"), (#""\ud83d\ude00""#, "\u{1F600}"), (#""\ud83d""#, "\u{FFFD}"),
            (#""\ud83dx""#, "\u{FFFD}x"), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
            (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
            (#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"), ("\"\u{B5}m \u{1F600}\u{7F}\"", "\u{B5}m \u{1F600}\u{7F}"),
            ("\"\"", ""),
        ])
    func escapes(text: String, expected: String) throws {
        #expect(try parse(text).stringValue?.unicodeScalars.elementsEqual(expected.unicodeScalars) == true)
    }

    @Test(
        "what is wrong is named with its byte",
        arguments: [
            ("", 0), (" ", 1), ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("{", 1),
            ("{1:2}", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), (#"{"a":1]"#, 6), ("1 x", 2),
            ("[] []", 3),
            ("01", 0), ("-01", 0), ("-", 1), ("-x", 1), ("1.", 2), (".5", 0), ("1.e2", 2), ("1e", 2), ("1e+", 3),
            ("+1", 0),
            ("0x10", 1), ("tru", 0), ("truth", 0), ("nul", 0), ("nan", 0), ("-Inf", 1), ("'a'", 0), ("\"a", 2),
            ("\"a\nb\"", 2), (#""\x""#, 1), (#""\u12"#, 5), (#""\u12g4""#, 5), (#""\ud83d\u12""#, 11), ("\"\\", 2),
            ("]", 0), ("\0", 0),
        ])
    func errors(text: String, offset: Int) {
        #expect(failure(Array(text.utf8))?.offset == offset, "\(text)")
    }

    @Test("texts must be UTF-8") func invalidText() {
        let quote = UInt8(ascii: "\"")
        #expect(failure([quote, 0x61, 0xFF, quote])?.offset == 2)
        #expect(failure([quote, 0xC2, 0xB5, 0xC3, quote])?.offset == 3)
        // An overlong slash, half of a surrogate pair, and the same behind an escape.
        #expect(failure([quote, 0xC0, 0xAF, quote])?.offset == 1)
        #expect(failure([quote, 0xED, 0xA0, 0x80, quote])?.offset == 1)
        #expect(failure([quote, 0x5C, 0x6E, 0x62, 0xFE, quote])?.offset == 4)
        // The parts of a character do not join over an escape.
        #expect(failure([quote, 0xC2, 0x5C, 0x6E, 0xB5, quote])?.offset == 1)
        #expect(failure([0xEF, 0xBB])?.offset == 0)
    }

    @Test("64 levels and no more") func depth() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try parse(deep).arrayValue?.count == 1)
        #expect(try parse("[\(String(repeating: "{},[],", count: 100))0]").arrayValue?.count == 201)
        #expect(failure(Array(String(repeating: "[", count: 65).utf8))?.offset == 64)
        #expect(failure(Array(String(repeating: #"{"a":"#, count: 1_000_000).utf8))?.offset == 320)
    }

    @Test("what is written is read back") func roundTrip() throws {
        let value: AttributeValue = [
            "numbers": [0, -5, 0.1, 1e300, .unsigned(.max), 1e16], "text": "a\"\\\n\u{1}\u{7F}\u{1F600}",
            "nested": ["a": [["b": .null], [true, false]]],
        ]
        #expect(try parse(value.json()) == value)
        #expect(try parse(value.json(pretty: true)) == value)
    }

    @Test("damage at every byte is an error or another value, never a trap") func damage() {
        let text = Array(#"{"a":[1,-2.5e3,"\ud83d\ude00 \u00b5x",NaN],"b":{"c":true,"d":null}}"#.utf8)
        for place in text.indices {
            #expect(failure(Array(text[..<place])) != nil, "cut at \(place)")
            for byte in UInt8.min...UInt8.max {
                var damaged = text
                damaged[place] = byte
                if let error = failure(damaged) { #expect((0...text.count).contains(error.offset)) }
            }
        }
    }
}
