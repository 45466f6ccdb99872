import ByteStores
import ImageCore
import ImageSources

extension TIFFDialect {
    /// Stacks of Micro-Manager: a list behind the header of the file says which plane each page is.
    static let mmStack = TIFFDialect(
        name: "micromanager",
        images: { context in
            guard let index = try await MMStackIndex(context.file) else { return nil }
            var image = TIFFImage(
                outer: [], planes: context.planes(index.offsets.count, at: .directories(index.offsets)))
            await image.describeDisplay(by: context.first, context.layout)
            let summary = index.summary
            let pixel = summary["PixelSize_um"]?.doubleValue
            image.columnAxis.calibrate(pixel, "µm")
            image.rowAxis.calibrate(pixel, "µm")
            if let p = index.axis(.position) {
                image.outer.append(StoredAxis(label: "i", kind: .list, length: p, coords: index.positionNames(p)))
            }
            if let t = index.axis(.frame) {
                var axis = StoredAxis(label: "t", kind: .time, length: t)
                axis.calibrate(summary["Interval_ms"]?.doubleValue, "ms")
                image.outer.append(axis)
            }
            if let z = index.axis(.slice) {
                var axis = StoredAxis(label: "z", kind: .space, length: z)
                axis.calibrate(summary["z-step_um"]?.doubleValue.map(abs), "µm")
                image.outer.append(axis)
            }
            if let c = index.axis(.channel) {
                image.outer.append(StoredAxis(label: "c", kind: .channel, length: c))
                let names = summary["ChNames"]?.arrayValue?.compactMap(\.stringValue) ?? []
                let chosen = index.values(.channel).compactMap { names.indices.contains($0) ? names[$0] : nil }
                if chosen.count == c, context.layout.samples == 1 { image.metadata.channelNames = chosen }
            }
            let missing = index.offsets.count { $0 == 0 }
            if missing > 0 {
                image.metadata.diagnostics.append(
                    Diagnostic("\(missing) of \(index.offsets.count) planes are not in the file; they are read as 0"))
            }
            image.metadata.attributes["micromanager"] = .mapping(index.attributes)
            return [image]
        })
}

/// The list of the planes of a stack and the summary that stand in front of its first directory.
struct MMStackIndex: Sendable {
    /// What tells planes apart, in the order of an entry.
    enum Coordinate: Int, CaseIterable {
        case channel, slice, frame, position
    }

    /// For each plane (positions, times, planes of a volume, channels), where its directory lies; 0 for a missing one.
    let offsets: [Int]
    let summary: Attributes
    private let found: [[Int]]

    private static let headerByteCount = 40
    private static let planeLimit = 1 << 24
    private static let summaryLimit = 1 << 26

    /// Reads the list; nil if the file has none.
    init?(_ file: TIFFFile) async throws {
        guard !file.header.isBig,
            let header = try await TIFFRecord(file, at: 8, count: Self.headerByteCount - 8),
            header.uint32(0) == 54_773_648,
            let place = header.uint32(4),
            let head = try await TIFFRecord(file, at: place, count: 8), head.uint32(0) == 3_453_623,
            let count = head.uint32(4), (1...Self.planeLimit).contains(count),
            let list = try await TIFFRecord(file, at: place + 8, count: 20 * count), list.count >= 20
        else { return nil }
        var summary = Attributes()
        if header.uint32(24) == 2_355_492, let length = header.uint32(28), (2...Self.summaryLimit).contains(length),
            let text = try await TIFFRecord(file, at: Self.headerByteCount, count: length),
            case .mapping(let value)? = try? AttributeValue(parsingJSON: text.bytes)
        {
            summary = value
        }
        self.summary = summary
        // Room is made for the planes that were planned; entries of those that were never taken are 0.
        let entries = (0..<list.count / 20).compactMap { number -> [Int]? in
            let entry = (0..<5).compactMap { list.uint32(20 * number + 4 * $0) }
            return entry.count == 5 && entry[4] > 0 && entry[4] < file.object.size ? entry : nil
        }
        guard !entries.isEmpty else { return nil }
        let found = Coordinate.allCases.map { coordinate in Set(entries.map { $0[coordinate.rawValue] }).sorted() }
        var total = 1
        for values in found {
            let (product, overflow) = total.multipliedReportingOverflow(by: values.count)
            guard !overflow, product <= Self.planeLimit else { return nil }
            total = product
        }
        let places = found.map { values in
            Dictionary(uniqueKeysWithValues: values.enumerated().map { ($0.element, $0.offset) })
        }
        var offsets = [Int](repeating: 0, count: total)
        for entry in entries {
            var plane = 0
            for coordinate in Coordinate.allCases.reversed() {
                let number = coordinate.rawValue
                plane = plane * found[number].count + (places[number][entry[number]] ?? 0)
            }
            offsets[plane] = entry[4]
        }
        // Reversed, the order is position, frame, slice, channel.
        self.offsets = offsets
        self.found = found
    }

    /// The length of the axis of a coordinate; nil if it has one value only.
    func axis(_ coordinate: Coordinate) -> Int? {
        let count = values(coordinate).count
        return count > 1 ? count : nil
    }

    /// The values that a coordinate takes.
    func values(_ coordinate: Coordinate) -> [Int] { found[coordinate.rawValue] }

    /// The names of the positions, if all have one.
    func positionNames(_ count: Int) -> Coordinates? {
        let list = (summary["StagePositions"] ?? summary["InitialPositionList"])?.arrayValue ?? []
        let labels = list.map { $0.mappingValue?["Label"]?.stringValue ?? $0.mappingValue?["label"]?.stringValue }
        let names = values(.position).compactMap { labels.indices.contains($0) ? labels[$0] : nil }
        return names.count == count ? .labels(names) : nil
    }

    /// The plain values of the summary.
    var attributes: Attributes {
        Attributes(
            summary.pairs.compactMap { key, value in
                switch value {
                case .mapping, .null: nil
                case .array(let list) where list.count > 64 || list.contains { $0.mappingValue != nil }: nil
                default: (key, value)
                }
            })
    }
}
