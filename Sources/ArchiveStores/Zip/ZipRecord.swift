/// The records of the zip format (PKWARE's APPNOTE 6.3.10, 4.3): their signatures and sizes without what varies.
enum ZipRecord {
    /// Before each member's data.
    static let localHeader: (signature: UInt32, byteCount: Int) = (0x0403_4B50, 30)
    /// A member in the central directory.
    static let directoryEntry: (signature: UInt32, byteCount: Int) = (0x0201_4B50, 46)
    /// The end of an archive.
    static let end: (signature: UInt32, byteCount: Int) = (0x0605_4B50, 22)
    /// The end of an archive with 64-bit numbers.
    static let end64: (signature: UInt32, byteCount: Int) = (0x0606_4B50, 56)
    /// Where that record is; stands right before the end of the archive.
    static let end64Locator: (signature: UInt32, byteCount: Int) = (0x0706_4B50, 20)
    /// A signature of the directory, which may follow its last member.
    static let directorySignature: UInt32 = 0x0505_4B50

    /// The largest comment.
    static let commentLimit = 0xFFFF
    /// What a 32-bit field holds when the number stands in the 64-bit extra field.
    static let saturated32: UInt32 = 0xFFFF_FFFF
    /// What a 16-bit field holds when the number stands in the 64-bit record.
    static let saturated16: UInt16 = 0xFFFF
    /// The extra field with 64-bit numbers.
    static let extra64: UInt16 = 1
}

/// How the data of a member are kept.
enum ZipMethod {
    static let stored: UInt16 = 0
    static let deflated: UInt16 = 8
}

/// Bits of a member's flags.
enum ZipFlags {
    /// Encrypted in one of three ways.
    static let encrypted: UInt16 = 1 | 1 << 6 | 1 << 13
    /// The name is UTF-8.
    static let isUTF8: UInt16 = 1 << 11
}
