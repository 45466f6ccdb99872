import ImageCore

/// Numbers stored as `(x - offset) * scale`, rounded to whole ones; the `fixedscaleoffset` of numcodecs.
public struct FixedScaleOffset: ByteCodec {
    /// What is subtracted.
    public let offset: Double
    /// What the difference is multiplied by.
    public let scale: Double
    /// The type of the decoded numbers.
    public let decodedType: StoredType
    /// The type of the stored numbers.
    public let encodedType: StoredType

    /// The filter; without an encoded type, it is the decoded one.
    public init(offset: Double, scale: Double, decodedType: StoredType, encodedType: StoredType? = nil) {
        self.offset = offset
        self.scale = scale
        self.decodedType = decodedType
        self.encodedType = encodedType ?? decodedType
    }

    /// The name that formats know it by.
    public var name: String { "fixedscaleoffset" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        // NumPy computes in the type of the numbers if that is a real one, else in doubles; so does this.
        let type = encodedType
        let (offset, scale) = (type.rounded(offset), type.rounded(scale))
        try ElementPass(name: name, source: encodedType, target: decodedType).runReal(input, into: &output) { numbers in
            if type.elementType == .float32 || type.elementType == .float16 {
                for index in 0..<numbers.count {
                    numbers[index] = type.rounded(type.rounded(numbers[index] / scale) + offset)
                }
            } else {
                for index in 0..<numbers.count { numbers[index] = numbers[index] / scale + offset }
            }
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let type = decodedType
        let (offset, scale) = (type.rounded(offset), type.rounded(scale))
        try ElementPass(name: name, source: decodedType, target: encodedType).runReal(input, into: &output) { numbers in
            for index in 0..<numbers.count {
                let scaled = type.rounded(type.rounded(numbers[index] - offset) * scale)
                numbers[index] = scaled.rounded(.toNearestOrEven)
            }
        }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        ElementPass(name: name, source: decodedType, target: encodedType).byteCount(byteCount)
    }
}
