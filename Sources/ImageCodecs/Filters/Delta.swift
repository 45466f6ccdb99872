import ImageCore

/// The first number, then the difference of each to the one before it; the `delta` of numcodecs.
///
/// Whole numbers wrap around, so that any differences decode to what was encoded if both types have the same size.
public struct Delta: ByteCodec {
    /// The type of the decoded numbers.
    public let type: StoredType
    /// The type of the stored differences.
    public let encodedType: StoredType

    /// The filter; without an encoded type, differences have the type of the numbers.
    public init(type: StoredType, encodedType: StoredType? = nil) {
        self.type = type
        self.encodedType = encodedType ?? type
    }

    /// The name that formats know it by.
    public var name: String { "delta" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let pass = ElementPass(name: name, source: encodedType, target: type)
        try checkType()
        if type.elementType.isInteger {
            var sum: Int64 = 0
            try pass.runWhole(input, into: &output) { numbers in
                for index in 0..<numbers.count {
                    sum &+= numbers[index]
                    numbers[index] = sum
                }
            }
        } else {
            // The first number is not added to 0, which would lose the sign of -0.
            var sum: Double?
            try pass.runReal(input, into: &output) { numbers in
                for index in 0..<numbers.count {
                    let number = type.rounded(numbers[index])
                    let next = sum.map { type.rounded($0 + number) } ?? number
                    sum = next
                    numbers[index] = next
                }
            }
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let pass = ElementPass(name: name, source: type, target: encodedType)
        try checkType()
        if type.elementType.isInteger {
            let type = type
            var last: Int64 = 0
            try pass.runWhole(input, into: &output) { numbers in
                for index in 0..<numbers.count {
                    let number = numbers[index]
                    // The difference has the type of the numbers before it is cast.
                    numbers[index] = type.wrapped(number &- last)
                    last = number
                }
            }
        } else {
            var last: Double?
            try pass.runReal(input, into: &output) { numbers in
                for index in 0..<numbers.count {
                    let number = numbers[index]
                    numbers[index] = last.map { type.rounded(number - $0) } ?? number
                    last = number
                }
            }
        }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        ElementPass(name: name, source: type, target: encodedType).byteCount(byteCount)
    }

    private func checkType() throws(CodecError) {
        guard type.elementType != .bool, encodedType.elementType != .bool else {
            throw CodecError("delta: there are no differences of truth values")
        }
    }
}

extension StoredType {
    /// A whole number modulo what the type holds.
    @inline(__always) fileprivate func wrapped(_ value: Int64) -> Int64 {
        switch elementType {
        case .int8: Int64(Int8(truncatingIfNeeded: value))
        case .int16: Int64(Int16(truncatingIfNeeded: value))
        case .int32: Int64(Int32(truncatingIfNeeded: value))
        case .uint8: Int64(UInt8(truncatingIfNeeded: value))
        case .uint16: Int64(UInt16(truncatingIfNeeded: value))
        case .uint32: Int64(UInt32(truncatingIfNeeded: value))
        default: value
        }
    }
}
