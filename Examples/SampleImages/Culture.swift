import ImageIntake

/// Cells in a dish, and the microscope over them.
struct Culture {
    /// The size of an image along an axis.
    private let extents: [Axis: Int]
    /// The distance between pixels in µm.
    private let spacing: [Axis: Double]
    private var cells: [Cell] = []
    private var random: RandomNumbers

    /// A culture of `cellCount` cells, seen at `extents` pixels that lie `spacing` apart.
    init(seed: UInt64, cellCount: Int, extents: [Axis: Int], spacing: [Axis: Double]) {
        self.extents = extents
        self.spacing = spacing
        random = RandomNumbers(seed: seed)
        func length(_ axis: Axis) -> Double { Double(extents[axis] ?? 1) * (spacing[axis] ?? 1) }
        for _ in 0..<cellCount {
            let radius = random.uniform(2...3.5)
            cells.append(
                Cell(
                    z: length(.z) * random.uniform(0.35...0.65), y: length(.y) * random.uniform(0.1...0.9),
                    x: length(.x) * random.uniform(0.1...0.9), radius: radius, brightness: random.uniform(0.5...1),
                    driftY: random.uniform(-0.6...0.6), driftX: random.uniform(-0.6...0.6)))
        }
    }

    /// An image with these axes, complete with what is known of it.
    ///
    /// `gain` is the number of photons from a bright place; the camera adds some of its own.
    mutating func image<T: Pixel & FixedWidthInteger>(
        _ axes: AxisOrder, of type: T.Type, gain: Double
    ) throws -> ImageArray {
        var pixels: [T] = []
        let (frames, channels) = (extent(.t, axes), extent(.c, axes))
        for t in 0..<frames {
            for channel in Channel.allCases.prefix(channels) {
                for z in 0..<extent(.z, axes) {
                    for y in 0..<extent(.y, axes) {
                        for x in 0..<extent(.x, axes) {
                            pixels.append(T(clamping: level(channel, z, y, x, t, gain)))
                        }
                    }
                }
            }
        }
        var metadata = ImageMetadata()
        for axis in axes {
            metadata.spacing[axis] = spacing[axis]
            metadata.units[axis] = axis == .t ? .second : axis == .c ? nil : .micrometre
        }
        if channels > 1 { metadata.coords[.c] = .labels(Channel.allCases.map(\.rawValue)) }
        return try ImageArray(axes: axes, shape: axes.map { extents[$0] ?? 1 }, pixels: pixels, metadata: metadata)
    }

    private func extent(_ axis: Axis, _ axes: AxisOrder) -> Int {
        axes.contains(axis) ? extents[axis] ?? 1 : 1
    }

    private mutating func level(_ channel: Channel, _ z: Int, _ y: Int, _ x: Int, _ t: Int, _ gain: Double) -> Int {
        func position(_ index: Int, _ axis: Axis) -> Double { (Double(index) + 0.5) * (spacing[axis] ?? 1) }
        let light = cells.reduce(0) {
            $0 + $1.light(channel, z: position(z, .z), y: position(y, .y), x: position(x, .x), frame: t)
        }
        // Photon noise grows with the root of the light.
        let photons = gain * light + 0.05 * gain
        return Int((photons + 0.35 * photons.squareRoot() * random.normal()).rounded())
    }
}
