import ImageCore

/// An entry of a directory that is written: a tag with its values.
struct TIFFEntry: Sendable {
    let tag: UInt16
    let values: Values

    /// The values, by their type.
    enum Values: Sendable {
        case short([UInt16])
        case long([UInt32])
        case rational(ResolutionRational)
        /// Text; a zero byte is added.
        case ascii(String)
        case bytes([UInt8])
        /// Places in the file or numbers of bytes: 32 bits wide in classic files, 64 in BigTIFF.
        case offsets([Int])
        /// Places of directories.
        case directories([Int])
    }

    init(_ tag: UInt16, _ values: Values) {
        self.tag = tag
        self.values = values
    }

    /// One number that fits 16 bits or 32.
    init(_ tag: UInt16, number: Int) {
        self.init(tag, UInt16(exactly: number).map { .short([$0]) } ?? .long([UInt32(clamping: number)]))
    }

    /// The type and the number of the values.
    func type(isBig: Bool) -> (type: TIFFFieldType, count: Int) {
        switch values {
        case .short(let numbers): (.short, numbers.count)
        case .long(let numbers): (.long, numbers.count)
        case .rational: (.rational, 1)
        case .ascii(let text): (.ascii, text.utf8.count + 1)
        case .bytes(let bytes): (.byte, bytes.count)
        case .offsets(let places): (isBig ? .long8 : .long, places.count)
        case .directories(let places): (isBig ? .ifd8 : .ifd, places.count)
        }
    }

    /// The bytes of the values that do not stand in the entry itself, an even number.
    func outsideByteCount(_ header: TIFFHeader) -> Int {
        let (type, count) = type(isBig: header.isBig)
        let size = type.byteCount * count
        return size <= header.offsetByteCount ? 0 : size + size % 2
    }
}

extension [TIFFEntry] {
    /// The bytes of a directory with everything that it points to.
    func directoryByteCount(_ header: TIFFHeader) -> Int {
        let own = header.countByteCount + count * header.entryByteCount + header.offsetByteCount
        return reduce(own + own % 2) { $0 + $1.outsideByteCount(header) }
    }
}

/// Bytes of a file that grow: numbers in the byte order of this machine.
struct TIFFBytes: Sendable {
    private(set) var array: [UInt8] = []
    let header: TIFFHeader

    init(_ header: TIFFHeader) {
        self.header = header
    }

    /// Appends the first bytes of a file.
    mutating func appendHeader() {
        append(header.byteOrder == .little ? 0x4949 : 0x4D4D as UInt16)
        append(header.isBig ? 43 : 42 as UInt16)
        if header.isBig {
            append(8 as UInt16)
            append(0 as UInt16)
        }
        appendPlace(header.firstDirectory)
    }

    /// Appends a directory that lies at a place, and what it points to.
    ///
    /// - Parameter next: the place of the next directory, 0 for none.
    mutating func append(_ entries: [TIFFEntry], at place: Int, next: Int) {
        let own = header.countByteCount + entries.count * header.entryByteCount + header.offsetByteCount
        var outside = place + own + own % 2
        if header.isBig { append(UInt64(entries.count)) } else { append(UInt16(clamping: entries.count)) }
        for entry in entries {
            let (type, count) = entry.type(isBig: header.isBig)
            append(entry.tag)
            append(type.rawValue)
            appendPlace(count)
            let size = entry.outsideByteCount(header)
            if size > 0 {
                appendPlace(outside)
                outside += size
            } else {
                let end = array.count + header.offsetByteCount
                append(entry.values)
                pad(to: end)
            }
        }
        appendPlace(next)
        if own % 2 == 1 { array.append(0) }
        for entry in entries where entry.outsideByteCount(header) > 0 {
            let end = array.count + entry.outsideByteCount(header)
            append(entry.values)
            pad(to: end)
        }
    }

    private mutating func append(_ values: TIFFEntry.Values) {
        switch values {
        case .short(let numbers): for number in numbers { append(number) }
        case .long(let numbers): for number in numbers { append(number) }
        case .rational(let fraction):
            append(fraction.numerator)
            append(fraction.denominator)
        case .ascii(let text):
            // A zero byte would end the text for its readers.
            array += text.utf8.map { $0 == 0 ? 0x20 : $0 }
            array.append(0)
        case .bytes(let bytes): array += bytes
        case .offsets(let places), .directories(let places): for place in places { appendPlace(place) }
        }
    }

    private mutating func appendPlace(_ place: Int) {
        if header.isBig { append(UInt64(clamping: place)) } else { append(UInt32(clamping: place)) }
    }

    private mutating func append<T: FixedWidthInteger>(_ number: T) {
        withUnsafeBytes(of: number) { array.append(contentsOf: $0) }
    }

    /// Appends zeros.
    mutating func pad(to end: Int) {
        while array.count < end { array.append(0) }
    }
}
