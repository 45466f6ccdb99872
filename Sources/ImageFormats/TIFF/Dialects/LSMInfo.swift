import ByteStores
import ImageCore

/// What the program of Zeiss's confocal microscopes tells of an image (CZ_LSMINFO, tag 34412).
struct LSMInfo: Sendable {
    /// How many pixels, planes, channels, times, positions and tiles of a mosaic there are.
    var width = 1
    var height = 1
    var depth = 1
    var channels = 1
    var times = 1
    var positions = 1
    var tiles = 1
    /// The size of a voxel along x, y and z in metres.
    var voxel: [Double] = []
    /// What was scanned: 0 planes of a volume, 1 a plane across, 2 a line, 3 to 6 the same over time ...
    var scanType = 0
    /// The seconds between two times.
    var interval: Double?
    /// The seconds at which each time was scanned.
    var timeStamps: [Double] = []
    var channelNames: [String] = []
    /// The colours of the channels as 0xRRGGBB.
    var channelColors: [Int] = []

    private static let magics = [0x0300_494C, 0x0400_494C]
    private static let timeLimit = 1 << 20

    /// Reads the tag; nil if the file has none or it is no such record.
    init?(_ first: TIFFDirectory) async throws {
        guard first.entry(TIFFTag.lsmInfo) != nil, let record = await TIFFRecord(first, TIFFTag.lsmInfo),
            let magic = record.uint32(0), Self.magics.contains(magic)
        else { return nil }
        func count(_ offset: Int) -> Int { max(record.int32(offset) ?? 1, 1) }
        (width, height, depth) = (count(8), count(12), count(16))
        (channels, times) = (count(20), count(24))
        voxel = [record.double(40) ?? 0, record.double(48) ?? 0, record.double(56) ?? 0]
        scanType = record.uint16(88) ?? 0
        interval = record.double(112)?.distance
        // The record grew with the versions of the program.
        let size = record.int32(4) ?? 0
        if size >= 272 { (positions, tiles) = (count(264), count(268)) }
        try await readChannels(first.file, record.uint32(108) ?? 0)
        try await readTimes(first.file, record.uint32(132) ?? 0)
    }

    /// Reads the names and colours of channels: their numbers and places, then the lists.
    private mutating func readChannels(_ file: TIFFFile, _ offset: Int) async throws {
        guard let header = try await TIFFRecord(file, at: offset, count: 24), let size = header.int32(0), size >= 24,
            size <= 1 << 20, let block = try await TIFFRecord(file, at: offset, count: size)
        else { return }
        let (colors, names) = (block.int32(4) ?? 0, block.int32(8) ?? 0)
        if (1...1024).contains(colors), let start = block.int32(12), start > 0 {
            channelColors = (0..<colors).compactMap { number in
                // Red, green, blue and a byte that is not used.
                block.uint32(start + 4 * number).map { ($0 & 0xFF) << 16 | $0 & 0xFF00 | $0 >> 16 & 0xFF }
            }
        }
        guard (1...1024).contains(names), var place = block.int32(16), place > 0 else { return }
        var found: [String] = []
        for _ in 0..<names {
            guard let length = block.uint32(place), place + 4 < block.count,
                let name = block.text(place + 4, min(length, block.count))
            else { return }
            found.append(name)
            place += 4 + min(length, block.count)
        }
        channelNames = found
    }

    /// Reads the times: the size of the list, their number, and the seconds.
    private mutating func readTimes(_ file: TIFFFile, _ offset: Int) async throws {
        guard let header = try await TIFFRecord(file, at: offset, count: 8), let number = header.int32(4),
            (1...Self.timeLimit).contains(number),
            let list = try await TIFFRecord(file, at: offset, count: 8 + 8 * number), list.count == 8 + 8 * number
        else { return }
        timeStamps = (0..<number).compactMap { list.double(8 + 8 * $0) }
    }
}

extension TIFFTag {
    static let lsmInfo: UInt16 = 34412
}
