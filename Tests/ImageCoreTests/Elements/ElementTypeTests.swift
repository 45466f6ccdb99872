import ImageCore
import Testing

@Suite("ElementType") struct ElementTypeTests {
    @Test(
        "sizes and swap widths",
        arguments: [
            (ElementType.bool, 1, 1), (.int8, 1, 1), (.uint8, 1, 1), (.int16, 2, 2), (.uint16, 2, 2), (.float16, 2, 2),
            (.int32, 4, 4), (.uint32, 4, 4), (.float32, 4, 4), (.int64, 8, 8), (.uint64, 8, 8), (.float64, 8, 8),
            (.complex64, 8, 4), (.complex128, 16, 8),
        ])
    func sizes(type: ElementType, size: Int, swapWidth: Int) {
        #expect(type.size == size)
        #expect(type.swapWidth == swapWidth)
    }

    @Test(
        "the names are NumPy's",
        arguments: [
            "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32",
            "float64", "complex64", "complex128",
        ])
    func names(name: String) {
        #expect(ElementType(rawValue: name)?.description == name)
    }

    @Test("kinds of numbers") func kinds() {
        let all = ElementType.allCases
        #expect(all.count == 14)
        #expect(all.filter(\.isFloatingPoint) == [.float16, .float32, .float64])
        #expect(all.filter(\.isComplex) == [.complex64, .complex128])
        #expect(all.filter(\.isInteger).count == 8)
        #expect(!ElementType.bool.isInteger)
    }

    @Test("every type has a Swift type of its size and name", arguments: ElementType.allCases)
    func dispatch(type: ElementType) {
        let pixel = type.pixelType
        #expect(size(pixel) == type.size)
        #expect(pixel.elementType == (type == .bool ? .uint8 : type))
    }

    private func size<T: Pixel>(_: T.Type) -> Int { MemoryLayout<T>.stride }

    @Test("the native byte order is that of this machine") func byteOrder() {
        #expect(withUnsafeBytes(of: UInt16(1)) { $0[0] } == (ByteOrder.native == .little ? 1 : 0))
    }
}
