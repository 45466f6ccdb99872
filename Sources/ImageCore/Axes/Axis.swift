/// One of the six axes an image of this field can have.
///
/// `i` counts images, positions or fields that have no place in the others; `t` is time, `c` channel; `z`, `y` and `x`
/// are space.
public enum Axis: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    case i, t, c, z, y, x

    /// What an axis means: whether numbers along it are positions in space or time, or mere counting.
    public enum Kind: Sendable, Hashable {
        case image, time, channel, space
    }

    /// What this axis means.
    public var kind: Kind {
        switch self {
        case .i: .image
        case .t: .time
        case .c: .channel
        case .z, .y, .x: .space
        }
    }

    /// Whether spacing and units make sense along it: true for `t`, `z`, `y` and `x`.
    public var isPhysical: Bool { kind == .time || kind == .space }

    /// The lower-case letter.
    public var letter: Character {
        switch self {
        case .i: "i"
        case .t: "t"
        case .c: "c"
        case .z: "z"
        case .y: "y"
        case .x: "x"
        }
    }

    /// The axis with a letter in either case, or nil.
    public init?(letter: Character) {
        switch letter {
        case "i", "I": self = .i
        case "t", "T": self = .t
        case "c", "C": self = .c
        case "z", "Z": self = .z
        case "y", "Y": self = .y
        case "x", "X": self = .x
        default: return nil
        }
    }

    /// The canonical order `itczyx`.
    public static func < (a: Axis, b: Axis) -> Bool { a.rawValue < b.rawValue }
}

extension Axis: CustomStringConvertible {
    /// The letter as text.
    public var description: String { String(letter) }
}
