import ImageCore

/// What OME-XML says about the pixels of an image.
struct OMEPixels: Sendable, Equatable {
    /// The order of the planes, fastest axis first.
    var dimensionOrder: DimensionOrder
    /// The type of the values.
    var type: PixelType
    /// The sizes; `sizeC` counts samples, so that a colour image has 3.
    var sizeX, sizeY, sizeZ, sizeC, sizeT: Int
    /// The distances of pixels.
    var physicalSizeX, physicalSizeY, physicalSizeZ: OMEQuantity?
    /// The time between frames; absent if it is 0.
    var timeIncrement: OMEQuantity?
    /// How many bits of each value are in use.
    var significantBits: Int?
    /// Whether samples alternate.
    var isInterleaved: Bool?
    /// Whether numbers have their high byte first; says nothing about a TIFF.
    var isBigEndian: Bool?
    /// The channels in order.
    var channels: [Channel] = []
    /// What is known about single planes.
    var planes: [Plane] = []
    /// Where planes lie, as it stands in the file.
    var tiffData: [TiffData] = []
    /// The files that `tiffData` refers to.
    var files: [FileReference] = []

    /// The orders of planes; z, c and t after x and y.
    enum DimensionOrder: String, Sendable {
        case xyzct = "XYZCT"
        case xyztc = "XYZTC"
        case xyctz = "XYCTZ"
        case xyczt = "XYCZT"
        case xytcz = "XYTCZ"
        case xytzc = "XYTZC"

        /// The axes of the planes, fastest first.
        var planeAxes: [Axis] { rawValue.dropFirst(2).compactMap { Axis(letter: $0) } }
    }

    /// The types of values.
    enum PixelType: String, Sendable {
        case int8, int16, int32, uint8, uint16, uint32, float, double, complex, bit
        case doubleComplex = "double-complex"

        /// The type in memory; a bit becomes a `bool`.
        var elementType: ElementType {
            switch self {
            case .int8: .int8
            case .int16: .int16
            case .int32: .int32
            case .uint8: .uint8
            case .uint16: .uint16
            case .uint32: .uint32
            case .float: .float32
            case .double: .float64
            case .complex: .complex64
            case .doubleComplex: .complex128
            case .bit: .bool
            }
        }

        /// The type that stands for one in memory; nil where OME has none.
        init?(_ elementType: ElementType) {
            switch elementType {
            case .int8: self = .int8
            case .int16: self = .int16
            case .int32: self = .int32
            case .uint8: self = .uint8
            case .uint16: self = .uint16
            case .uint32: self = .uint32
            case .float32: self = .float
            case .float64: self = .double
            case .complex64: self = .complex
            case .complex128: self = .doubleComplex
            case .bool: self = .bit
            case .int64, .uint64, .float16: return nil
            }
        }
    }

    /// A channel.
    struct Channel: Sendable, Equatable {
        /// The identity.
        var id: String?
        /// The name.
        var name: String?
        /// How many samples each pixel has; 3 for a colour image.
        var samplesPerPixel: Int?
        /// The colour it is shown in.
        var color: ChannelColor?
        /// The wavelengths of light that comes out and goes in.
        var emissionWavelength, excitationWavelength: OMEQuantity?
        /// The name of the dye.
        var fluor: String?
    }

    /// What is known about a plane.
    struct Plane: Sendable, Equatable {
        /// The place of the plane; `c` counts channels.
        var z, c, t: Int
        /// The time since the image began.
        var deltaT: OMEQuantity?
        /// How long light fell on the sensor.
        var exposureTime: OMEQuantity?
        /// The position of the stage.
        var positionX, positionY, positionZ: OMEQuantity?
    }

    /// Where one or more planes lie.
    struct TiffData: Sendable, Equatable {
        /// The directory of the first plane.
        var ifd: Int?
        /// The place of the first plane; `firstC` counts channels.
        var firstZ = 0, firstC = 0, firstT = 0
        /// How many planes there are.
        var planeCount: Int?
        /// Which of `files` they lie in; nil for the file with the text.
        var file: Int?
    }

    /// A file of a set.
    struct FileReference: Sendable, Hashable {
        /// Its identity.
        var uuid: String?
        /// Its name, relative to the file with the text.
        var fileName: String?

        /// The name, if it leads to no place above the folder of the file with the text.
        var safeName: String? {
            guard let fileName, !fileName.isEmpty, !fileName.hasPrefix("/"), !fileName.contains("\0"),
                !fileName.contains("\\"), !fileName.contains(":")
            else { return nil }
            let parts = fileName.split(separator: "/", omittingEmptySubsequences: false)
            return parts.contains { $0.isEmpty || $0 == ".." } ? nil : fileName
        }
    }
}

extension OMEPixels {
    /// How many samples a plane holds: those of the first channel, if they divide the size.
    var samplesPerPlane: Int {
        let samples = channels.first?.samplesPerPixel ?? 1
        return samples > 0 && sizeC % samples == 0 ? samples : 1
    }

    /// The names of the channels, a number where one has none; nil if none has.
    var channelNames: [String]? {
        guard channels.contains(where: { $0.name != nil }) else { return nil }
        return channels.enumerated().map { $1.name ?? String($0) }
    }

    /// The times of the frames, if the first plane of every frame has one: those at z = 0 and c = 0.
    ///
    /// Times in several units are given in seconds.
    var frameTimes: (values: [Double], unit: Unit)? {
        guard planes.count >= sizeT else { return nil }
        var times = [OMEQuantity?](repeating: nil, count: sizeT)
        for plane in planes where plane.z == 0 && plane.c == 0 && plane.t >= 0 && plane.t < sizeT {
            times[plane.t] = plane.deltaT
        }
        var values: [Double] = []
        var units: [(unit: Unit, factor: Double)] = []
        values.reserveCapacity(sizeT)
        units.reserveCapacity(sizeT)
        var known: (text: String, unit: (unit: Unit, factor: Double))?
        for time in times {
            guard let time else { return nil }
            if known?.text != time.unit {
                guard let unit = OMEUnit.parse(time.unit), unit.unit.isTime else { return nil }
                known = (time.unit, unit)
            }
            guard let unit = known?.unit else { return nil }
            values.append(time.value * unit.factor)
            units.append(unit)
        }
        guard let first = units.first?.unit else { return nil }
        if units.allSatisfy({ $0.unit == first }) { return (values, first) }
        return (zip(values, units).map { $0 * $1.unit.seconds }, .second)
    }
}

extension Unit {
    /// How many seconds it is; 0 for a length.
    fileprivate var seconds: Double {
        switch self {
        case .nanosecond: 1e-9
        case .microsecond: 1e-6
        case .millisecond: 1e-3
        case .second: 1
        case .minute: 60
        case .hour: 3600
        default: 0
        }
    }
}
