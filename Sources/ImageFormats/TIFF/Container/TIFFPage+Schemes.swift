import ByteStores
import ImageCodecs
import ImageCore

extension TIFFPage {
    /// The tags that the rare schemes need besides the sizes, with the tables that old JPEG keeps elsewhere in the file.
    ///
    /// - Throws: `corrupt` for tables outside of the file.
    static func schemeTags(_ directory: TIFFDirectory, _ layout: TIFFLayout) async throws -> [TIFFSegment.Tag] {
        guard TIFFCompression.rare.contains(layout.compression) else { return [] }
        var tags: [TIFFSegment.Tag] = []
        func copy(_ code: UInt16, _ type: Int) async throws {
            guard let values = try await directory.integers(code), !values.isEmpty, values.count <= 64 else { return }
            tags.append(.init(code: Int(code), type: type, value: .numbers(values)))
        }
        try await copy(TIFFTag.fillOrder, 3)
        try await copy(TIFFTag.t4Options, 4)
        try await copy(TIFFTag.t6Options, 4)
        guard layout.compression == 6 else { return tags }
        try await copy(TIFFTag.jpegProc, 3)
        try await copy(TIFFTag.jpegRestartInterval, 3)
        try await copy(TIFFTag.ycbcrSubsampling, 3)
        if let start = try await directory.integer(TIFFTag.jpegInterchangeFormat), start > 0 {
            let stated = try await directory.integer(TIFFTag.jpegInterchangeFormatLength)
            let bytes = try await part(directory, start, stated ?? .max)
            tags.append(.init(code: Int(TIFFTag.jpegInterchangeFormat), type: 4, value: .blocks([bytes])))
            tags.append(
                .init(code: Int(TIFFTag.jpegInterchangeFormatLength), type: 4, value: .numbers([bytes.count])))
        }
        // 64 numbers of quantisation, 16 counts of codes and at most 256 values.
        for (code, count) in [(TIFFTag.jpegQTables, 64), (TIFFTag.jpegDCTables, 272), (TIFFTag.jpegACTables, 272)] {
            guard let starts = try await directory.integers(code), !starts.isEmpty, starts.count <= 4 else { continue }
            var blocks: [[UInt8]] = []
            for start in starts { blocks.append(try await part(directory, start, count)) }
            tags.append(.init(code: Int(code), type: 4, value: .blocks(blocks)))
        }
        return tags
    }

    /// Some bytes of the file, fewer at its end.
    private static func part(_ directory: TIFFDirectory, _ start: Int, _ count: Int) async throws -> [UInt8] {
        let object = directory.file.object
        guard start > 0, start < object.size, count > 0 else {
            throw ImageError.corrupt(
                "a table of JPEG at byte \(start), which the file of \(object.size) bytes does not hold",
                at: .init(object.location, byteOffset: directory.offset))
        }
        return try await object.read(start..<start + min(count, object.size - start, jpegLimit)).array
    }

    /// An old JPEG stream of a whole page is not larger.
    private static let jpegLimit = 256 << 20
}
