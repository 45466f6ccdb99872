import ImageCore

/// One image of OME-XML: a scene.
struct OMEImage: Sendable, Equatable {
    /// The identity, which plates refer to.
    var id: String?
    /// The name.
    var name: String?
    /// When it was taken, as it stands in the file.
    var acquisitionDate: String?
    /// What somebody wrote about it.
    var text: String?
    /// The sizes, channels and planes.
    var pixels: OMEPixels
    /// Axes that hold two things in turn, such as time and lifetime.
    var modulo: [OMEModulo] = []
}

/// How one stored axis is made of two: `count` places of something else for each place of its own.
struct OMEModulo: Sendable, Equatable {
    /// The axis that is split: z, c or t.
    var axis: Axis
    /// What the inner axis is: `lifetime`, `phase`, `angle` ...
    var type: String?
    /// The first position.
    var start = 0.0
    /// The distance of positions.
    var step = 1.0
    /// The last position.
    var end = 0.0
    /// The unit of the positions.
    var unit: String?
    /// The names of the places, where there are any.
    var labels: [String] = []

    /// How many places of the inner axis there are; nil if the numbers give none.
    var count: Int? {
        if !labels.isEmpty { return labels.count }
        guard step != 0 else { return nil }
        let steps = ((end - start) / step).rounded()
        return steps >= 0 && steps < 0x1p31 ? Int(steps) + 1 : nil
    }
}
