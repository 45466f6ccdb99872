/// A unit of length or time, one of the twelve that descriptions use.
///
/// The micro sign is U+00B5; the texts of files are normalised by `Unit.parse`.
public enum Unit: String, Sendable, Hashable, CaseIterable {
    case nanometre = "nm"
    case micrometre = "\u{B5}m"
    case millimetre = "mm"
    case centimetre = "cm"
    case metre = "m"
    case angstrom = "\u{C5}"
    case nanosecond = "ns"
    case microsecond = "\u{B5}s"
    case millisecond = "ms"
    case second = "s"
    case minute = "min"
    case hour = "h"

    /// The canonical symbol, such as `µm`.
    public var symbol: String { rawValue }

    /// The symbol in plain ASCII, for formats that hold nothing else: `um`, `us`, `angstrom`.
    public var asciiSymbol: String {
        switch self {
        case .micrometre: "um"
        case .microsecond: "us"
        case .angstrom: "angstrom"
        default: rawValue
        }
    }

    /// Whether it measures time; all others measure length.
    public var isTime: Bool {
        switch self {
        case .nanosecond, .microsecond, .millisecond, .second, .minute, .hour: true
        default: false
        }
    }
}

extension Unit: CustomStringConvertible {
    /// The canonical symbol.
    public var description: String { rawValue }
}
