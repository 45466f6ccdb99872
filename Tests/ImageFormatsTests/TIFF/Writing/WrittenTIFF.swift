import Foundation
import ImageCore

/// The structure of a little-endian TIFF file, read without any code of the package: for tests of what is written.
struct WrittenTIFF {
    struct Malformed: Error {}

    /// A value of an entry.
    enum Values: Equatable {
        case whole([Int])
        case text(String)
        case fraction(Int, Int)
        case bytes([UInt8])
    }

    struct Directory {
        var place: Int
        var entries: [Int: Values] = [:]
        var types: [Int: Int] = [:]
        /// The tags in the order of the file.
        var tags: [Int] = []

        func numbers(_ tag: Int) -> [Int]? {
            if case .whole(let numbers)? = entries[tag] { numbers } else { nil }
        }
        func number(_ tag: Int) -> Int? { numbers(tag)?.first }
        func text(_ tag: Int) -> String? {
            if case .text(let text)? = entries[tag] { text } else { nil }
        }
    }

    let bytes: [UInt8]
    let isBig: Bool
    private(set) var directories: [Directory] = []

    init(path: String) throws {
        bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard bytes.count > 16, bytes[0] == 0x49, bytes[1] == 0x49 else { throw Malformed() }
        isBig = bytes[2] == 43
        guard isBig || bytes[2] == 42 else { throw Malformed() }
        var place = try number(isBig ? 8 : 4, isBig ? 8 : 4)
        while place != 0 {
            guard place % 2 == 0, directories.count < 10_000 else { throw Malformed() }
            let (directory, next) = try self.directory(at: place)
            directories.append(directory)
            place = next
        }
    }

    /// A directory, and where the next one lies.
    func directory(at place: Int) throws -> (Directory, next: Int) {
        var directory = Directory(place: place)
        let count = try number(place, isBig ? 8 : 2)
        var entry = place + (isBig ? 8 : 2)
        for _ in 0..<count {
            let tag = try number(entry, 2)
            let type = try number(entry + 2, 2)
            let count = try number(entry + 4, isBig ? 8 : 4)
            guard tag > directory.tags.last ?? 0 else { throw Malformed() }
            directory.tags.append(tag)
            directory.types[tag] = type
            directory.entries[tag] = try values(type, count, entry + (isBig ? 12 : 8))
            entry += isBig ? 20 : 12
        }
        return (directory, try number(entry, isBig ? 8 : 4))
    }

    private func values(_ type: Int, _ count: Int, _ field: Int) throws -> Values {
        guard let size = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 13: 4, 16: 8, 18: 8][type] else { throw Malformed() }
        var place = field
        if size * count > (isBig ? 8 : 4) {
            place = try number(field, isBig ? 8 : 4)
            guard place % 2 == 0 else { throw Malformed() }
        }
        guard place + size * count <= bytes.count else { throw Malformed() }
        switch type {
        case 2:
            guard bytes[place + count - 1] == 0 else { throw Malformed() }
            return .text(String(decoding: bytes[place..<place + count - 1], as: UTF8.self))
        case 1: return .bytes(Array(bytes[place..<place + count]))
        case 5: return .fraction(try number(place, 4), try number(place + 4, 4))
        default: return .whole(try (0..<count).map { try number(place + $0 * size, size) })
        }
    }

    private func number(_ place: Int, _ size: Int) throws -> Int {
        guard place >= 0, place + size <= bytes.count else { throw Malformed() }
        return bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The smaller levels of a directory.
    func levels(of directory: Directory) throws -> [Directory] {
        try (directory.numbers(330) ?? []).map { try self.directory(at: $0).0 }
    }

    /// The bytes of the segments of a directory.
    func segments(_ directory: Directory) throws -> [[UInt8]] {
        guard let places = directory.numbers(324) ?? directory.numbers(273),
            let counts = directory.numbers(325) ?? directory.numbers(279), places.count == counts.count
        else { throw Malformed() }
        return try zip(places, counts).map { place, count in
            guard place > 0, place + count <= bytes.count else { throw Malformed() }
            return Array(bytes[place..<place + count])
        }
    }
}
