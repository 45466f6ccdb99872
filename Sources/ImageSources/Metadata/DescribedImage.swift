import ImageCore

/// A stored image with its axes named and its metadata normalised: what the coder chain makes of it.
struct DescribedImage: Sendable {
    let stored: StoredImage
    /// The axes in stored order.
    let axes: AxisOrder
    let metadata: ImageMetadata

    /// Runs the coders in order, then the overrides.
    ///
    /// - Throws: `corrupt` or `limitExceeded` for impossible extents, `unsupported` for more axes than there are letters, `invalidArgument` for overrides that do not fit.
    init(_ stored: StoredImage, overrides: MetadataOverrides) throws(ImageError) {
        // All arithmetic on places and strides relies on this product.
        _ = try Shape.byteCount(stored.shape, elementSize: stored.elementType.size)
        let axes = try overrides.renamed(try AxisLabelCoder.decode(stored.axes))
        var metadata = ImageMetadata()
        metadata.attributes = stored.metadata.attributes
        metadata.diagnostics = stored.metadata.diagnostics
        for coder in metadataCoders { coder.decode(stored, axes, &metadata) }
        try overrides.apply(to: &metadata, axes: axes, shape: stored.shape)
        self.stored = stored
        self.axes = axes
        self.metadata = metadata
    }
}

/// An image as a writer gets it: axes and metadata in the terms of files.
public struct EncodedImage: Sendable {
    /// The axes, slowest first, with labels, kinds, spacing, units and coordinates.
    public var axes: [StoredAxis]
    /// Space, channel names and everything else.
    public var metadata: StoredMetadata

    /// The inverse of describing: runs the coders backwards.
    public init(_ image: WritableImage) {
        axes = zip(image.axes, image.shape).map { AxisLabelCoder.encode($0, length: $1) }
        metadata = StoredMetadata(attributes: image.metadata.attributes)
        for coder in metadataCoders.reversed() { coder.encode(image.metadata, image.axes, &self) }
    }
}

/// One invertible step of normalisation between what files say and what descriptions hold.
protocol MetadataCoder: Sendable {
    /// Adds to a description what the file says. What is lost or doubtful becomes a diagnostic.
    func decode(_ stored: StoredImage, _ axes: AxisOrder, _ metadata: inout ImageMetadata)

    /// Adds to a stored image what a description says.
    func encode(_ metadata: ImageMetadata, _ axes: AxisOrder, _ image: inout EncodedImage)
}

/// The steps in the order in which they decode.
private let metadataCoders: [any MetadataCoder] = [SpacingCoder(), CoordinateCoder(), UnitCoder(), AffineCoder()]
