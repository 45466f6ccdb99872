import ImageCore
import ImageSources

/// What a file that is written says about its image, besides the layout of its pixels.
struct TIFFDescription: Sendable {
    /// The entries of the first directory.
    let entries: [TIFFEntry]
    /// The unit of the resolution (tag 296): 1 for that of the description, 3 for cm.
    let resolutionUnit: UInt16
    /// What could not be kept.
    private(set) var diagnostics: [Diagnostic] = []
    /// The distances of pixels in the unit of the resolution.
    private let spacing: (x: Double, y: Double)?

    private static let program = "ImageIntake"

    /// - Throws: `invalidArgument` for sizes that the scheme does not have.
    init(_ plan: TIFFWritePlan) throws(ImageError) {
        let image = plan.image
        var entries = [TIFFEntry(TIFFTag.software, .ascii(Self.program))]
        let kept: TIFFRemainder
        switch plan.scheme {
        case .imageJ:
            resolutionUnit = 1
            let (x, y) = (image.metadata.spacing[.x], image.metadata.spacing[.y])
            spacing = x == nil && y == nil ? nil : Self.representable((x ?? 1, y ?? 1))
            kept = Self.describeAsImageJ(image, spacing, &entries)
        case .ome:
            resolutionUnit = 3
            spacing = Self.centimetres(image.metadata)
            kept = try Self.describeAsOME(image, &entries)
        case .shaped:
            resolutionUnit = 3
            spacing = Self.centimetres(image.metadata)
            let letters = image.axes.letters.uppercased()
            entries.append(
                TIFFEntry(
                    TIFFTag.imageDescription, .ascii(ShapedDescription(shape: image.shape, axes: letters).text)))
            var rest = TIFFRemainder(image, of: image.axes)
            for axis in image.axes where axis.isPhysical { rest.compare(axis, spacing: nil, unit: nil, origin: nil) }
            kept = rest
        }
        if let packet = kept.packet { entries.append(TIFFEntry(TIFFTag.xmp, .bytes(Array(packet.utf8)))) }
        self.entries = entries
    }

    /// The resolution of a level whose pixels are larger by factors; nil if it is not known.
    func resolution(scaledBy x: Double, _ y: Double) -> (x: ResolutionRational, y: ResolutionRational)? {
        guard let spacing, let x = ResolutionRational(spacing: spacing.x * x),
            let y = ResolutionRational(spacing: spacing.y * y)
        else { return nil }
        return (x, y)
    }

    /// The distances of pixels if both can be written as fractions: readers take one without the other for nothing.
    private static func representable(_ spacing: (x: Double, y: Double)) -> (x: Double, y: Double)? {
        ResolutionRational(spacing: spacing.x) != nil && ResolutionRational(spacing: spacing.y) != nil ? spacing : nil
    }

    /// The distances of pixels in cm, if both are known.
    private static func centimetres(_ metadata: ImageMetadata) -> (x: Double, y: Double)? {
        func length(_ axis: Axis) -> Double? {
            guard let spacing = metadata.spacing[axis], let unit = metadata.units[axis] else { return nil }
            let parts: Double
            switch unit {
            case .angstrom: parts = 1e8
            case .nanometre: parts = 1e7
            case .micrometre: parts = 1e4
            case .millimetre: parts = 10
            case .centimetre: parts = 1
            case .metre: parts = 0.01
            default: return nil
            }
            return spacing / parts
        }
        guard let x = length(.x), let y = length(.y) else { return nil }
        return (x, y)
    }

    // MARK: Schemes

    private static func describeAsImageJ(
        _ image: WritableImage, _ spacing: (x: Double, y: Double)?, _ entries: inout [TIFFEntry]
    ) -> TIFFRemainder {
        let metadata = image.metadata
        let sizes = image.sizes
        let description = ImageJDescription(
            sizes: sizes, metadata: metadata, window: image.elementType == .bool ? 0...1 : nil)
        entries.append(TIFFEntry(TIFFTag.imageDescription, .ascii(description.text)))
        let planes = (sizes[.t] ?? 1) * (sizes[.z] ?? 1)
        var shown = ImageJMetadata(channelNames: image.channelNames ?? [], planeCount: planes)
        shown.show(metadata.attributes, count: sizes[.c] ?? 1, in: limits(image.elementType))
        if let (counts, bytes) = shown.encoded(.native) {
            entries.append(TIFFEntry(TIFFTag.imageJByteCounts, .long(counts)))
            entries.append(TIFFEntry(TIFFTag.imageJMetadata, .bytes(bytes)))
        }
        let read = description.calibration(
            x: spacing.flatMap { ResolutionRational(spacing: $0.x) },
            y: spacing.flatMap { ResolutionRational(spacing: $0.y) }, resolutionUnit: 1)
        var kept = TIFFRemainder(image, of: image.longAxes)
        for axis in image.axes where axis.isPhysical {
            kept.compare(axis, spacing: read.spacing[axis], unit: read.units[axis], origin: read.origin[axis])
        }
        kept.compareNames(image.longAxes.contains(.c) ? image.channelNames : nil)
        return kept
    }

    /// The values that ImageJ can show; it counts signed numbers of 16 bits from 0, other programs as they are.
    private static func limits(_ type: ElementType) -> ClosedRange<Double> {
        switch type {
        case .bool, .uint8: 0...255
        case .uint16: 0...65535
        case .int16: -32768...65535
        default: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        }
    }

    private static func describeAsOME(
        _ image: WritableImage, _ entries: inout [TIFFEntry]
    ) throws(ImageError) -> TIFFRemainder {
        // Flags are whole bytes here: programs fail on single bits.
        let type = OMEPixels.PixelType(image.elementType == .bool ? .uint8 : image.elementType) ?? .uint8
        var pixels = try OMEPixels(sizes: image.sizes, type: type, metadata: image.metadata)
        if image.elementType == .bool { pixels.significantBits = 1 }
        pixels.place()
        var document = OMEDocument()
        document.uuid = uuid()
        document.creator = program
        var described = OMEImage(name: image.name == "image" ? nil : image.name, pixels: pixels)
        described.restore(image.metadata.attributes)
        document.images = [described]
        entries.append(TIFFEntry(TIFFTag.imageDescription, .ascii(document.xml)))
        var kept = TIFFRemainder(image, of: image.longAxes)
        let quantities: [Axis: OMEQuantity?] = [
            .x: pixels.physicalSizeX, .y: pixels.physicalSizeY, .z: pixels.physicalSizeZ, .t: pixels.timeIncrement,
        ]
        for axis in image.axes where axis.isPhysical {
            let quantity = quantities[axis] ?? nil
            kept.compare(axis, spacing: quantity?.value, unit: quantity?.unit, origin: nil)
        }
        kept.compareNames(image.longAxes.contains(.c) ? pixels.channelNames : nil)
        return kept
    }

    /// A random identity (RFC 9562, version 4).
    private static func uuid() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
        return "urn:uuid:" + groups.joined(separator: "-")
    }
}

extension WritableImage {
    /// The extents by axis.
    fileprivate var sizes: [Axis: Int] { Dictionary(uniqueKeysWithValues: zip(axes, shape)) }

    /// The axes that readers find: those of planes, and what is longer than 1.
    fileprivate var longAxes: AxisOrder {
        axes.removing(Set(zip(axes, shape).filter { $1 == 1 && $0 != .y && $0 != .x }.map(\.0)))
    }

    /// The names of the channels, one for each.
    fileprivate var channelNames: [String]? {
        guard case .labels(let names)? = metadata.coords[.c], names.count == sizes[.c] else { return nil }
        return names
    }
}
