import ImageCore
import Testing

@testable import ImageFormats

@Suite struct OMEQuantityTests {
    /// All units of lengths of the schema, in metres.
    static let lengths: [(String, Double)] = [
        ("Ym", 1e24), ("Zm", 1e21), ("Em", 1e18), ("Pm", 1e15), ("Tm", 1e12), ("Gm", 1e9), ("Mm", 1e6), ("km", 1e3),
        ("hm", 1e2), ("dam", 10), ("m", 1), ("dm", 0.1), ("cm", 0.01), ("mm", 1e-3), ("\u{B5}m", 1e-6), ("nm", 1e-9),
        ("pm", 1e-12), ("fm", 1e-15), ("am", 1e-18), ("zm", 1e-21), ("ym", 1e-24), ("\u{C5}", 1e-10),
        ("thou", 2.54e-5), ("li", 2.54e-2 / 12), ("in", 2.54e-2), ("ft", 0.3048), ("yd", 0.9144), ("mi", 1609.344),
        ("ua", 1.495978707e11), ("ly", 9.4607304725808e15), ("pc", 3.0856775814913673e16), ("pt", 0.0254 / 72),
    ]

    /// All units of times of the schema, in seconds.
    static let times: [(String, Double)] = [
        ("Ys", 1e24), ("Zs", 1e21), ("Es", 1e18), ("Ps", 1e15), ("Ts", 1e12), ("Gs", 1e9), ("Ms", 1e6), ("ks", 1e3),
        ("hs", 1e2), ("das", 10), ("s", 1), ("ds", 0.1), ("cs", 0.01), ("ms", 1e-3), ("\u{B5}s", 1e-6), ("ns", 1e-9),
        ("ps", 1e-12), ("fs", 1e-15), ("as", 1e-18), ("zs", 1e-21), ("ys", 1e-24), ("min", 60), ("h", 3600),
        ("d", 86400),
    ]

    private static let sizes: [Unit: Double] = [
        .nanometre: 1e-9, .micrometre: 1e-6, .millimetre: 1e-3, .centimetre: 1e-2, .metre: 1, .angstrom: 1e-10,
        .nanosecond: 1e-9, .microsecond: 1e-6, .millisecond: 1e-3, .second: 1, .minute: 60, .hour: 3600,
    ]

    @Test(arguments: lengths.map { ($0.0, $0.1, false) } + times.map { ($0.0, $0.1, true) })
    func knowsTheUnitsOfTheSchema(text: String, size: Double, isTime: Bool) throws {
        let (value, unit) = try #require(OMEQuantity(value: 3, unit: text).physical)
        #expect(unit.isTime == isTime)
        let found = value * (Self.sizes[unit] ?? 0)
        #expect((found / (3 * size) - 1).magnitude < 1e-12, "\(found)")
    }

    @Test func knowsOtherSpellings() {
        for text in ["um", "micron", "\u{3BC}m", "\u{C2}\u{B5}m"] {
            #expect(OMEQuantity(value: 2, unit: text).physical?.unit == .micrometre, "\(text)")
        }
        for text in ["pixel", "reference frame", "furlong", ""] {
            #expect(OMEQuantity(value: 2, unit: text).physical == nil, "\(text)")
        }
    }
}
