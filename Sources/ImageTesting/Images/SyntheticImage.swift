public import ImageCore

/// An image whose every pixel follows from its place, for any type and shape: no two neighbours are equal by chance, so
/// that a swapped axis, a shifted row or a wrong byte order shows.
///
/// Floating-point values are finite; the first whole numbers are the smallest and the largest of their type.
public struct SyntheticImage: Sendable {
    /// The axes, slowest first.
    public var axes: AxisOrder
    /// The extents.
    public var shape: [Int]
    /// The type of the pixels.
    public var elementType: ElementType
    /// What is known besides the pixels.
    public var metadata: ImageMetadata
    /// Images of other seeds have other pixels.
    public var seed: UInt64

    /// Describes an image.
    public init(
        axes: AxisOrder, shape: [Int], elementType: ElementType = .uint16, metadata: ImageMetadata = ImageMetadata(),
        seed: UInt64 = 1
    ) {
        self.axes = axes
        self.shape = shape
        self.elementType = elementType
        self.metadata = metadata
        self.seed = seed
    }

    /// The number of pixels.
    public var count: Int { shape.reduce(1, *) }

    /// The bytes of the pixel at a place in C order, in a byte order.
    public func element(_ place: Int, byteOrder: ByteOrder = .native) -> [UInt8] {
        var numbers = SeededNumbers(seed: seed &* 0x1_0001 &+ UInt64(place))
        let bits = numbers.next()
        switch elementType {
        case .bool: return [UInt8(bits >> 63)]
        case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64: return whole(bits, place, byteOrder)
        // 31 in the exponent would be an infinity or NaN.
        case .float16: return Self.bytes(UInt16(truncatingIfNeeded: bits) & 0xBFFF, byteOrder)
        case .float32: return Self.bytes(Self.single(bits).bitPattern, byteOrder)
        case .float64: return Self.bytes(Self.double(bits).bitPattern, byteOrder)
        case .complex64:
            return Self.bytes(Self.single(bits).bitPattern, byteOrder)
                + Self.bytes(Self.single(numbers.next()).bitPattern, byteOrder)
        case .complex128:
            return Self.bytes(Self.double(bits).bitPattern, byteOrder)
                + Self.bytes(Self.double(numbers.next()).bitPattern, byteOrder)
        }
    }

    /// All pixels in C order, in a byte order.
    public func pixelBytes(byteOrder: ByteOrder = .native) -> [UInt8] {
        (0..<count).flatMap { element($0, byteOrder: byteOrder) }
    }

    /// The image as an array in memory.
    ///
    /// - Throws: `invalidArgument` if axes and shape do not fit together.
    public func array(named name: String = "image") throws(ImageError) -> ImageArray {
        try ImageArray(
            name: name, axes: axes, shape: shape, elementType: elementType, bytes: Bytes(pixelBytes()),
            metadata: metadata)
    }

    private func whole(_ random: UInt64, _ place: Int, _ byteOrder: ByteOrder) -> [UInt8] {
        let isSigned = [.int8, .int16, .int32, .int64].contains(elementType)
        let top = UInt64(1) << UInt64(elementType.size * 8 - 1)
        let bits: UInt64 =
            switch place {
            case 0: isSigned ? top : 0
            case 1: isSigned ? top &- 1 : .max
            default: random
            }
        switch elementType.size {
        case 1: return [UInt8(truncatingIfNeeded: bits)]
        case 2: return Self.bytes(UInt16(truncatingIfNeeded: bits), byteOrder)
        case 4: return Self.bytes(UInt32(truncatingIfNeeded: bits), byteOrder)
        default: return Self.bytes(bits, byteOrder)
        }
    }

    private static func single(_ bits: UInt64) -> Float { Float(Int32(truncatingIfNeeded: bits)) / 4096 }

    private static func double(_ bits: UInt64) -> Double { Double(Int64(bitPattern: bits)) / 65536 }

    private static func bytes(_ number: some FixedWidthInteger, _ byteOrder: ByteOrder) -> [UInt8] {
        let little = (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        return byteOrder == .little ? little : little.reversed()
    }
}
