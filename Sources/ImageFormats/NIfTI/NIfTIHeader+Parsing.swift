import ImageCore

extension NIfTIHeader {
    /// The least that must be read to know of which kind a header is, and all of it.
    static let prefixByteCount = NIfTILayout.two.byteCount + 4

    /// Parses a header.
    ///
    /// - Parameters:
    ///   - bytes: the first bytes of the file, `prefixByteCount` if it has so many.
    ///   - mayBeAnalyze: whether a header without a magic may be one of ANALYZE; only where the name says so, since any
    ///     bytes could be one.
    init(parsing bytes: RawSpan, mayBeAnalyze: Bool) throws {
        guard bytes.byteCount >= NIfTILayout.one.byteCount else {
            throw ImageError.corrupt(
                "a header has \(NIfTILayout.one.byteCount) bytes, there are \(bytes.byteCount)",
                at: .init(byteOffset: bytes.byteCount))
        }
        let (version, isSingle) = try Self.recognize(bytes, mayBeAnalyze: mayBeAnalyze)
        let layout = version.layout
        var noticed: [Diagnostic] = []
        let order = try Self.byteOrder(bytes, version, &noticed)
        let fields: Attributes
        do throws(ParseError) {
            fields = try layout.parse(bytes, byteOrder: order)
        } catch {
            throw error.imageError
        }
        self.version = version
        isSingleFile = isSingle
        byteOrder = order
        self.fields = fields
        extents = []
        dataType = NIfTIDataType(.uint8)
        dataOffset = 0
        diagnostics = noticed
        extents = try checkedExtents()
        dataType = try checkedType()
        dataOffset = try checkedOffset()
    }

    // MARK: Kind and byte order

    private static func recognize(_ bytes: RawSpan, mayBeAnalyze: Bool) throws(ImageError) -> (Version, Bool) {
        let first = bytes.withUnsafeBytes { Array($0.prefix(NIfTILayout.one.byteCount)) }
        func magic(_ place: Int) -> [UInt8] { Array(first[place..<place + 4]) }
        func letters(_ text: StaticString) -> [UInt8] { Array("\(text)".utf8) + [0] }
        switch magic(344) {
        case letters("n+1"): return (.one, true)
        case letters("ni1"): return (.one, false)
        default: break
        }
        let second = magic(4)
        if second == letters("n+2") || second == letters("ni2") {
            guard magic(8) == [0x0D, 0x0A, 0x1A, 0x0A] else {
                throw .corrupt(
                    "the line ends in the header were changed, as by a transfer of the file as text",
                    at: .init(byteOffset: 8))
            }
            guard bytes.byteCount >= NIfTILayout.two.byteCount else {
                throw .corrupt(
                    "a NIfTI-2 header has \(NIfTILayout.two.byteCount) bytes, there are \(bytes.byteCount)",
                    at: .init(byteOffset: bytes.byteCount))
            }
            return (.two, second == letters("n+2"))
        }
        let size = bytes.unsafeLoadUnaligned(as: UInt32.self)
        guard mayBeAnalyze, size == 348 || size.byteSwapped == 348 else {
            throw .corrupt(
                "it is no NIfTI header: neither 'n+1' or 'ni1' at byte 344 nor 'n+2' or 'ni2' at byte 4",
                at: .init(byteOffset: 344))
        }
        return (.analyze, false)
    }

    /// The byte order by the size of the header, or by the number of dimensions where that is wrong.
    private static func byteOrder(
        _ bytes: RawSpan, _ version: Version, _ noticed: inout [Diagnostic]
    ) throws(ImageError) -> ByteOrder {
        let size = bytes.unsafeLoadUnaligned(as: UInt32.self)
        let expected = UInt32(version.layout.byteCount)
        if UInt32(littleEndian: size) == expected { return .little }
        if UInt32(bigEndian: size) == expected { return .big }
        let (small, large) =
            switch version {
            case .two:
                (
                    Int64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: Int64.self)),
                    Int64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: Int64.self))
                )
            default:
                (
                    Int64(Int16(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 40, as: Int16.self))),
                    Int64(Int16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 40, as: Int16.self)))
                )
            }
        guard (1...7).contains(small) || (1...7).contains(large) else {
            throw .corrupt(
                "neither the header's size nor the number of dimensions is possible in either byte order",
                at: .init(byteOffset: 0))
        }
        noticed.append(
            Diagnostic(
                "the header says it has another size than the \(expected) bytes of \(version.title); that is ignored"))
        return (1...7).contains(small) ? .little : .big
    }

    // MARK: What must be right

    private mutating func checkedExtents() throws(ImageError) -> [Int] {
        let dim = fields["dim"]?.arrayValue?.compactMap(\.intValue) ?? []
        let at = ImageError.Location(byteOffset: version == .two ? 16 : 40)
        guard let count = dim.first, (1...7).contains(count), dim.count == 8 else {
            throw .corrupt("dim[0] is \(dim.first ?? 0), an image has 1 to 7 dimensions", at: at)
        }
        var extents = Array(dim[1...count])
        for place in extents.indices {
            guard extents[place] >= 0, extents[place] > 0 || place > 1 else {
                throw .corrupt("dim[\(place + 1)] is \(extents[place]), which is no extent", at: at)
            }
            if extents[place] == 0 {
                diagnostics.append(Diagnostic("dim[\(place + 1)] is 0; it is read as 1"))
                extents[place] = 1
            }
        }
        return extents
    }

    private mutating func checkedType() throws(ImageError) -> NIfTIDataType {
        let code = integer("datatype")
        let at = ImageError.Location(byteOffset: version == .two ? 12 : 70)
        guard let type = NIfTIDataType(code: code, isAnalyze: version == .analyze) else {
            if let name = NIfTIDataType.refusedName(code) {
                throw .unsupported("pixels of \(name) (datatype \(code))", at: at)
            }
            throw .corrupt("\(code) is no datatype", at: at)
        }
        if integer("bitpix") != type.bitCount {
            diagnostics.append(
                Diagnostic(
                    "bitpix is \(integer("bitpix")), pixels of datatype \(code) have \(type.bitCount) bits; that counts"
                ))
        }
        return type
    }

    private mutating func checkedOffset() throws(ImageError) -> Int {
        let at = ImageError.Location(byteOffset: version == .two ? 168 : 108)
        let stated = number("vox_offset")
        guard let offset = Int(exactly: stated.rounded(.towardZero)), stated >= 0 else {
            throw .corrupt("vox_offset is \(stated), which is no place in a file", at: at)
        }
        if Double(offset) != stated {
            diagnostics.append(Diagnostic("vox_offset is \(stated); pixels are read from byte \(offset) on"))
        }
        guard isSingleFile, offset < version.layout.byteCount else { return offset }
        guard offset == 0 else {
            throw .corrupt("vox_offset is \(offset), inside of the header", at: at)
        }
        diagnostics.append(Diagnostic("vox_offset is 0; pixels are read from behind the header on"))
        return version.dataOffset
    }
}
