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

    /// The images of the selected series of a reader, at the selected resolution.
    ///
    /// Images that lack the level which the first one has (labels, often) are left out.
    /// - Throws: `notFound` for a series or level that does not exist; what the reader throws.
    func images(of reader: any ImageReader) async throws -> [StoredImage] {
        let images = try await reader.series(at: try number(among: reader.seriesNames)).images
        guard let first = images.first else { throw ImageError.corrupt("the file holds no image") }
        guard level >= 0, level <= first.levels.count else {
            let last = first.levels.count
            throw ImageError.notFound(
                "no resolution level \(level)", hint: last == 0 ? "there is level 0" : "there are levels 0 to \(last)")
        }
        return images.compactMap { $0.level(level) }
    }

    private func number(among names: [String?]) throws(ImageError) -> Int {
        guard let series else {
            guard !names.isEmpty else { throw .corrupt("the file holds no image") }
            return 0
        }
        if let place = names.firstIndex(where: { $0 == series }) { return place }
        if let place = Int(series), names.indices.contains(place) { return place }
        let known = names.enumerated().map { $1 ?? "\($0)" }
        throw .notFound(
            "no series '\(series)'",
            hint: nearestNameHint(
                to: series, among: known,
                else: "there are \(known.prefix(20).map { "'\($0)'" }.joined(separator: ", "))"))
    }
}
