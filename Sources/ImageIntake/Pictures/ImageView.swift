public import ImageCore
public import ImageSources

/// An axis all of whose places are shown as one.
public struct ImageProjection: Sendable, Hashable {
    /// How the places become one.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case max, min, mean, sum
    }

    /// How they do.
    public var kind: Kind
    /// The axis.
    public var axis: Axis

    /// A projection.
    public init(_ kind: Kind, along axis: Axis) {
        self.kind = kind
        self.axis = axis
    }

    /// A projection written as `max:z`.
    ///
    /// - Throws: `invalidArgument` for anything else.
    public init(parsing text: String) throws(ImageError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let kind = Kind(rawValue: parts[0]), parts[1].count == 1, let letter = parts[1].first,
            let axis = Axis(letter: letter)
        else { throw .invalidArgument("'\(text)' is no projection", hint: "write max:z, min:z, mean:t or sum:z") }
        self.init(kind, along: axis)
    }
}

/// What of an image is shown as a picture: one plane, or a projection along an axis.
public struct ImageView: Sendable {
    /// What is projected; nil for one plane.
    public var projection: ImageProjection?
    /// How pixels become brightness.
    public var contrast = Picture.Contrast.percentiles(0.1, 99.9)

    /// A view of one plane.
    public init() {}

    /// The picture of the first image of a selection; a projection reads plane by plane.
    ///
    /// Along axes that the selection leaves, the middle of `z` and the first place of others are shown; three channels of
    /// `uint8`, or four whose last is left out, are colours.
    /// - Throws: as reading; `invalidArgument` for an image without `y` or `x`, or for a projection along an axis that it
    ///   does not have.
    public func picture(of source: ImageSource, _ selection: Selection = .all) async throws -> Picture {
        guard let image = try await source.writableImages(selection).first else {
            throw ImageError.invalidArgument("there is no image in the selection")
        }
        return try await picture(of: image, source.request.environment.limits)
    }

    private func picture(of image: WritableImage, _ limits: ReadLimits) async throws -> Picture {
        for axis in [Axis.y, .x] where !image.axes.contains(axis) {
            throw ImageError.invalidArgument(
                "the image has no axis \(axis), only \(image.axes)", hint: "leave \(axis) whole in the region")
        }
        var plane = image
        var isColoured = false
        for (axis, extent) in zip(image.axes, image.shape) {
            if axis == .y || axis == .x || axis == projection?.axis { continue }
            guard extent > 0 else { throw ImageError.invalidArgument("the image has no place along \(axis)") }
            if axis == .c, (3...4).contains(extent), image.elementType == .uint8 {
                isColoured = true
            } else {
                plane = try plane.slice(axis, axis == .z ? extent / 2 : 0)
            }
        }
        // Beside the plane itself there are two copies of it as 64-bit numbers.
        let extents = ([.y, .x, .c] as [Axis]).map { axis in
            axis == .c && !isColoured ? 1 : image.axes.position(of: axis).map { image.shape[$0] } ?? 1
        }
        guard try Shape.byteCount(extents, elementSize: 24) <= limits.byteCount else {
            throw ImageError.limitExceeded(
                "a picture of \(extents[1]) x \(extents[0]) pixels",
                hint: "choose a part of the image (region) or a lower resolution (level)")
        }
        guard let projection else { return try Picture(try await plane.pixels(), contrast: contrast) }
        return try await projected(plane, projection.kind, along: projection.axis, isColoured: isColoured)
    }

    /// One place after the other goes into the result, so that only one is in memory.
    private func projected(
        _ image: WritableImage, _ kind: ImageProjection.Kind, along axis: Axis, isColoured: Bool
    ) async throws -> Picture {
        guard let place = image.axes.position(of: axis), axis != .y, axis != .x, image.shape[place] > 0 else {
            throw ImageError.invalidArgument(
                "there is nothing to project along \(axis)", hint: "the image has the axes \(image.axes)")
        }
        let isColoured = isColoured && axis != .c
        let order: AxisOrder = isColoured ? "yxc" : "yx"
        var result: [Double] = []
        for index in 0..<image.shape[place] {
            try Task.checkCancellation()
            var plane = try await image.slice(axis, index).pixels().reordered(to: order)
            if isColoured { plane = try plane.slice(.c, 0..<3) }
            let values = try plane.converted(to: .float64).array.pixels(as: Double.self)
            if index == 0 {
                result = values
                continue
            }
            for i in result.indices {
                switch kind {
                case .max: result[i] = Double.maximum(result[i], values[i])
                case .min: result[i] = Double.minimum(result[i], values[i])
                case .mean, .sum: result[i] += values[i]
                }
            }
        }
        if kind == .mean { for i in result.indices { result[i] /= Double(image.shape[place]) } }
        func extent(_ axis: Axis) -> Int { image.axes.position(of: axis).map { image.shape[$0] } ?? 0 }
        return Picture(
            result, width: extent(.x), height: extent(.y), channelCount: isColoured ? 3 : 1,
            contrast: image.elementType == .bool && kind != .sum ? .range(0, 1) : contrast)
    }
}
