/// Numbers stored as another type, cast as NumPy does: modulo for whole numbers, fractions dropped.
public struct AsType: ByteCodec {
    /// The type of the stored numbers.
    public let encodedType: StoredType
    /// The type of the decoded numbers.
    public let decodedType: StoredType

    /// The filter.
    public init(encodedType: StoredType, decodedType: StoredType) {
        self.encodedType = encodedType
        self.decodedType = decodedType
    }

    /// The name that formats know it by.
    public var name: String { "astype" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try cast(ElementPass(name: name, source: encodedType, target: decodedType), input, into: &output)
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try cast(ElementPass(name: name, source: decodedType, target: encodedType), input, into: &output)
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        ElementPass(name: name, source: decodedType, target: encodedType).byteCount(byteCount)
    }

    private func cast(_ pass: ElementPass, _ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        if pass.isWhole {
            try pass.runWhole(input, into: &output) { _ in }
        } else {
            try pass.runReal(input, into: &output) { _ in }
        }
    }
}
