import ImageIntake

extension ImageDescription {
    /// The description of a part, its axes in an order; what is said about the file itself stays.
    ///
    /// - Throws: as reading that part would.
    func selecting(_ region: Region, order: OutputOrder) throws(ImageError) -> ImageDescription {
        let places = try region.resolve(axes: axes, shape: shape, coords: metadata.coords)
        let kept = axes.removing(Set(zip(axes, places).filter { $0.1.dropsAxis }.map(\.0)))
        let target: AxisOrder =
            switch order {
            case .stored: kept
            case .canonical: try kept.arranged(by: .canonical)
            case .custom(let axes): try kept.arranged(by: axes)
            }
        func arranged(_ extents: [Int]) -> [Int] { target.compactMap { axes.position(of: $0).map { extents[$0] } } }
        var part = self
        part.metadata = metadata.selecting(places, of: axes)
        part.axes = target
        part.shape = arranged(places.map(\.count))
        part.chunks = arranged(zip(chunks, places).map { min($0, $1.count) })
        part.levels = [part.shape]
        return part
    }
}
