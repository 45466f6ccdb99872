import ImageCore
import ImageSources

/// Finds the reduced versions of images: pages with the flag of reduced ones, and the SubIFDs of pages (tag 330).
///
/// A level has the samples of the image it belongs to, is smaller than the level before, and has its proportions.
/// Masks are no levels.
enum TIFFPyramid {
    /// A smaller version has the proportions of the larger one up to a few pixels of rounding.
    private static let tolerance = 0.1
    /// More levels than this halve any image to one pixel.
    private static let limit = 64

    /// Whether a page can be the next level below another one.
    static func isLevel(_ layout: TIFFLayout, below larger: TIFFLayout) -> Bool {
        guard layout.isSameKind(as: larger), layout.width <= larger.width, layout.height <= larger.height,
            layout.depth <= larger.depth, layout.width < larger.width || layout.height < larger.height
        else { return false }
        let across = Double(larger.width) / Double(layout.width)
        let down = Double(larger.height) / Double(layout.height)
        // One row more or less is much for the smallest levels.
        let rounding = 1.5 * max(1 / Double(layout.width), 1 / Double(layout.height))
        return abs(across / down - 1) <= tolerance + rounding
    }

    /// How many elements of an axis make one of a smaller version.
    ///
    /// The last element of a smaller version may stand for fewer than the others: 51 elements that each stand for 2 are
    /// those of 101.
    static func ratio(_ count: Int, _ fewer: Int) -> Double {
        let ratio = Double(count) / Double(fewer)
        let whole = ratio.rounded()
        return whole >= 1 && (Double(count) / whole).rounded(.up) == Double(fewer) ? whole : ratio
    }

    /// The layouts of the reduced versions that a page lists, and their numbers among its SubIFDs.
    ///
    /// What is no level is passed over; a list that cannot be read is one without levels.
    static func subIFDs(
        of directory: TIFFDirectory, layout: TIFFLayout
    ) async throws -> [(number: Int, offset: Int, layout: TIFFLayout)] {
        guard directory.entry(TIFFTag.subIFDs) != nil, let offsets = try? await directory.integers(TIFFTag.subIFDs)
        else { return [] }
        var levels: [(number: Int, offset: Int, layout: TIFFLayout)] = []
        var larger = layout
        for (number, offset) in offsets.prefix(limit).enumerated() {
            guard let reduced = try? await directory.file.directory(at: offset),
                let layout = try? await TIFFLayout(reduced), isLevel(layout, below: larger)
            else { continue }
            levels.append((number, offset, layout))
            larger = layout
        }
        return levels
    }

    /// The levels of an image whose planes list their reduced versions as SubIFDs, the k-th level as the k-th of each.
    ///
    /// - Parameters:
    ///   - image: the image, whose axes and spacing the levels have in their measure.
    ///   - first: the directory of its first plane.
    ///   - planes: the planes of the image with another layout, taken from the SubIFD with a number.
    static func levels(
        of image: TIFFImage, subIFDsOf first: TIFFDirectory, planes: (TIFFLayout, _ subIFD: Int) -> TIFFPlanes
    ) async throws -> [TIFFImage] {
        try await subIFDs(of: first, layout: image.planes.layout).map { level in
            image.reduced(to: planes(level.layout, level.number))
        }
    }

    /// The levels of an image among groups of pages, each with as many planes as the image, largest first.
    ///
    /// - Parameter candidates: the planes of each group; those that are levels are removed.
    static func levels(of image: TIFFImage, among candidates: inout [TIFFPlanes]) -> [TIFFImage] {
        var levels: [TIFFImage] = []
        var larger = image.planes.layout
        for planes in candidates.sorted(by: { $0.layout.pixelCount > $1.layout.pixelCount }) {
            guard levels.count < limit, planes.count == image.planes.count, isLevel(planes.layout, below: larger)
            else { continue }
            levels.append(image.reduced(to: planes))
            larger = planes.layout
            candidates.removeAll { $0 === planes }
        }
        return levels
    }
}

extension TIFFImage {
    /// The same image with the pixels of smaller planes: its axes and, in their measure, the distances of its pixels.
    func reduced(to smaller: TIFFPlanes) -> TIFFImage {
        var level = self
        level.name = nil
        level.planes = smaller
        level.contiguousStart = nil
        level.levels = []
        level.metadata.attributes = Attributes()
        level.metadata.diagnostics = []
        let (from, to) = (planes.layout, smaller.layout)
        level.rowAxis.stretch(from.height, to.height)
        level.columnAxis.stretch(from.width, to.width)
        level.depthAxis.stretch(from.depth, to.depth)
        return level
    }
}

extension StoredAxis {
    /// Divides the same extent into fewer elements.
    fileprivate mutating func stretch(_ count: Int, _ fewer: Int) {
        guard count != fewer, fewer > 0, let spacing else { return }
        let wider = spacing * TIFFPyramid.ratio(count, fewer)
        // The centre of the first element moves with its size.
        if let origin { self.origin = origin + (wider - spacing) / 2 }
        self.spacing = wider
        coords = nil
    }
}

extension TIFFLayout {
    /// Whether two pages have the same kind of samples.
    func isSameKind(as other: TIFFLayout) -> Bool {
        samples == other.samples && isPlanar == other.isPlanar && bits == other.bits && format == other.format
            && isMask == other.isMask
    }

    /// The pixels of a page; what the checks of a layout allow does not overflow.
    var pixelCount: Int { width * height * depth }
}
