import ImageCore

extension OMEPixels {
    /// The pixels of an image to be written, all its planes in one file from the first directory on.
    ///
    /// - Parameters:
    ///   - sizes: the sizes along x, y, z, c and t; those that are absent are 1. Sizes of c count samples.
    ///   - type: the type of the values.
    ///   - metadata: spacing, units, names of channels and times of frames. A unit that is missing is `pixel` for
    ///     lengths; times without a unit are seconds.
    ///   - samplesPerPixel: how many samples each pixel of a plane has.
    ///   - colors: the colours of channels; by default ones that can be told apart.
    /// - Throws: `invalidArgument` for sizes that OME-XML does not have.
    init(
        sizes: [Axis: Int], type: PixelType, metadata: ImageMetadata, samplesPerPixel: Int = 1,
        colors: [ChannelColor] = [], dimensionOrder: DimensionOrder = .xyczt
    ) throws(ImageError) {
        for (axis, size) in sizes where size < 1 || size > 1 << 31 || axis == .i {
            throw .invalidArgument("OME-XML has no axis \(axis) of size \(size)")
        }
        self.init(
            dimensionOrder: dimensionOrder, type: type, sizeX: sizes[.x] ?? 1, sizeY: sizes[.y] ?? 1,
            sizeZ: sizes[.z] ?? 1, sizeC: sizes[.c] ?? 1, sizeT: sizes[.t] ?? 1)
        guard samplesPerPixel > 0, sizeC % samplesPerPixel == 0 else {
            throw .invalidArgument("\(sizeC) channels cannot have \(samplesPerPixel) samples for each pixel")
        }
        physicalSizeX = Self.quantity(metadata, .x)
        physicalSizeY = Self.quantity(metadata, .y)
        physicalSizeZ = Self.quantity(metadata, .z)
        timeIncrement = Self.quantity(metadata, .t)
        let count = sizeC / samplesPerPixel
        var names: [String] = []
        if case .labels(let labels)? = metadata.coords[.c] { names = labels }
        channels = (0..<count).map { place in
            var channel = Channel(samplesPerPixel: samplesPerPixel)
            channel.name = names.count == count ? names[place] : nil
            channel.color =
                colors.indices.contains(place)
                ? colors[place] : samplesPerPixel == 1 && count > 1 ? .standard(place, of: count) : nil
            return channel
        }
        if samplesPerPixel > 1 { isInterleaved = true }
        guard case .values(let times)? = metadata.coords[.t], times.count == sizeT else { return }
        let unit = (metadata.units[.t] ?? .second).symbol
        timeIncrement = nil
        for t in 0..<sizeT {
            for z in 0..<sizeZ {
                for c in 0..<count {
                    planes.append(
                        Plane(z: z, c: c, t: t, deltaT: OMEQuantity(value: times[t], unit: unit)))
                }
            }
        }
    }

    /// All planes in order from a directory of one file on.
    mutating func place(from directory: Int = 0, in file: FileReference? = nil) {
        let planes = sizeZ.multipliedReportingOverflow(by: sizeC / samplesPerPlane)
        let count = planes.partialValue.multipliedReportingOverflow(by: sizeT)
        tiffData = [
            TiffData(
                ifd: directory, planeCount: planes.overflow || count.overflow ? nil : count.partialValue,
                file: file == nil ? nil : 0)
        ]
        files = file.map { [$0] } ?? []
    }

    private static func quantity(_ metadata: ImageMetadata, _ axis: Axis) -> OMEQuantity? {
        guard let spacing = metadata.spacing[axis], spacing > 0, spacing.isFinite else { return nil }
        return OMEQuantity(
            value: spacing, unit: metadata.units[axis]?.symbol ?? (axis == .t ? Unit.second.symbol : "pixel"))
    }
}
