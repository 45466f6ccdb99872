import ImageCore

/// What one voxel is: a number, or the samples of a colour, which become the axis c.
struct NIfTIDataType: Sendable, Hashable {
    var elementType: ElementType
    /// The numbers of one voxel, side by side.
    var samples = 1

    /// The type of a code; nil for codes of none, or of types that nothing here can hold (1 bit, 128-bit numbers).
    init?(code: Int, isAnalyze: Bool = false) {
        switch code {
        case 2: self.init(.uint8)
        case 4: self.init(.int16)
        case 8: self.init(.int32)
        case 16: self.init(.float32)
        case 32: self.init(.complex64)
        case 64: self.init(.float64)
        case 128: self.init(.uint8, samples: 3)
        // What SPM writes into ANALYZE headers.
        case 130 where isAnalyze: self.init(.int8)
        case 132 where isAnalyze: self.init(.uint16)
        case 136 where isAnalyze: self.init(.uint32)
        case 256: self.init(.int8)
        case 512: self.init(.uint16)
        case 768: self.init(.uint32)
        case 1024: self.init(.int64)
        case 1280: self.init(.uint64)
        case 1792: self.init(.complex128)
        case 2304: self.init(.uint8, samples: 4)
        default: return nil
        }
    }

    init(_ elementType: ElementType, samples: Int = 1) {
        self.elementType = elementType
        self.samples = samples
    }

    /// The code of an element type; nil for those that files cannot hold.
    static func code(of type: ElementType) -> Int? {
        switch type {
        case .uint8: 2
        case .int16: 4
        case .int32: 8
        case .float32: 16
        case .complex64: 32
        case .float64: 64
        case .int8: 256
        case .uint16: 512
        case .uint32: 768
        case .int64: 1024
        case .uint64: 1280
        case .complex128: 1792
        case .bool, .float16: nil
        }
    }

    /// The names of types that exist and that nothing here can hold.
    static func refusedName(_ code: Int) -> String? {
        switch code {
        case 1: "single bits"
        case 1536: "128-bit numbers"
        case 2048: "complex numbers of 128 bits each"
        default: nil
        }
    }

    /// The bits of one voxel.
    var bitCount: Int { elementType.size * samples * 8 }
}
