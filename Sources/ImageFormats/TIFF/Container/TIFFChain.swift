import ByteStores
import ImageCore

/// The directories of a file one after the other, as far as they have been followed.
///
/// The chain is a list in which each only tells where the next one is. What a directory says about the layout is compared
/// with the one before; only where it differs it is parsed.
struct TIFFChain: Sendable {
    /// Where the directories lie.
    private(set) var offsets: [Int] = []
    /// The layouts that occur, and which of them each directory has; -1 for a directory that is no page.
    private(set) var layouts: [TIFFLayout] = []
    private(set) var layoutNumbers: [Int] = []
    private var knownLayouts: [TIFFLayout: Int] = [:]
    /// Where the only segment of each page begins; 0 where it has several.
    private(set) var segmentOffsets: [Int] = []
    /// Whether the end was reached.
    private(set) var isComplete = false
    /// What ended the chain before its end.
    private(set) var diagnostic: Diagnostic?

    private var next: Int?
    private var template = Template()
    /// All directories, to notice a chain that runs in a circle; nil while each lies behind the one before, as in files
    /// that were written in one go.
    private var passed: Set<Int>?

    /// More directories are no file that anyone wrote.
    private static let limit = 1 << 26

    /// Follows the chain until it has so many directories.
    mutating func extend(to count: Int, in file: TIFFFile) async throws {
        var reader = TIFFWindow(file.object)
        while offsets.count < min(count, Self.limit) {
            let offset = next ?? file.header.firstDirectory
            if offset == 0 {
                isComplete = true
                return
            }
            guard try await add(offset, file, &reader) else {
                isComplete = true
                return
            }
        }
    }

    /// Adds the directory at an offset; false if the chain ends before it.
    private mutating func add(_ offset: Int, _ file: TIFFFile, _ reader: inout TIFFWindow) async throws -> Bool {
        if passed == nil, let last = offsets.last, offset <= last { passed = Set(offsets) }
        if passed?.contains(offset) == true {
            diagnostic = Diagnostic("the directories run in a circle at byte \(offset); the first round is read")
            return false
        }
        let bytes = try await reader.directory(at: offset, file)
        if !offsets.isEmpty, !file.header.isWide, let step = template.match(bytes, file.header) {
            layoutNumbers.append(layoutNumbers[layoutNumbers.count - 1])
            segmentOffsets.append(step.segment)
            next = step.next
        } else {
            let directory = try await file.directory(at: offset)
            let number = try await layoutNumber(of: directory)
            template = Template(bytes, directory, file.header)
            layoutNumbers.append(number)
            segmentOffsets.append(file.header.isWide ? 0 : template.segment(bytes, file.header))
            next = directory.next
        }
        offsets.append(offset)
        passed?.insert(offset)
        return true
    }

    private mutating func layoutNumber(of directory: TIFFDirectory) async throws -> Int {
        guard directory.entry(TIFFTag.imageWidth) != nil else { return -1 }
        let layout = try await TIFFLayout(directory)
        if let known = knownLayouts[layout] { return known }
        knownLayouts[layout] = layouts.count
        layouts.append(layout)
        return layouts.count - 1
    }

    /// What the last directory that was parsed looks like.
    private struct Template: Sendable {
        private var bytes = Bytes.empty
        /// For each entry: how many of its bytes must be equal for the layout to be the same.
        private var equal: [Int] = []
        private var segmentEntry: Int?
        private var isComparable = false

        init() {}

        init(_ bytes: Bytes, _ directory: TIFFDirectory, _ header: TIFFHeader) {
            self.bytes = bytes
            isComparable = true
            for (number, entry) in directory.entries.enumerated() {
                let inline = (entry.type?.byteCount ?? 1).multipliedReportingOverflow(by: entry.count)
                let isInline = !inline.overflow && inline.partialValue <= header.offsetByteCount
                if TIFFTag.layout.contains(entry.tag) {
                    // Values that lie elsewhere would have to be compared there.
                    if !isInline { isComparable = false }
                    equal.append(header.entryByteCount)
                } else {
                    equal.append(header.entryByteCount - header.offsetByteCount)
                }
                let isPlace = entry.tag == TIFFTag.stripOffsets || entry.tag == TIFFTag.tileOffsets
                if isPlace, entry.count == 1, entry.type?.byteCount == header.offsetByteCount { segmentEntry = number }
            }
        }

