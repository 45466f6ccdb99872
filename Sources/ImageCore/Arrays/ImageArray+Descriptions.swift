extension ImageArray: CustomStringConvertible {
    /// Name, axes, shape and type: `image czyx 2 x 16 x 512 x 512 uint16`.
    public var description: String {
        "\(name) \(axes) \(Shape.describe(shape)) \(elementType)"
    }
}

extension ImageDataset: CustomStringConvertible {
    /// One line per array.
    public var description: String {
        arrays.map(\.description).joined(separator: "\n")
    }
}
