import ImageCore

/// A number with the unit it has in OME-XML.
struct OMEQuantity: Sendable, Hashable {
    /// The number.
    var value: Double
    /// The unit as it stands in the file, or the one that the schema gives where none stands.
    var unit: String

    /// The number in one of the canonical units; nil for `pixel`, `reference frame` and what is unknown.
    var physical: (value: Double, unit: Unit)? {
        OMEUnit.parse(unit).map { (value * $0.factor, $0.unit) }
    }
}

/// The units of the OME schema of 2016-06.
enum OMEUnit {
    /// The texts that stand for no length, and are known nevertheless.
    static let relative: Set<String> = ["pixel", "reference frame"]

    /// The canonical unit of a text and the factor that turns numbers into it; nil if it is no length or time.
    ///
    /// The symbols of the schema are matched as they are, since `Mm` and `mm`, `Ms` and `ms` differ; then come the
    /// other spellings that files have.
    static func parse(_ text: String) -> (unit: Unit, factor: Double)? {
        symbols[text] ?? (relative.contains(text) ? nil : Unit.parse(text))
    }

    private static let symbols: [String: (Unit, Double)] = {
        var table: [String: (Unit, Double)] = [:]
        for unit in Unit.allCases { table[unit.symbol] = (unit, 1) }
        let prefixes: [(String, Double)] = [
            ("Y", 1e24), ("Z", 1e21), ("E", 1e18), ("P", 1e15), ("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3),
            ("h", 1e2), ("da", 10),
        ]
        for (prefix, factor) in prefixes {
            table[prefix + "m"] = (.metre, factor)
            table[prefix + "s"] = (.second, factor)
        }
        for (prefix, factor) in [("p", 1e-3), ("f", 1e-6), ("a", 1e-9), ("z", 1e-12), ("y", 1e-15)] {
            table[prefix + "m"] = (.nanometre, factor)
            table[prefix + "s"] = (.nanosecond, factor)
        }
        table["dm"] = (.centimetre, 10)
        table["ds"] = (.millisecond, 100)
        table["cs"] = (.millisecond, 10)
        table["d"] = (.hour, 24)
        // Imperial, astronomical and printers' lengths.
        table["thou"] = (.micrometre, 25.4)
        table["li"] = (.millimetre, 25.4 / 12)
        table["in"] = (.millimetre, 25.4)
        table["ft"] = (.metre, 0.3048)
        table["yd"] = (.metre, 0.9144)
        table["mi"] = (.metre, 1609.344)
        table["ua"] = (.metre, 149_597_870_700)
        table["ly"] = (.metre, 9_460_730_472_580_800)
        table["pc"] = (.metre, 3.085_677_581_491_367_3e16)
        table["pt"] = (.millimetre, 25.4 / 72)
        return table
    }()
}
