import ByteStores
public import ImageCore

/// How images are spread over several files, and what these are called: `name.var_image.i_03.c_actin.tif`.
///
/// Axes that a file cannot hold, or that were not asked for, are split: each of their places is a file of its own. Its
/// name holds the place: for `i` and `c` the coordinate, else the number, filled up with zeros to the width of the
/// largest and at least two digits. `var_` is there where there are several variables.
public struct WritePartition: Sendable {
    /// One file.
    public struct File: Sendable {
        /// The name, with the extension.
        public var name: String
        /// What it holds.
        public var images: [WritableImage]
    }

    /// An axis of which each place is a file of its own.
    public struct SplitAxis: Sendable, Hashable {
        /// The axis.
        public var axis: Axis
        /// How its places stand in the names, in order.
        public var keys: [String]
        /// The least number of digits where the keys are numbers in order, filled up with zeros; nil for texts.
        public var digits: Int?
    }

    /// The files, at least one.
    public let files: [File]
    /// What was split, slowest first.
    public let split: [SplitAxis]
    /// The names of the variables as they stand in names; empty where there is only one.
    public let variables: [String]
    /// The name before the first field.
    public let base: String
    /// The extension with its point; empty for none.
    public let suffix: String

    /// More files are no way to keep an image.
    private static let fileLimit = 1 << 20

    /// - Parameters:
    ///   - images: the variables.
    ///   - path: the path that was asked for; its last part becomes the beginning of the names.
    ///   - axes: the axes that files shall have, in this order; nil for as many as the format holds.
    ///   - capabilities: what one file holds.
    ///   - fileExtension: the part of the name that is its extension, without the point; empty for none.
    /// - Throws: `invalidArgument` if an axis that was asked for cannot stand in a file, `limitExceeded` for far too many
    ///   files.
    public init(
        _ images: [WritableImage], to path: String, axes: AxisOrder?, capabilities: WritingCapabilities,
        fileExtension: String
    ) throws(ImageError) {
        let name = ResourceLocation.name(of: path)
        suffix = fileExtension.isEmpty ? "" : "." + name.suffix(fileExtension.count)
        base = String(name.dropLast(suffix.count))
        if let axis = axes?.first(where: { !capabilities.axes.contains($0) }) {
            throw .unsupported("files of this format have no axis \(axis)", at: .init(path))
        }
        let kept = axes.map(Set.init) ?? capabilities.axes.subtracting(capabilities.splitAxes)
        let all = Set(images.flatMap { Array($0.axes) })
        let apart = all.subtracting(kept).sorted()
        let isTogether = capabilities.holdsSeveralArrays && axes == nil && apart.isEmpty
        variables =
            images.count > 1 && !isTogether ? Self.distinct(images.map { Self.sanitized($0.name) }) : []
        if isTogether || (images.count == 1 && apart.isEmpty) {
            split = []
            isUniform = true
            files = [
                File(
                    name: name, images: try images.map { (image) throws(ImageError) in try Self.arranged(image, axes) })
            ]
            return
        }
        let suffix = self.suffix
        var files: [File] = []
        var known: [SplitAxis]?
        var isUniform = true
        for (number, image) in images.enumerated() {
            let own = apart.filter(image.axes.contains).map { axis in
                Self.split(axis, of: image)
            }
            isUniform = isUniform && (known == nil || known == own)
            known = known ?? own
            let prefix = base + (variables.isEmpty ? "" : ".var_" + variables[number])
            try Self.spread(image, own[...], prefix) { (part, name) throws(ImageError) in
                guard files.count < Self.fileLimit else {
                    throw .limitExceeded(
                        "the image would become more than \(Self.fileLimit) files", at: .init(path),
                        hint: "name more axes that files hold, or save it as .zarr")
                }
                files.append(File(name: name + suffix, images: [try Self.arranged(part, axes)]))
            }
        }
        self.files = files
        split = known ?? []
        self.isUniform = isUniform
    }

    /// Whether one pattern stands for all files: every variable was split along the same axes into places of the same
    /// names.
    public let isUniform: Bool
    /// Whether the path itself becomes the only file.
    public var isSingle: Bool { split.isEmpty && variables.isEmpty }

    private static func spread(
        _ image: WritableImage, _ axes: ArraySlice<SplitAxis>, _ name: String,
        _ body: (WritableImage, String) throws(ImageError) -> Void
    ) throws(ImageError) {
        guard let first = axes.first else { return try body(image, name) }
        for (place, key) in first.keys.enumerated() {
            try spread(
                try image.slice(first.axis, place), axes.dropFirst(), "\(name).\(first.axis)_\(key)", body)
        }
    }

    private static func arranged(_ image: WritableImage, _ axes: AxisOrder?) throws(ImageError) -> WritableImage {
        guard let axes else { return image }
        return try image.reordered(to: try image.axes.arranged(by: try AxisOrder(axes.filter(image.axes.contains))))
    }

    /// How the places of an axis stand in names.
    private static func split(_ axis: Axis, of image: WritableImage) -> SplitAxis {
        let count = image.axes.position(of: axis).map { image.shape[$0] } ?? 0
        switch image.metadata.coords[axis] {
        case .labels(let labels)? where labels.count == count:
            return SplitAxis(axis: axis, keys: distinct(labels.map(sanitized)))
        case .values(let values)? where values.count == count && !axis.isPhysical:
            let numbers = values.compactMap { Int(exactly: $0) }.filter { $0 >= 0 }
            guard numbers.count == count, Set(numbers).count == count else {
                return SplitAxis(axis: axis, keys: distinct(values.map { sanitized(String($0)) }))
            }
            let split = numbered(axis, numbers)
            // Numbers that are out of order are read as texts whose order is told.
            return numbers == numbers.sorted() ? split : SplitAxis(axis: axis, keys: split.keys)
        default: return numbered(axis, Array(0..<count))
        }
    }

    private static func numbered(_ axis: Axis, _ numbers: [Int]) -> SplitAxis {
        let digits = max(2, String(numbers.max() ?? 0).count)
        let keys = numbers.map { String(repeating: "0", count: digits - String($0).count) + String($0) }
        return SplitAxis(axis: axis, keys: keys, digits: digits)
    }

    /// A text that may stand in a file name on every system.
    private static func sanitized(_ text: String) -> String {
        let result = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isForbidden = "/\\:*?\"<>|.".unicodeScalars.contains(scalar) || scalar.value < 0x20
                    return isForbidden || scalar.value == 0x7F ? "_" : scalar
                }))
        return result.isEmpty ? "_" : result
    }

    /// The same texts with a number behind those that were there before, in whatever case.
    private static func distinct(_ texts: [String]) -> [String] {
        var used = Set<String>()
        let all = Set(texts.map { $0.lowercased() })
        return texts.map { text in
            if used.insert(text.lowercased()).inserted { return text }
            var number = 2
            while all.contains("\(text)_\(number)".lowercased())
                || !used.insert("\(text)_\(number)".lowercased()).inserted
            { number += 1 }
            return "\(text)_\(number)"
        }
    }
}
