import ImageCore
import Testing

@testable import ImageCatalogs

@Suite("Plain scalars by YAML 1.1")
struct YAMLScalarTests {
    @Test(
        "means what PyYAML makes of it",
        arguments: [
            ("yes", AttributeValue.bool(true)), ("No", .bool(false)), ("on", .bool(true)), ("OFF", .bool(false)),
            ("y", .string("y")), ("n", .string("n")), ("yEs", .string("yEs")),
            ("", .null), ("~", .null), ("null", .null), ("nUll", .string("nUll")),
            ("010", .int(8)), ("0", .int(0)), ("-0x1F", .int(-31)), ("0b101", .int(5)), ("0b", .string("0b")),
            ("08", .string("08")), ("1_000", .int(1000)), ("+12", .int(12)), ("1:30", .int(90)),
            ("-1:30:00", .int(-5400)),
            ("1:60", .string("1:60")), ("08:15", .string("08:15")), ("1:30.5", .double(90.5)),
            ("1e3", .string("1e3")), ("1.0e3", .string("1.0e3")), ("1.0e+3", .double(1000)), ("1.", .double(1)),
            (".5", .double(0.5)), ("-.5", .string("-.5")), ("-0.5", .double(-0.5)), (".", .string(".")),
            ("._5", .string("._5")), ("1.2.3", .string("1.2.3")), ("-", .string("-")), (".inf", .double(.infinity)),
            ("-.Inf", .double(-.infinity)), ("2020-01-02", .string("2020-01-02")), ("0o17", .string("0o17")),
            ("9223372036854775807", .int(.max)), ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
            ("tif", .string("tif")), ("=", .string("=")),
        ])
    func value(text: String, expected: AttributeValue) {
        #expect(YAMLScalar.value(of: text) == expected)
    }

    @Test("not a number") func notANumber() {
        #expect(YAMLScalar.value(of: ".NaN").doubleValue?.isNaN == true)
    }
}
