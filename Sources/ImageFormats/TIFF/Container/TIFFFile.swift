import ByteStores
import ImageCore
import Synchronization

/// A TIFF file that is open: its header, and the directories that have been found.
final class TIFFFile: Sendable {
    let object: any ByteObject
    let header: TIFFHeader
    private let walk = Mutex(TIFFChain())

    /// More entries than this are no directory.
    static let entryLimit = 4096
    /// What is read at once for a directory and the values near it.
    private static let windowByteCount = 4096

    /// Reads the header.
    ///
    /// - Throws: `corrupt` if it is not one of a TIFF file.
    init(_ object: any ByteObject) async throws {
        self.object = object
        do {
            let header = try TIFFHeader(try await object.readPrefix(TIFFHeader.byteCountLimit))
            self.header = try await Self.wideHeader(object, header) ?? header
        } catch let error as ParseError {
            throw error.imageError.located(in: object.location)
        }
    }

    /// The directory at an offset.
    ///
    /// - Throws: `corrupt` if it does not lie in the file.
    func directory(at offset: Int) async throws -> TIFFDirectory {
        guard offset >= TIFFHeader.byteCountLimit / 2, offset < object.size else { throw outside(offset) }
        if header.isWide { return try await wideDirectory(at: offset) }
        let end = min(offset.addingReportingOverflow(Self.windowByteCount).partialValue, object.size)
        var window = try await object.read(offset..<end)
        do {
            if let missing = try directoryByteCount(window), missing > window.count {
                guard missing <= object.size - offset else { throw outside(offset) }
                window = try await object.read(offset..<offset + missing)
            }
            return try parse(window, at: offset)
        } catch let error as ParseError {
            throw ImageError.corrupt(
                error.message, at: .init(object.location, byteOffset: offset + error.offset))
        }
    }

    /// The directory of a page by its number in the chain; nil behind the last.
    ///
    /// - Throws: `corrupt` for a chain that leaves the file before it.
    func directory(ofPage number: Int) async throws -> TIFFDirectory? {
        // Numbers may come from a file; behind the last one there is none.
        guard let offset = try await chain(number &+ 1).offset(of: number) else { return nil }
        return try await directory(at: offset)
    }

    /// The places of the directories of the chain, at least `count` of them if there are so many.
    ///
    /// Without a count, all. A chain that comes back to a directory it has passed is cut there.
    ///
    /// - Throws: `corrupt` for a chain that leaves the file before the wanted directory.
    func chain(_ count: Int = .max) async throws -> TIFFChain {
        var chain = walk.withLock { $0 }
        guard !chain.isComplete, chain.count < count else { return chain }
        // Page after page is asked for: going far ahead at once spares copying the chain for each. What is wrong further on
        // does not matter yet.
        let ahead = max(count, 2 * chain.count)
        do {
            try await chain.extend(to: ahead, in: self)
        } catch {
            guard chain.count >= count else { throw error }
        }
        let found = chain
        walk.withLock { if found.count > $0.count || found.isComplete { $0 = found } }
        return found
    }

    /// The bytes that a directory takes in all, as far as its first bytes tell.
    func directoryByteCount(_ window: Bytes) throws(ParseError) -> Int? {
        try window.withBytes { (span) throws(ParseError) in
            var cursor = ByteCursor(span, byteOrder: header.byteOrder)
            let count = header.isBig ? Int(clamping: try cursor.read(UInt64.self)) : Int(try cursor.read(UInt16.self))
            guard count <= Self.entryLimit else { throw ParseError("a directory of \(count) entries", at: 0) }
            return header.countByteCount + count * header.entryByteCount + header.offsetByteCount
        }
    }

    /// Parses a directory that the window begins with.
    func parse(_ window: Bytes, at offset: Int) throws(ParseError) -> TIFFDirectory {
        let (entries, next) = try window.withBytes { (span) throws(ParseError) in
            var cursor = ByteCursor(span, byteOrder: header.byteOrder)
            let count = header.isBig ? Int(clamping: try cursor.read(UInt64.self)) : Int(try cursor.read(UInt16.self))
            guard count <= Self.entryLimit else { throw ParseError("a directory of \(count) entries", at: 0) }
            var entries: [TIFFDirectory.Entry] = []
            entries.reserveCapacity(count)
            for _ in 0..<count {
                let tag = try cursor.read(UInt16.self)
                let type = TIFFFieldType(rawValue: try cursor.read(UInt16.self))
                let count =
                    header.isBig ? Int(clamping: try cursor.read(UInt64.self)) : Int(try cursor.read(UInt32.self))
                let inline = offset + cursor.offset
                let value =
                    header.isBig ? Int(clamping: try cursor.read(UInt64.self)) : Int(try cursor.read(UInt32.self))
                let (size, overflow) = count.multipliedReportingOverflow(by: type?.byteCount ?? 1)
                let isInline = !overflow && size <= header.offsetByteCount
                entries.append(.init(tag: tag, type: type, count: count, place: isInline ? inline : value))
            }
            // A file cut off after its last entry still has a whole directory.
            guard cursor.remaining >= header.offsetByteCount else { return (entries, 0) }
            let next =
                header.isBig ? Int(clamping: try cursor.read(UInt64.self)) : Int(try cursor.read(UInt32.self))
            return (entries, next)
        }
        return TIFFDirectory(
            file: self, offset: offset, next: next, entries: entries, window: window, windowStart: offset)
    }

    private func outside(_ offset: Int) -> ImageError {
        .corrupt(
            "a directory at byte \(offset), which the file of \(object.size) bytes does not hold",
            at: .init(object.location, byteOffset: offset))
    }
}
