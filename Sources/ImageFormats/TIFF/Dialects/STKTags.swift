import ImageCore

/// What MetaMorph tells of a stack (tags 33628 to 33631, UIC1 to UIC4).
struct STKTags: Sendable {
    /// For each plane: the distance to the plane before, and when it was made in milliseconds from noon of day 0 on.
    var distances: [Double] = []
    var times: [Int] = []
    /// The wavelength of each plane in nanometres.
    var wavelengths: [Double] = []
    /// The size of a pixel, if the stack is calibrated, and its unit.
    var pixel: (x: Double, y: Double)?
    var unit: String?
    var name: String?

    /// The planes of a stack; nobody records more.
    private static let planeLimit = 1 << 22

    /// How many planes a stack has; nil if the file is no stack.
    static func planeCount(_ first: TIFFDirectory) -> Int? {
        guard let entry = first.entry(TIFFTag.uic2), (1...planeLimit).contains(entry.count) else { return nil }
        return entry.count
    }

    init(_ first: TIFFDirectory, planes: Int) async throws {
        // Each plane has six numbers, which the type of the tag does not tell.
        if let entry = first.entry(TIFFTag.uic2),
            let record = try await TIFFRecord(first.file, at: entry.place, count: 24 * planes),
            record.count == 24 * planes
        {
            for number in 0..<planes {
                let place = 24 * number
                distances.append(record.fraction(place) ?? 0)
                times.append((record.uint32(place + 8) ?? 0) * 86_400_000 + (record.uint32(place + 12) ?? 0))
            }
        }
        if let entry = first.entry(TIFFTag.uic3),
            let record = try await TIFFRecord(first.file, at: entry.place, count: 8 * planes),
            record.count == 8 * planes
        {
            wavelengths = (0..<planes).map { record.fraction(8 * $0) ?? 0 }
        }
        try await readSettings(first)
    }

    /// Reads pairs of a number and a value or its place.
    private mutating func readSettings(_ first: TIFFDirectory) async throws {
        guard let entry = first.entry(TIFFTag.uic1), (1...4096).contains(entry.count),
            let record = try await TIFFRecord(first.file, at: entry.place, count: 8 * entry.count)
        else { return }
        var values: [Int: Int] = [:]
        for number in 0..<record.count / 8 {
            guard let key = record.uint32(8 * number), let value = record.uint32(8 * number + 4) else { break }
            if values[key] == nil { values[key] = value }
        }
        func fraction(_ key: Int) async throws -> Double? {
            guard let place = values[key] else { return nil }
            return try await TIFFRecord(first.file, at: place, count: 8)?.fraction(0)
        }
        func text(_ key: Int) async throws -> String? {
            guard let place = values[key],
                let length = try await TIFFRecord(first.file, at: place, count: 4)?.uint32(0),
                (1...4096).contains(length)
            else { return nil }
            return try await TIFFRecord(first.file, at: place, count: 4 + length)?.text(4, length)
        }
        name = try await text(7)
        guard values[3] ?? 0 != 0 else { return }
        if let x = try await fraction(4)?.distance, let y = try await fraction(5)?.distance { pixel = (x, y) }
        unit = try await text(6)
    }
}

extension TIFFTag {
    static let uic1: UInt16 = 33628
    static let uic2: UInt16 = 33629
    static let uic3: UInt16 = 33630
    static let uic4: UInt16 = 33631
}
