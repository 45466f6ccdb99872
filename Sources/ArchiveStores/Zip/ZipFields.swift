/// The bytes of zip records as they are written.
struct ZipFields {
    /// What is written of a member.
    struct Member {
        var name: [UInt8]
        var checksum: UInt32
        var size: UInt64
        var start: UInt64
        var isAlways64: Bool

        var hasLargeSize: Bool { isAlways64 || size >= UInt64(ZipRecord.saturated32) }
        var hasLargeStart: Bool { isAlways64 || start >= UInt64(ZipRecord.saturated32) }
    }

    private(set) var bytes: [UInt8] = []

    /// The versions of the format that are needed without and with 64-bit numbers.
    private static let version: UInt16 = 20
    private static let version64: UInt16 = 45
    /// A file of Unix that all may read and its owner may write.
    private static let system: UInt16 = 3 << 8
    private static let attributes: UInt32 = 0o100644 << 16
    /// The first of January 1980, the earliest day of the format.
    private static let date: UInt16 = 0x21

    mutating func appendLocalHeader(_ member: Member) {
        append(ZipRecord.localHeader.signature)
        appendCommon(member, is64: member.hasLargeSize)
        append(UInt16(member.hasLargeSize ? 20 : 0))
        bytes += member.name
        guard member.hasLargeSize else { return }
        append(ZipRecord.extra64)
        append(16 as UInt16)
        append(member.size)
        append(member.size)
    }

    mutating func appendDirectoryEntry(_ member: Member) {
        let extraCount = (member.hasLargeSize ? 16 : 0) + (member.hasLargeStart ? 8 : 0)
        append(ZipRecord.directoryEntry.signature)
        append(Self.system | Self.version64)
        appendCommon(member, is64: extraCount > 0)
        append(UInt16(extraCount > 0 ? 4 + extraCount : 0))
        // No comment, on the first disk, no internal attributes.
        for _ in 0..<3 { append(0 as UInt16) }
        append(Self.attributes)
        append(member.hasLargeStart ? ZipRecord.saturated32 : UInt32(truncatingIfNeeded: member.start))
        bytes += member.name
        guard extraCount > 0 else { return }
        append(ZipRecord.extra64)
        append(UInt16(extraCount))
        if member.hasLargeSize {
            append(member.size)
            append(member.size)
        }
        if member.hasLargeStart { append(member.start) }
    }

    /// What both headers have: from the version needed to the length of the name.
    private mutating func appendCommon(_ member: Member, is64: Bool) {
        append(is64 ? Self.version64 : Self.version)
        append(ZipFlags.isUTF8)
        append(ZipMethod.stored)
        append(0 as UInt16)
        append(Self.date)
        append(member.checksum)
        let size = member.hasLargeSize ? ZipRecord.saturated32 : UInt32(truncatingIfNeeded: member.size)
        append(size)
        append(size)
        append(UInt16(truncatingIfNeeded: member.name.count))
    }

    mutating func appendEnd(memberCount: UInt64, directory: Range<UInt64>, comment: [UInt8], isAlways64: Bool) {
        let size = directory.upperBound - directory.lowerBound
        let large = UInt64(ZipRecord.saturated32)
        if isAlways64 || memberCount >= UInt64(ZipRecord.saturated16) || size >= large || directory.lowerBound >= large
        {
            append(ZipRecord.end64.signature)
            append(UInt64(ZipRecord.end64.byteCount - 12))
            append(Self.system | Self.version64)
            append(Self.version64)
            append(0 as UInt32)
            append(0 as UInt32)
            append(memberCount)
            append(memberCount)
            append(size)
            append(directory.lowerBound)
            append(ZipRecord.end64Locator.signature)
            append(0 as UInt32)
            append(directory.upperBound)
            append(1 as UInt32)
        }
        append(ZipRecord.end.signature)
        append(0 as UInt16)
        append(0 as UInt16)
        let count = UInt16(clamping: memberCount)
        append(count)
        append(count)
        append(UInt32(clamping: size))
        append(UInt32(clamping: directory.lowerBound))
        append(UInt16(truncatingIfNeeded: comment.count))
        bytes += comment
    }

    private mutating func append(_ number: some FixedWidthInteger & UnsignedInteger) {
        for byte in 0..<number.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}
