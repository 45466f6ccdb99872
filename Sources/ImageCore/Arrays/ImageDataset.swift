/// Named arrays that belong together and share their axes: the counterpart of xarray's `Dataset`.
///
/// Arrays may lack axes that others have (a segmentation has no channels); along an axis that two of them have, they are
/// equally long.
public struct ImageDataset: Sendable {
    /// The arrays in order; their names are unique.
    public let arrays: [ImageArray]

    /// A data set of these arrays.
    ///
    /// - Throws: `invalidArgument` if there is none, two have one name, or extents disagree.
    public init(_ arrays: [ImageArray]) throws(ImageError) {
        guard !arrays.isEmpty else { throw .invalidArgument("a data set needs an array") }
        var lengths: [Axis: (Int, String)] = [:]
        var names: Set<String> = []
        for array in arrays {
            guard names.insert(array.name).inserted else {
                throw .invalidArgument("two arrays are called '\(array.name)'")
            }
            for (axis, extent) in zip(array.axes, array.shape) {
                if let (length, other) = lengths[axis], length != extent {
                    throw .invalidArgument(
                        "'\(array.name)' has \(extent) places along \(axis), '\(other)' has \(length)")
                }
                lengths[axis] = (extent, array.name)
            }
        }
        self.arrays = arrays
    }

    /// The names of the arrays in order.
    public var names: [String] { arrays.map(\.name) }

    /// The first array: `image`, unless the file says otherwise.
    public var image: ImageArray { arrays[0] }

    /// The array of a name.
    ///
    /// - Throws: `notFound`, naming those that exist.
    public subscript(name: String) -> ImageArray {
        get throws(ImageError) {
            guard let array = arrays.first(where: { $0.name == name }) else {
                throw .notFound(
                    "no array '\(name)'", hint: "there are \(names.map { "'\($0)'" }.joined(separator: ", "))")
            }
            return array
        }
    }

    /// Each array with the part a region describes; restrictions of axes that an array lacks do not apply to it.
    ///
    /// - Throws: as `ImageArray.selecting`.
    public func selecting(_ region: Region) throws(ImageError) -> ImageDataset {
        var parts: [ImageArray] = []
        for array in arrays {
            parts.append(try array.selecting(Region(region.selections.filter { array.axes.contains($0.key) })))
        }
        return try ImageDataset(parts)
    }

    /// The data sets joined along an axis, array by array; see `ImageArray.concatenating`.
    ///
    /// - Throws: `invalidArgument` if they do not hold the same arrays or these do not fit together.
    public static func concatenating(_ datasets: [ImageDataset], along axis: Axis) throws(ImageError) -> ImageDataset {
        guard let first = datasets.first else { throw .invalidArgument("there is no data set to concatenate") }
        var joined: [ImageArray] = []
        for name in first.names {
            var parts: [ImageArray] = []
            for dataset in datasets { parts.append(try dataset[name]) }
            joined.append(try ImageArray.concatenating(parts, along: axis))
        }
        return try ImageDataset(joined)
    }
}