        /// Where the next directory and the only segment lie, if a directory is like this one.
        func match(_ other: Bytes, _ header: TIFFHeader) -> (next: Int, segment: Int)? {
            guard isComparable, other.count == bytes.count else { return nil }
            let isEqual = bytes.withBytes { a in
                other.withBytes { b in
                    guard Self.isEqual(a, b, 0..<header.countByteCount) else { return false }
                    var start = header.countByteCount
                    for count in equal {
                        guard start + count <= a.byteCount, Self.isEqual(a, b, start..<start + count) else {
                            return false
                        }
                        start += header.entryByteCount
                    }
                    return true
                }
            }
            guard isEqual else { return nil }
            let end = header.countByteCount + equal.count * header.entryByteCount
            return (Self.offset(other, at: end, header), segment(other, header))
        }

        func segment(_ other: Bytes, _ header: TIFFHeader) -> Int {
            guard let segmentEntry else { return 0 }
            let entry = header.countByteCount + segmentEntry * header.entryByteCount
            return Self.offset(other, at: entry + header.entryByteCount - header.offsetByteCount, header)
        }

        private static func isEqual(_ a: RawSpan, _ b: RawSpan, _ range: Range<Int>) -> Bool {
            for place in range
            where a.unsafeLoad(fromByteOffset: place, as: UInt8.self)
                != b.unsafeLoad(fromByteOffset: place, as: UInt8.self)
            {
                return false
            }
            return true
        }

        private static func offset(_ bytes: Bytes, at place: Int, _ header: TIFFHeader) -> Int {
            let value: Int?? = try? bytes.withBytes { (span) throws(ParseError) in
                var cursor = ByteCursor(span, byteOrder: header.byteOrder)
                try cursor.seek(to: place)
                return header.isBig ? Int(clamping: try cursor.read(UInt64.self)) : Int(try cursor.read(UInt32.self))
            }
            return (value ?? 0) ?? 0
        }
    }
}

/// Reads directory after directory, several at once where they lie close together.
struct TIFFWindow {
    private let object: any ByteObject
    private var bytes = Bytes.empty
    private var start = 0
    private var size = 512

    init(_ object: any ByteObject) {
        self.object = object
    }

    /// The bytes of the directory at an offset, from the number of its entries to the place of the next directory.
    ///
    /// - Throws: `corrupt` if it does not lie in the file.
    mutating func directory(at offset: Int, _ file: TIFFFile) async throws -> Bytes {
        guard offset >= 8, offset < object.size - file.header.countByteCount else {
            throw ImageError.corrupt(
                "a directory at byte \(offset), which the file of \(object.size) bytes does not hold",
                at: .init(object.location, byteOffset: offset))
        }
        do {
            var place = try await fill(offset, file.header.countByteCount)
            guard let count = try file.directoryByteCount(bytes.slice(place..<bytes.count)) else { return .empty }
            let all = min(count, object.size - offset)
            place = try await fill(offset, all)
            return try bytes.slice(place..<place + all)
        } catch let error as ParseError {
            throw ImageError.corrupt(error.message, at: .init(object.location, byteOffset: offset + error.offset))
        }
    }

    /// Sees to it that the window holds some bytes of the file; their place in it.
    private mutating func fill(_ offset: Int, _ count: Int) async throws -> Int {
        if offset >= start, offset - start <= bytes.count, count <= bytes.count - (offset - start) {
            return offset - start
        }
        // Directories close behind one another are read together, ones far apart alone.
        let distance = offset - start
        size = distance > 0 && distance <= 4 * size ? min(4 * size, 1 << 20) : max(512, size / 4)
        let end = min(offset + max(count, size), object.size)
        bytes = try await object.read(offset..<end)
        start = offset
        return 0
    }
}
