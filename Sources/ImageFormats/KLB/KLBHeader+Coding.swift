import ImageCore

extension KLBHeader {
    /// The header at the start of some bytes.
    ///
    /// - Throws: `ParseError` for bytes that end early, for extents of 0, for types and compressions that the format
    ///   does not have.
    init(parsing bytes: RawSpan, as form: Form) throws(ParseError) {
        var cursor = ByteCursor(bytes)
        version = form == .versioned ? try cursor.read(UInt8.self) : nil
        sizes = try Self.extents(&cursor, of: "the image")
        sampling = []
        for _ in Self.axes { sampling.append(Float(bitPattern: try cursor.read(UInt32.self))) }
        let type = Int(try cursor.read(UInt8.self))
        guard Self.elementTypes.indices.contains(type) else {
            throw ParseError("\(type) is no type of pixels, they are 0 to 9", at: cursor.offset - 1)
        }
        elementType = Self.elementTypes[type]
        let number = try cursor.read(UInt8.self)
        guard let known = KLBCompression(rawValue: number) else {
            throw ParseError("\(number) is no known compression: 0 is none, 1 bzip2, 2 zlib", at: cursor.offset - 1)
        }
        compression = known
        if form == .versioned {
            let text = bytes.extracting(cursor.offset..<min(cursor.offset + Self.metadataByteCount, bytes.byteCount))
            try cursor.skip(Self.metadataByteCount)
            var end = 0
            while end < text.byteCount, text.unsafeLoad(fromByteOffset: end, as: UInt8.self) != 0 { end += 1 }
            var inner = ByteCursor(text)
            metadata = try inner.readText(end)
        }
        block = try Self.extents(&cursor, of: "a block")
    }

    private static func extents(_ cursor: inout ByteCursor, of what: String) throws(ParseError) -> [Int] {
        var extents: [Int] = []
        for axis in axes {
            let extent = Int(try cursor.read(UInt32.self))
            guard extent > 0 else {
                throw ParseError("\(what) has an extent of 0 along \(axis)", at: cursor.offset - 4)
            }
            extents.append(extent)
        }
        return extents
    }

    /// The bytes of the fields, in the form with a version; metadata beyond their place are cut off.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger & UnsignedInteger) {
            for shift in stride(from: 0, to: value.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        bytes.append(version ?? Self.currentVersion)
        for size in sizes { append(UInt32(clamping: size)) }
        for distance in sampling { append(distance.bitPattern) }
        bytes.append(UInt8(clamping: Self.elementTypes.firstIndex(of: elementType) ?? 0))
        bytes.append(compression.rawValue)
        let text = Array(metadata.utf8.prefix(Self.metadataByteCount))
        bytes += text + [UInt8](repeating: 0, count: Self.metadataByteCount - text.count)
        for extent in block { append(UInt32(clamping: extent)) }
        return bytes
    }

    /// The fields as Python's pyklb names them, slowest axis first.
    var attribute: AttributeValue {
        var fields = Attributes()
        fields["headerversion"] = version.map { .int(Int($0)) }
        fields["imagesize_tczyx"] = .array(sizes.reversed().map { .int($0) })
        fields["blocksize_tczyx"] = .array(block.reversed().map { .int($0) })
        fields["pixelspacing_tczyx"] = .array(sampling.reversed().map { .double(Double($0)) })
        fields["datatype"] = .string(elementType.rawValue)
        fields["compression"] = .string(compression.name)
        fields["metadata"] = .string(metadata)
        return .mapping(fields)
    }
}
