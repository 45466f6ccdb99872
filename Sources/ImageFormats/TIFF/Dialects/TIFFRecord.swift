import ByteStores
import ImageCore
import ImageSources

/// The bytes of a private tag, or of a record that one points to: numbers at fixed places.
///
/// What lies beyond the end is nil: versions of a program wrote records of different lengths.
struct TIFFRecord: Sendable {
    let bytes: Bytes
    let byteOrder: ByteOrder

    init(_ bytes: Bytes, _ byteOrder: ByteOrder) {
        self.bytes = bytes
        self.byteOrder = byteOrder
    }

    /// The bytes from a place of a file on, at most `count`; nil for a place that is not in the file.
    init?(_ file: TIFFFile, at offset: Int, count: Int) async throws {
        guard offset > 0, offset < file.object.size, count > 0 else { return nil }
        bytes = try await file.object.read(offset..<offset + min(count, file.object.size - offset))
        byteOrder = file.header.byteOrder
    }

    /// The bytes of a tag; nil without the tag or if they do not lie in the file.
    init?(_ directory: TIFFDirectory, _ tag: UInt16) async {
        guard let bytes = try? await directory.bytes(tag) else { return nil }
        self.init(bytes, directory.file.header.byteOrder)
    }

    /// The number of bytes.
    var count: Int { bytes.count }

    private func number<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, at offset: Int) -> T? {
        try? bytes.withBytes { (span) throws(ParseError) in
            var cursor = ByteCursor(span, byteOrder: byteOrder)
            try cursor.seek(to: offset)
            return try cursor.read(T.self)
        }
    }

    func uint16(_ offset: Int) -> Int? { number(UInt16.self, at: offset).map(Int.init) }
    func int16(_ offset: Int) -> Int? { number(Int16.self, at: offset).map(Int.init) }
    func uint32(_ offset: Int) -> Int? { number(UInt32.self, at: offset).map(Int.init) }
    func int32(_ offset: Int) -> Int? { number(Int32.self, at: offset).map(Int.init) }
    func double(_ offset: Int) -> Double? { number(UInt64.self, at: offset).map(Double.init(bitPattern:)) }
    func float(_ offset: Int) -> Double? { number(UInt32.self, at: offset).map { Double(Float(bitPattern: $0)) } }

    /// A fraction of two unsigned numbers; nil if it divides by 0.
    func fraction(_ offset: Int) -> Double? {
        guard let numerator = uint32(offset), let denominator = uint32(offset + 4), denominator != 0 else { return nil }
        return Double(numerator) / Double(denominator)
    }

    /// The text of at most so many bytes, up to its first NUL.
    func text(_ offset: Int, _ count: Int) -> String? {
        try? bytes.withBytes { (span) throws(ParseError) in
            var cursor = ByteCursor(span)
            try cursor.seek(to: offset)
            let limit = min(max(count, 0), cursor.remaining)
            var length = 0
            while length < limit, span.unsafeLoad(fromByteOffset: offset + length, as: UInt8.self) != 0 { length += 1 }
            return try cursor.readText(length)
        }
    }
}

extension Double {
    /// The number if it can be a distance: above 0 and finite.
    var distance: Double? { isFinite && self > 0 ? self : nil }

    /// Metres as micrometres with the same decimal digits, which a multiplication would not always keep.
    var micrometres: Double {
        let parts = description.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return parts.first.flatMap { Double("\($0)e\(exponent + 6)") } ?? self * 1e6
    }
}

extension StoredAxis {
    /// The same axis with a distance and its unit, if the distance is one.
    mutating func calibrate(_ spacing: Double?, _ unit: String?) {
        guard let spacing = spacing?.distance else { return }
        self.spacing = spacing
        self.unit = unit
    }
}
