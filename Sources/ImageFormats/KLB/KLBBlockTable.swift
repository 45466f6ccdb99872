import ByteStores
import ImageCore
import Synchronization

/// Where the blocks of a file lie, read from the file as they are asked for: a large image has millions.
///
/// The table holds the end of each block, counted from the end of the header.
final class KLBBlockTable: Sendable {
    let object: any ByteObject
    /// The first byte of the table.
    private let tableStart: Int
    /// The first byte of the first block.
    private let start: Int
    /// The bytes of all blocks.
    private let byteCount: Int
    private let count: Int
    /// Tasks that come at once wait for one reading of a page.
    private let pages = Mutex<[Int: Task<Bytes, any Error>]>([:])

    private static let entryByteCount = MemoryLayout<UInt64>.size
    /// The entries that are read at once.
    private static let pageCount = 8192
    private static let pageLimit = 64

    init(_ object: any ByteObject, _ header: KLBHeader, start: Int, byteCount: Int) {
        self.object = object
        tableStart = header.form.byteCount
        self.start = start
        self.byteCount = byteCount
        count = (start - tableStart) / Self.entryByteCount
    }

    /// The bytes of a block in the file.
    ///
    /// - Throws: `corrupt` for a block that ends before it begins, or beyond the last one.
    func range(of block: Int) async throws -> Range<Int> {
        let low = block == 0 ? 0 : try await end(of: block - 1)
        let high = try await end(of: block)
        guard low <= high, high <= byteCount else {
            throw ImageError.corrupt(
                "block \(block) lies from byte \(low) to byte \(high) of the \(byteCount) bytes of blocks",
                at: .init(object.location, byteOffset: tableStart + block * Self.entryByteCount))
        }
        return start + low..<start + high
    }

    private func end(of block: Int) async throws -> Int {
        let number = block / Self.pageCount
        let page = try await page(number)
        var cursor = ByteCursor(page.span)
        try cursor.seek(to: (block - number * Self.pageCount) * Self.entryByteCount)
        return Int(clamping: try cursor.read(UInt64.self))
    }

    private func page(_ number: Int) async throws -> Bytes {
        let page = pages.withLock { pages in
            if let known = pages[number] { return known }
            if pages.count >= Self.pageLimit { pages.removeAll() }
            let first = number * Self.pageCount
            let end = min(first + Self.pageCount, count)
            let range = tableStart + first * Self.entryByteCount..<tableStart + end * Self.entryByteCount
            let page = Task { [object] in try await object.read(range) }
            pages[number] = page
            return page
        }
        do {
            return try await page.value
        } catch {
            // Who comes next tries anew.
            pages.withLock { if $0[number] == page { $0[number] = nil } }
            throw error
        }
    }
}
