import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// A parsed NRRD header and the way to its pixels: raw data are read in place, everything else is a stream.
struct NRRDReader: EagerImageReader {
    let series: [StoredSeries]
    private let data: NRRDData
    private let concurrency: Int
    private var header: NRRDHeader { data.header }

    /// Less compressed data than this are decoded before several tasks would have begun.
    private static let parallelByteCount = 2 << 20

    /// Opens the first data file and checks that it can hold its part; other files of a list are opened when their part
    /// is read.
    ///
    /// - Throws: `notFound` for a missing data file, `corrupt` if it is too small.
    init(_ header: NRRDHeader, _ data: NRRDData, header object: any ByteObject, concurrency: Int) async throws {
        self.data = data
        self.concurrency = concurrency
        let first = header.dataFile == nil ? object : try await data.files[0].open()
        let start = try await data.start(in: first)
        try Self.checkPlausibility(data, first, start)
        let axes = header.storedAxes
        let shape = axes.map(\.length)
        let access: PixelAccess
        if header.encoding != .raw {
            access = .stream
        } else if data.files.count == 1 {
            access = .contiguous(first, offset: start)
        } else {
            let parts = try data.files.map {
                try ConcatenatedObject.Part(NRRDRawPart($0, data), 0..<data.partByteCount)
            }
            access = .contiguous(try ConcatenatedObject(location: object.location, parts), offset: 0)
        }
        let image = StoredImage(
            axes: axes, elementType: header.elementType,
            byteOrder: header.encoding == .text ? .native : header.byteOrder ?? .native, chunkShape: shape,
            access: access, metadata: header.storedMetadata)
        series = [StoredSeries(images: [image])]
    }

    func stream(of image: StoredImage) async throws -> any PixelStream {
        if data.files.count == 1 { return try await stream(of: data.files[0]) }
        return ConcatenatedStream(count: data.files.count, length: data.partByteCount) { number in
            try await stream(of: data.files[number])
        }
    }

    private func stream(of file: Resource) async throws -> any PixelStream {
        let object = try await file.open()
        let start = try await data.start(in: object)
        switch header.encoding {
        case .text:
            return TextStream(object, from: start, notation: .decimal(header.elementType))
        case .raw, .hex:
            return TextStream(object, from: start, notation: .hexadecimal)
        case .gzip, .bzip2:
            let skipped =
                header.byteSkip >= 0 ? header.byteSkip : try await decodedSize(object, start) - data.partByteCount
            let (expected, overflow) = skipped.addingReportingOverflow(data.partByteCount)
            guard skipped >= 0, !overflow else { throw data.tooShort(object, from: start) }
            let stream = decoded(object, start, expected: expected)
            try await stream.skip(skipped)
            return stream
        }
    }

    private func decoded(_ object: any ByteObject, _ start: Int, expected: Int) -> any PixelStream {
        let isLarge = object.size - start >= Self.parallelByteCount
        if header.encoding == .gzip, concurrency > 1, isLarge {
            return ParallelGzipStream(object, from: start, expected: expected, concurrency: concurrency)
        }
        return sequential(object, start, expected: expected)
    }

    private func sequential(_ object: any ByteObject, _ start: Int, expected: Int) -> DecodedStream {
        let isGzip = header.encoding == .gzip
        return DecodedStream(
            object, from: start, decoder: isGzip ? GzipDecoder() : Bzip2Decoder(), name: isGzip ? "gzip" : "bzip2",
            expected: expected)
    }

    /// The number of bytes that compressed data decode to, for data that are said to stand at their end.
    private func decodedSize(_ object: any ByteObject, _ start: Int) async throws -> Int {
        try await sequential(object, start, expected: .max).countToEnd()
    }

    /// Refuses data that cannot possibly decode to the size that the header claims, before memory is taken for it.
    ///
    /// DEFLATE makes at most 1032 bytes of one (258 for two bits), bzip2 less than 50 million; text needs a digit and a
    /// blank for each number, hex two digits for each byte.
    private static func checkPlausibility(_ data: NRRDData, _ object: any ByteObject, _ start: Int) throws {
        let available = object.size - start
        let elements = data.partByteCount / data.header.elementType.size
        let isEnough: Bool =
            switch data.header.encoding {
            case .raw: available >= data.partByteCount
            case .gzip: data.partByteCount / 1032 <= available
            case .bzip2: data.partByteCount / 50_000_000 <= available
            case .text: elements <= (available + 1) / 2
            case .hex: available / 2 >= data.partByteCount
            }
        guard isEnough else {
            if data.header.encoding == .raw { throw data.tooShort(object, from: start) }
            throw ImageError.corrupt(
                "\(available) bytes of \(data.header.encoding.rawValue) data cannot hold the \(data.partByteCount) bytes of "
                    + "pixels that the header claims", at: .init(object.location))
        }
    }
}

/// The raw data of one file of a list, which is opened for each read: a list may be longer than the number of files
/// that a process may have open.
struct NRRDRawPart: ByteObject {
    private let file: Resource
    private let data: NRRDData

    init(_ file: Resource, _ data: NRRDData) {
        self.file = file
        self.data = data
    }

    var location: String { file.location }
    var size: Int { data.partByteCount }

    func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
        let object = try await file.open()
        let start = try await data.start(in: object)
        guard object.size - start >= data.partByteCount else { throw data.tooShort(object, from: start) }
        try await object.read(at: start + position, into: target, range)
    }
}
