public import ImageCore

/// Which part of a source is read, and in what order its axes come.
public struct Selection: Sendable, Hashable {
    /// The part of each image, by axis name.
    public var region: Region
    /// The order of the axes; nil leaves it to the source, `itczyx` unless it was opened with another.
    public var order: OutputOrder?
    /// The series, by number or name; nil for the first.
    public var series: String?
    /// The resolution level; 0 is the full resolution.
    public var level: Int

    /// Everything of the first series.
    public static let all = Selection()

    /// A selection.
    public init(region: Region = .all, order: OutputOrder? = nil, series: String? = nil, level: Int = 0) {
        self.region = region
        self.order = order
        self.series = series
        self.level = level
    }

    /// The selected series of a reader.
    ///
    /// - Throws: `notFound` for a series or level that does not exist.
    func series(of reader: any ImageReader) throws(ImageError) -> StoredSeries {
        guard level == 0 else { throw .notFound("no resolution level \(level)", hint: "there is level 0") }
        let all = reader.series
        let names = all.enumerated().map { $1.name ?? "\($0)" }
        guard let series else {
            guard let first = all.first else { throw .corrupt("the file holds no image") }
            return first
        }
        if let place = names.firstIndex(of: series) ?? Int(series).flatMap({ all.indices.contains($0) ? $0 : nil }) {
            return all[place]
        }
        throw .notFound(
            "no series '\(series)'", hint: "there are \(names.prefix(20).map { "'\($0)'" }.joined(separator: ", "))")
    }
}
