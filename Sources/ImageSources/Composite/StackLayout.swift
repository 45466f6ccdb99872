import ByteStores
import ImageCore

/// Files at the places of a grid.
struct StackLayout: Sendable {
    /// The axes of the grid, slowest first, each with what its places are called.
    var axes: [StoredAxis]
    /// The files in the order of the grid; nil for one that is missing and may be.
    var files: [StackFile?]
    /// What files that are missing read as; nil for 0.
    var fillValue: Double?
    /// The type that all pixels are turned into; nil for that of the files.
    var elementType: ElementType?
    /// What was noticed.
    var diagnostics: [Diagnostic] = []

    /// One file along one axis after the other.
    init(_ files: [StackFile], along axis: Axis, as elementType: ElementType? = nil) {
        axes = [StoredAxis(label: String(axis.letter), kind: axis.storedKind, length: files.count)]
        self.files = files
        self.elementType = elementType
    }

    /// More places than these are no set of files.
    private static let placeLimit = 1 << 24
    /// So many more places in space than files are no image, but numbers that mean something else.
    private static let gapLimit = 32

    /// Files by what their names say of each axis.
    ///
    /// - Parameters:
    ///   - found: the values by axis, for each file.
    ///   - order: the places of an axis in order, as they stand in the names, where that is not the natural order.
    ///   - allowsMissing: whether places without a file are filled, and not an error.
    /// - Throws: `corrupt` for two files at one place, or for missing ones, which it lists.
    init(
        _ found: [(values: [Axis: AttributeValue], file: StackFile)], order: [Axis: [String]] = [:],
        allowsMissing: Bool, at location: String
    ) throws(ImageError) {
        let letters = Set(found.flatMap(\.values.keys)).sorted()
        var places: [[AttributeValue]] = []
        var stored: [StoredAxis] = []
        for axis in letters {
            let named = Set(found.compactMap { $0.values[axis] })
            let values: [AttributeValue]
            if let order = order[axis] {
                values = try Self.places(of: axis, named, in: order, at: location)
            } else {
                values = try Self.places(of: axis, named, at: location)
            }
            places.append(values)
            stored.append(
                StoredAxis(
                    label: String(axis.letter), kind: axis.storedKind, length: values.count,
                    coords: Self.coordinates(axis, values)))
        }
        let count = try Shape.elementCount(places.map(\.count))
        guard count <= Self.placeLimit, count / Self.gapLimit <= found.count else {
            throw .limitExceeded(
                "the names of \(found.count) files stand for \(count) places", at: .init(location),
                hint: "fields that belong together, such as the x and y of a position, are no axes; name them otherwise"
            )
        }
        var files: [Int: StackFile] = [:]
        let numbers = places.map { values in
            Dictionary(values.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
        for (values, file) in found {
            var number = 0
            for (place, axis) in letters.enumerated() {
                guard let value = values[axis], let own = numbers[place][value] else {
                    throw .corrupt("the name of '\(file.resource.location)' says nothing of \(axis)")
                }
                number = number * places[place].count + own
            }
            if let other = files[number] {
                throw .corrupt(
                    "two files say they are the same: '\(other.resource.location)' and '\(file.resource.location)'",
                    at: .init(location))
            }
            files[number] = file
        }
        if count > files.count {
            let missing = (0..<count).lazy.filter { files[$0] == nil }.prefix(9)
            let listed = missing.prefix(8).map { number in
                var (rest, words) = (number, [String]())
                for place in letters.indices.reversed() {
                    words.insert("\(letters[place])=\(places[place][rest % places[place].count].placeName)", at: 0)
                    rest /= places[place].count
                }
                return words.joined(separator: ",")
            }
            let text = listed.joined(separator: "; ") + (missing.count > listed.count ? "; ..." : "")
            let message = "of \(count) files \(count - files.count) are missing: \(text)"
            guard allowsMissing else {
                throw .corrupt(
                    message, at: .init(location),
                    hint: "add them, or allow it with allow_missing: they read as fill_value")
            }
            diagnostics.append(Diagnostic(message))
        }
        axes = stored
        self.files = (0..<count).map { files[$0] }
    }

    /// The places of an axis in an order that is given.
    private static func places(
        of axis: Axis, _ values: Set<AttributeValue>, in order: [String], at location: String
    ) throws(ImageError) -> [AttributeValue] {
        let places = order.map { text in
            values.contains(.string(text)) ? AttributeValue.string(text) : .nameValue(text)
        }
        if let other = values.first(where: { !places.contains($0) }) {
            throw .corrupt(
                "there are files for '\(other.placeName)' along \(axis), which is none of \(order.joined(separator: ", "))",
                at: .init(location), hint: "name it in 'places', or leave the files out with exclude_filters")
        }
        guard Set(places).count == places.count else {
            throw .invalidArgument("a place along \(axis) is named twice: \(order.joined(separator: ", "))")
        }
        return places
    }

    /// The places of an axis in order; those of space without gaps.
    private static func places(
        of axis: Axis, _ values: Set<AttributeValue>, at location: String
    ) throws(ImageError) -> [AttributeValue] {
        let numbers = values.compactMap(\.intValue).sorted()
        if numbers.count == values.count, let first = numbers.first, let last = numbers.last {
            guard axis.kind == .space else { return numbers.map { .int($0) } }
            let (distance, overflow) = last.subtractingReportingOverflow(first)
            guard !overflow, distance / gapLimit < numbers.count else {
                throw .limitExceeded(
                    "the names have \(numbers.count) places along \(axis) from \(first) to \(last)",
                    at: .init(location),
                    hint: "if the numbers are no places in the image, name them as another field, such as {position:d}")
            }
            return (first...last).map { .int($0) }
        }
        guard axis.kind != .space else {
            throw .corrupt(
                "the places along \(axis) are not numbers, as '\(values.map(\.placeName).sorted().first ?? "")' is not",
                at: .init(location))
        }
        return values.sorted { naturallyPrecedes($0.placeName, $1.placeName) }
    }

    /// What the places are called, unless that is 0, 1, 2 and so on, or a place in space.
    private static func coordinates(_ axis: Axis, _ values: [AttributeValue]) -> Coordinates? {
        if axis.kind == .space { return nil }
        let numbers = values.compactMap(\.intValue)
        if numbers.count == values.count, numbers == Array(0..<numbers.count) { return nil }
        // A whole number along c is the name of a channel: its wavelength.
        guard numbers.count == values.count, axis != .c else { return .labels(values.map(\.placeName)) }
        return .values(numbers.map(Double.init))
    }
}

extension Axis {
    /// What files call the axis' kind.
    var storedKind: StoredAxis.Kind {
        switch kind {
        case .space: .space
        case .time: .time
        case .channel: .channel
        case .image: .list
        }
    }
}

extension AttributeValue {
    /// A value out of a name as it stands there, zeros before it aside.
    fileprivate var placeName: String { stringValue ?? json() }
}
