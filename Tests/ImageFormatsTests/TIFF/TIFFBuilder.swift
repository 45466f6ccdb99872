import ByteStores
import ImageCore
import ImageFormats
import ImageSources

/// Builds TIFF files in memory, entry by entry, so that tests say exactly what a file holds.
struct TIFFBuilder {
    /// The values of an entry with their type.
    enum Value {
        case bytes([UInt8])
        case text(String)
        case shorts([Int])
        case longs([Int])
        case fractions([(Int, Int)])
        case float(Float)
        /// Any type, with a count of its own and bytes that lie elsewhere.
        case raw(type: Int, count: Int, [UInt8])
    }

    /// A directory: pixels, segment by segment, and entries besides.
    struct Page {
        var width = 4
        var height = 2
        var bits = 8
        var samples = 1
        var isPlanar = false
        /// The extent of tiles; nil for strips of the whole width.
        var tile: Int?
        var segments: [[UInt8]]
        var entries: [(tag: Int, value: Value)] = []
        var subIFDs: [Page] = []
    }

    var byteOrder = ByteOrder.little
    var isBig = false
    /// Bytes between the header and the first page.
    var preamble: [UInt8] = []
    var pages: [Page] = []
    private var file: [UInt8] = []

    init(byteOrder: ByteOrder = .little, isBig: Bool = false, preamble: [UInt8] = [], _ pages: [Page] = []) {
        self.byteOrder = byteOrder
        self.isBig = isBig
        self.preamble = preamble
        self.pages = pages
    }

    /// Where the preamble begins.
    var preambleStart: Int { isBig ? 16 : 8 }

    /// A number as bytes.
    func number(_ value: Int, _ byteCount: Int) -> [UInt8] {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return byteOrder == .little ? bytes : bytes.reversed()
    }

    /// A floating-point number as bytes.
    func number(_ value: Double) -> [UInt8] { number(Int(bitPattern: UInt(value.bitPattern)), 8) }

    /// The file.
    func build() -> [UInt8] {
        var copy = self
        return copy.write()
    }

    /// Where each directory of the chain lies.
    func offsets() -> [Int] {
        var copy = self
        _ = copy.write()
        return copy.places
    }

    private var places: [Int] = []

    private mutating func write() -> [UInt8] {
        file = byteOrder == .little ? [0x49, 0x49] : [0x4D, 0x4D]
        file += number(isBig ? 43 : 42, 2)
        if isBig { file += number(8, 2) + number(0, 2) }
        var link = file.count
        file += number(0, isBig ? 8 : 4) + preamble
        places = []
        for page in pages {
            let place = append(page, &link)
            places.append(place)
        }
        return file
    }

    /// Appends a directory and patches the link before it.
    private mutating func append(_ page: Page, _ link: inout Int) -> Int {
        var offsets: [Int] = []
        for segment in page.segments {
            offsets.append(file.count)
            file += segment
        }
        var reduced: [Int] = []
        for sub in page.subIFDs {
            var none = file.count
            file += number(0, isBig ? 8 : 4)
            reduced.append(append(sub, &none))
        }
        var entries = page.entries
        func add(_ tag: Int, _ value: Value) {
            if !entries.contains(where: { $0.tag == tag }) { entries.append((tag, value)) }
        }
        add(256, .longs([page.width]))
        add(257, .longs([page.height]))
        add(258, .shorts([Int](repeating: page.bits, count: page.samples)))
        add(259, .shorts([1]))
        add(262, .shorts([1]))
        add(277, .shorts([page.samples]))
        if page.isPlanar { add(284, .shorts([2])) }
        let sizes = page.segments.map(\.count)
        if let tile = page.tile {
            add(322, .longs([tile]))
            add(323, .longs([tile]))
            add(324, .longs(offsets))
            add(325, .longs(sizes))
        } else {
            add(273, .longs(offsets))
            add(278, .longs([page.height]))
            add(279, .longs(sizes))
        }
        if !reduced.isEmpty { add(330, .longs(reduced)) }
        entries.sort { $0.tag < $1.tag }
        let inline = isBig ? 8 : 4
        let start = file.count
        patch(link, number(start, inline))
        var values = start + (isBig ? 8 : 2) + entries.count * (isBig ? 20 : 12) + inline
        var (directory, after) = (number(entries.count, isBig ? 8 : 2), [UInt8]())
        for (tag, value) in entries {
            let (type, count, bytes) = encoded(value)
            directory += number(tag, 2) + number(type, 2) + number(count, isBig ? 8 : 4)
            var isInline = bytes.count <= inline
            if case .raw = value { isInline = false }
            if isInline {
                directory += bytes + [UInt8](repeating: 0, count: inline - bytes.count)
            } else {
                directory += number(values, inline)
                values += bytes.count
                after += bytes
            }
        }
        link = start + directory.count
        file += directory + number(0, inline) + after
        return start
    }

    private func encoded(_ value: Value) -> (type: Int, count: Int, [UInt8]) {
        switch value {
        case .bytes(let bytes): (1, bytes.count, bytes)
        case .text(let text): (2, text.utf8.count + 1, Array(text.utf8) + [0])
        case .shorts(let values): (3, values.count, values.flatMap { number($0, 2) })
        case .longs(let values): (4, values.count, values.flatMap { number($0, 4) })
        case .fractions(let values): (5, values.count, values.flatMap { number($0.0, 4) + number($0.1, 4) })
        case .float(let value): (11, 1, number(Int(value.bitPattern), 4))
        case .raw(let type, let count, let bytes): (type, count, bytes)
        }
    }

    private mutating func patch(_ place: Int, _ bytes: [UInt8]) {
        for (number, byte) in bytes.enumerated() { file[place + number] = byte }
    }
}

extension TIFFBuilder.Page {
    /// A page of one strip whose bytes count on from a number.
    init(_ first: Int, width: Int = 4, height: Int = 2, _ entries: [(tag: Int, value: TIFFBuilder.Value)] = []) {
        let bytes = (0..<width * height).map { UInt8(truncatingIfNeeded: first + $0) }
        self.init(width: width, height: height, segments: [bytes], entries: entries)
    }
}

/// A source over a file in memory.
func tiff(_ bytes: [UInt8]) throws -> TIFFSource {
    let resource = Resource(store: MemoryStore(["a.tif": Bytes(bytes)]), key: "a.tif", location: "a.tif")
    return try TIFFSource(
        SourceRequest(
            resource,
            environment: SourceEnvironment(drivers: .builtIn, limits: ReadLimits(byteCount: 1 << 28), concurrency: 2)))
}

extension TIFFSource {
    /// What a series is, with its axes as the file has them.
    func describe(_ series: Int = 0) async throws -> ImageDescription {
        try await discover(Selection(order: .stored, series: String(series))).images[0]
    }

    /// The bytes of a series in the order of the file.
    func pixels(_ series: Int = 0, level: Int = 0) async throws -> [UInt8] {
        try await read(Selection(order: .stored, series: String(series), level: level)).image.bytes().array
    }
}

/// The bytes from a number on.
func bytes(_ first: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: first + $0) } }
