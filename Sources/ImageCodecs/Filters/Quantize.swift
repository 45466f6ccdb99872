import ImageCore

/// Real numbers rounded to so many decimal digits, more or less, such that they compress better; the `quantize` of
/// numcodecs.
public struct Quantize: ByteCodec {
    /// How many digits after the point are kept.
    public let digits: Int
    /// The type of the decoded numbers.
    public let type: StoredType
    /// The type of the stored numbers.
    public let encodedType: StoredType

    /// The filter; without an encoded type, it is the decoded one.
    public init(digits: Int, type: StoredType, encodedType: StoredType? = nil) {
        self.digits = digits
        self.type = type
        self.encodedType = encodedType ?? type
    }

    /// The name that formats know it by.
    public var name: String { "quantize" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try checkTypes()
        try ElementPass(name: name, source: encodedType, target: type).runReal(input, into: &output) { _ in }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try checkTypes()
        guard (-300...300).contains(digits) else { throw CodecError("quantize: \(digits) digits are out of range") }
        var power = 1.0
        for _ in 0..<abs(digits) { power *= 10 }
        if digits < 0 { power = 1 / power }
        // The lowest power of two that is not below: the spacing of what remains is its inverse.
        let exponent = power.significand == 1 ? Int(power.exponent) : Int(power.exponent) + 1
        let type = type
        let scale = type.rounded(Double(sign: .plus, exponent: exponent, significand: 1))
        try ElementPass(name: name, source: type, target: encodedType).runReal(input, into: &output) { numbers in
            for index in 0..<numbers.count {
                let scaled = type.rounded(numbers[index] * scale).rounded(.toNearestOrEven)
                numbers[index] = type.rounded(scaled / scale)
            }
        }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        ElementPass(name: name, source: type, target: encodedType).byteCount(byteCount)
    }

    private func checkTypes() throws(CodecError) {
        guard type.elementType.isFloatingPoint, encodedType.elementType.isFloatingPoint else {
            throw CodecError("quantize: only real numbers can be rounded to digits, not \(type) and \(encodedType)")
        }
    }
}
