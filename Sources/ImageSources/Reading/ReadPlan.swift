import ImageCore

/// What a read will do: which boxes of the stored image go where in the result.
struct ReadPlan {
    /// A box of equally spaced places of the stored image, and where it goes.
    struct Box: Sendable {
        /// The first place along each stored axis.
        var start: [Int]
        /// The number of places along each stored axis.
        var count: [Int]
        /// The distance between them.
        var step: [Int]
        /// Where the box's first element goes, in bytes.
        var destinationOffset: Int
    }

    let image: DescribedImage
    /// The axes, extents and metadata of the result.
    let axes: AxisOrder
    let shape: [Int]
    let metadata: ImageMetadata
    /// The bytes from one place to the next along each *stored* axis, in the result.
    let destinationStrides: [Int]
    /// Boxes that together are the selection; one, unless lists of places were asked for.
    let boxes: [Box]
    /// Whether everything is read.
    let isWhole: Bool

    /// The places that are read along each stored axis.
    let places: [AxisPlaces]

    init(_ image: DescribedImage, _ selection: Selection, defaultOrder: OutputOrder) throws(ImageError) {
        let places = try selection.region.resolve(
            axes: image.axes, shape: image.stored.shape, coords: image.metadata.coords)
        let kept = image.axes.removing(Set(zip(image.axes, places).filter { $0.1.dropsAxis }.map(\.0)))
        let order = try (selection.order ?? defaultOrder).arranged(kept)
        try self.init(image, places, order: order, isWhole: selection.region.selections.isEmpty)
    }

    init(_ image: DescribedImage, _ places: [AxisPlaces], order: AxisOrder, isWhole: Bool) throws(ImageError) {
        let stored = image.stored
        let counts = places.map(\.count)
        let extents = order.map { axis in image.axes.position(of: axis).map { counts[$0] } ?? 1 }
        // Checked here, so that the strides below cannot overflow.
        _ = try Shape.byteCount(extents, elementSize: stored.elementType.size)
        let dense = Shape.strides(extents, elementSize: stored.elementType.size)
        let strides = image.axes.map { axis in order.position(of: axis).map { dense[$0] } ?? 0 }

        let firsts = places.map { $0.runs.first }
        var boxes = [
            Box(
                start: firsts.map { $0?.start ?? 0 }, count: firsts.map { $0?.count ?? 0 },
                step: firsts.map { $0?.step ?? 1 }, destinationOffset: 0)
        ]
        for (axis, chosen) in places.enumerated() where chosen.runs.count != 1 {
            var done = 0
            var next: [Box] = []
            for run in chosen.runs {
                for var box in boxes {
                    (box.start[axis], box.count[axis], box.step[axis]) = (run.start, run.count, run.step)
                    box.destinationOffset += done * strides[axis]
                    next.append(box)
                }
                done += run.count
            }
            boxes = next
        }
        self.image = image
        self.boxes = boxes
        self.places = places
        self.isWhole = isWhole
        axes = order
        shape = extents
        destinationStrides = strides
        metadata = isWhole ? image.metadata : image.metadata.selecting(places, of: image.axes)
    }
}

extension ReadPlan {
    /// What the read would give, described.
    var description: ImageDescription {
        func arranged(_ extents: [Int]) -> [Int] {
            axes.map { axis in image.axes.position(of: axis).map { extents[$0] } ?? 1 }
        }
        let stored = image.stored
        return ImageDescription(
            name: stored.name, axes: axes, shape: shape, elementType: stored.elementType, metadata: metadata,
            storedAxes: image.axes, storedShape: stored.shape,
            chunks: zip(arranged(stored.chunkShape), shape).map { min($0, $1) },
            levels: isWhole ? [shape] + stored.levels.map { arranged($0.shape) } : [shape])
    }
}

extension ReadPlan.Box {
    /// The number of elements.
    ///
    /// It is at most that of the result, whose size was checked.
    var elementCount: Int { count.reduce(1, *) }

    /// The box cut into a grid of boxes of at most `size` places along each axis.
    func pieces(_ size: [Int], destinationStrides: [Int]) -> BoxGrid {
        BoxGrid(box: self, size: size.map { max($0, 1) }, destinationStrides: destinationStrides)
    }
}

/// The boxes of a grid over a box, made when they are asked for.
struct BoxGrid: Sendable {
    let box: ReadPlan.Box
    let size: [Int]
    let destinationStrides: [Int]

    private var grid: [Int] { zip(box.count, size).map { ($0 + $1 - 1) / $1 } }

    var count: Int { grid.reduce(1, *) }

    subscript(number: Int) -> ReadPlan.Box {
        var rest = number
        var piece = box
        for axis in stride(from: size.count - 1, through: 0, by: -1) {
            let along = grid[axis]
            let first = rest % along * size[axis]
            rest /= along
            piece.start[axis] = box.start[axis] + first * box.step[axis]
            piece.count[axis] = min(size[axis], box.count[axis] - first)
            piece.destinationOffset += first * destinationStrides[axis]
        }
        return piece
    }
}
