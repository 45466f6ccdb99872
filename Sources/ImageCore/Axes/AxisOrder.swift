/// Axes in an order, none of them twice: `czyx`.
///
/// The first is the slowest, the last varies fastest in memory, as in C and NumPy.
public struct AxisOrder: Sendable, Hashable {
    /// The axes, slowest first.
    public let axes: [Axis]

    /// All axes in the order in which images are delivered by default.
    public static let canonical: AxisOrder = "itczyx"

    /// An order of these axes.
    ///
    /// - Throws: `ImageError` of kind `invalidArgument` if one occurs twice.
    public init(_ axes: some Sequence<Axis>) throws(ImageError) {
        let list = Array(axes)
        guard list.indices.allSatisfy({ !list[..<$0].contains(list[$0]) }) else {
            throw .invalidArgument("axes '\(list.map(\.description).joined())' name an axis twice")
        }
        self.axes = list
    }

    /// The order written as letters, such as `czyx`; upper case is accepted.
    ///
    /// - Throws: `ImageError` of kind `invalidArgument` for a letter that is no axis, or one that occurs twice.
    public init(parsing text: some StringProtocol) throws(ImageError) {
        var list: [Axis] = []
        for letter in text {
            guard let axis = Axis(letter: letter) else {
                throw .invalidArgument(
                    "'\(letter)' in axes '\(text)' is not an axis", hint: "axes are \(Self.canonical)")
            }
            list.append(axis)
        }
        try self.init(list)
    }

    private init(unchecked axes: [Axis]) {
        self.axes = axes
    }

    /// The axes of a set in canonical order.
    public static func canonical(_ axes: Set<Axis>) -> AxisOrder {
        AxisOrder(unchecked: axes.sorted())
    }

    /// The axes that people most likely mean by an array of a shape without labels: of three axes whose first or last has
    /// the length 3 that one is the colour (`cyx`, `yxc`, the first if both have); else the last ones of `itczyx`.
    ///
    /// For arrays from elsewhere only; files are asked what their axes are.
    /// - Throws: `invalidArgument` for more than six extents.
    public init(guessedFor shape: [Int]) throws(ImageError) {
        guard shape.count <= Axis.allCases.count else {
            throw .invalidArgument("an array of \(shape.count) extents", hint: "images have at most six axes")
        }
        if shape.count == 3, shape[0] == 3 {
            self = "cyx"
        } else if shape.count == 3, shape[2] == 3 {
            self = "yxc"
        } else {
            axes = Axis.allCases.suffix(shape.count)
        }
    }

    /// The order without some axes.
    public func removing(_ removed: Set<Axis>) -> AxisOrder {
        AxisOrder(unchecked: axes.filter { !removed.contains($0) })
    }

    /// The place of an axis, or nil.
    public func position(of axis: Axis) -> Int? {
        axes.firstIndex(of: axis)
    }

    /// The letters.
    public var letters: String { String(axes.map(\.letter)) }
}

extension AxisOrder: RandomAccessCollection {
    /// The first place: 0.
    public var startIndex: Int { 0 }
    /// The number of axes.
    public var endIndex: Int { axes.count }
    /// The axis at a place; the place must exist.
    public subscript(position: Int) -> Axis { axes[position] }
}

extension AxisOrder: ExpressibleByStringLiteral, CustomStringConvertible {
    /// An order written in source code; traps if it is not one, because that is a mistake in the program.
    public init(stringLiteral value: StaticString) {
        var list: [Axis] = []
        for letter in "\(value)" {
            guard let axis = Axis(letter: letter), !list.contains(axis) else {
                preconditionFailure("'\(value)' is not an axis order")
            }
            list.append(axis)
        }
        axes = list
    }

    /// The letters, such as `czyx`.
    public var description: String { letters }
}
