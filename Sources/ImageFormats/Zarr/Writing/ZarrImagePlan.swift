import ImageCore
import ImageSources

/// One image that is written: its levels with their chunks and shards, and how they are made.
struct ZarrImagePlan: Sendable {
    let image: WritableImage
    let isLabels: Bool
    let halvings: [[Bool]]
    let levels: [ZarrArrayPlan]
    let method: Downsampling.Method
    /// What could not be kept.
    private(set) var diagnostics: [Diagnostic] = []

    /// - Parameters:
    ///   - image: its axes in the order of OME-Zarr.
    ///   - paths: the path of each level by its number.
    ///   - leader: the first image of the group, whose levels those of all others follow.
    /// - Throws: `invalidArgument` for chunks or shards that do not fit.
    init(
        _ image: WritableImage, isLabels: Bool, settings: ZarrWriteSettings, compression: Compression,
        after leader: ZarrImagePlan?, paths: (Int) -> String
    ) throws(ImageError) {
        self.image = image
        self.isLabels = isLabels
        method = isLabels ? .nearest : .mean
        let (axes, size) = (image.axes, image.elementType.size)
        let spacing = image.metadata.spacing
        var chunk = ZarrChunking.chunk(axes: axes, shape: image.shape, elementSize: size, spacing: spacing)
        for (axis, extent) in settings.chunks {
            guard let place = axes.position(of: axis) else { continue }
            chunk[place] = min(extent, max(image.shape[place], 1))
        }
        let bytes = try Shape.byteCount(chunk, elementSize: size)
        guard bytes < 1 << 31 else {
            throw .invalidArgument(
                "chunks of \(Shape.describe(chunk)) are \(bytes) bytes, which codecs cannot hold",
                hint: "make them smaller")
        }
        let encoding = ZarrEncoding(compression, image.elementType, &diagnostics)
        let wanted =
            leader.map { leader in
                leader.halvings.map { halving in
                    axes.map { axis in leader.image.axes.position(of: axis).map { halving[$0] } ?? false }
                }
            } ?? ZarrChunking.halvings(axes: axes, shape: image.shape, spacing: spacing, levels: settings.levels)
        var shapes = [image.shape]
        for halving in wanted {
            shapes.append(Downsampling.halvedShape(shapes[shapes.count - 1], axes: halving))
        }
        halvings = wanted
        for (place, axis) in axes.enumerated() where halvings.contains(where: { $0[place] }) {
            guard chunk[place] % 2 == 0 || chunk[place] >= image.shape[place] else {
                throw .invalidArgument(
                    "chunks of \(chunk[place]) along \(axis) cannot be halved for the smaller levels",
                    hint: "choose an even number, or levels=1")
            }
        }
        var levels: [ZarrArrayPlan] = []
        for (number, shape) in shapes.enumerated() {
            let own = zip(chunk, shape).map { min($0, max($1, 1)) }
            let shard = try Self.shard(settings, axes, shape, own, size)
            levels.append(
                ZarrArrayPlan(
                    path: paths(number), format: settings.version.zarrFormat, dimensions: axes.map(\.description),
                    shape: shape, chunk: own, shard: shard, elementType: image.elementType, encoding: encoding))
        }
        levels[0].attributes = Self.attributes(of: image)
        self.levels = levels
    }

    private static func shard(
        _ settings: ZarrWriteSettings, _ axes: AxisOrder, _ shape: [Int], _ chunk: [Int], _ size: Int
    ) throws(ImageError) -> [Int]? {
        guard settings.version == .v05 else { return nil }
        guard let wanted = settings.shards else {
            return ZarrChunking.shard(axes: axes, shape: shape, chunk: chunk, elementSize: size)
        }
        if wanted.isEmpty { return nil }
        var shard = chunk
        for (axis, extent) in wanted {
            guard let place = axes.position(of: axis) else { continue }
            guard extent % chunk[place] == 0 || extent >= shape[place] else {
                throw .invalidArgument("shards of \(extent) along \(axis) are no multiple of chunks of \(chunk[place])")
            }
            // A shard may reach beyond the image, but by no more than a chunk.
            let needed = (shape[place] + chunk[place] - 1) / chunk[place] * chunk[place]
            shard[place] = min(extent % chunk[place] == 0 ? extent : needed, max(needed, chunk[place]))
        }
        _ = try Shape.byteCount(shard, elementSize: size)
        return shard
    }

    /// How many elements of the image make one of a level, along each axis.
    func factors(_ level: Int) -> [Int] {
        halvings.prefix(level).reduce(image.axes.map { _ in 1 }) { factors, halving in
            zip(factors, halving).map { $1 ? $0 * 2 : $0 }
        }
    }

    /// What the array says besides its axes: all that the image brings along and that has no other place.
    private static func attributes(of image: WritableImage) -> Attributes {
        var attributes = image.metadata.attributes
        for key in ["fileheader", "omero", "image-label", "_ARRAY_DIMENSIONS"] { attributes[key] = nil }
        // OME-Zarr has no place for it yet.
        if let affine = image.metadata.affine { attributes[ZarrLayout.placementKey] = affine.attribute }
        return attributes
    }
}

extension ZarrImagePlan {
    /// Whether OME-Zarr can describe the image: two or three axes of space.
    var isDescribable: Bool {
        image.axes.filter { $0.kind == .space }.count >= 2 && image.axes.contains(.x) && image.axes.contains(.y)
    }

    /// The multiscale entry, with paths relative to a group.
    func multiscale(name: String, in group: String) -> OMEMultiscale {
        let axes = image.axes.map { axis in
            OMEMultiscale.WrittenAxis(
                axis: OMEAxis(axis, unit: image.metadata.units[axis]), spacing: image.metadata.spacing[axis],
                origin: image.metadata.origin[axis])
        }
        let levels = levels.enumerated().map { number, plan in
            (path: String(plan.path.dropFirst(group.isEmpty ? 0 : group.utf8.count + 1)), factors: factors(number))
        }
        return OMEMultiscale(name: name, axes: axes, levels: levels, method: isLabels ? .nearest : .mean)
    }
}
