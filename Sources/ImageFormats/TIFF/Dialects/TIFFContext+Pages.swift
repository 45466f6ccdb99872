import ImageCore
import ImageSources

/// Pages that belong together: they have one size and one type.
struct TIFFPageGroup: Sendable {
    let layout: TIFFLayout
    /// Their numbers in the chain.
    var pages: [Int]

    /// Their places, as a run if they are one.
    var places: TIFFPlanes.Places {
        guard let first = pages.first, let last = pages.last else { return .list(files: [], pages: []) }
        let step = pages.count > 1 ? pages[1] - first : 1
        let isRun =
            last == first + (pages.count - 1) * step
            && pages.indices.allSatisfy { pages[$0] == first + $0 * step }
        return isRun ? .run(first: first, step: step) : .list(files: [], pages: pages)
    }
}

extension TIFFContext {
    /// All pages of the file by their size and type, in the order of the first of each group.
    func pageGroups() async throws -> [TIFFPageGroup] { groups(of: try await file.chain()) }

    /// The same of the first pages alone, if the first image has so many of its places there; nil for all.
    private func pageGroups(reach: Int?) async throws -> [TIFFPageGroup] {
        guard let reach else { return try await pageGroups() }
        // One page alone would have no axis.
        let wanted = max(reach, 2)
        let first = groups(of: try await file.chain(wanted))
        let found = first.first { !$0.layout.isReduced }?.pages.count ?? 0
        return found >= wanted ? first : try await pageGroups()
    }

    private func groups(of chain: TIFFChain) -> [TIFFPageGroup] {
        var numbers: [TIFFLayout: Int] = [:]
        var groups: [TIFFPageGroup] = []
        var groupOfLayout: [Int] = []
        for layout in chain.layouts {
            // What does not matter for one image must not part its pages.
            let key = layout.withoutSegments
            let number = numbers[key] ?? groups.count
            if number == groups.count {
                numbers[key] = number
                groups.append(TIFFPageGroup(layout: layout, pages: []))
            }
            groupOfLayout.append(number)
        }
        for run in chain.runs where run.layout >= 0 {
            groups[groupOfLayout[run.layout]].pages.append(contentsOf: run.numbers)
        }
        return groups
    }

    /// The planes of a group.
    func planes(_ group: TIFFPageGroup) -> TIFFPlanes {
        planes(group.pages.count, at: group.places, layout: group.layout)
    }

    /// The images of a file that says nothing of its pages: a group of equal pages is one with axis `i`, reduced pages and
    /// SubIFDs are the levels of the image that they fit.
    ///
    /// - Parameter reach: how many places of the first image matter, with nothing else; nil for all of all.
    func pageImages(reach: Int? = nil) async throws -> [TIFFImage] {
        let groups = try await pageGroups(reach: reach)
        let chain = try await file.chain(0)
        var reduced = groups.filter(\.layout.isReduced).map { planes($0) }
        var images: [TIFFImage] = []
        for group in groups where !group.layout.isReduced {
            guard let first = group.pages.first, let directory = try await file.directory(ofPage: first) else {
                continue
            }
            let count = group.pages.count
            var image = TIFFImage(
                outer: count > 1 ? [StoredAxis(label: "i", kind: .list, length: count)] : [], planes: planes(group))
            try await image.calibrate(by: directory)
            image.levels = TIFFPyramid.levels(of: image, among: &reduced)
            if image.levels.isEmpty {
                image.levels = try await TIFFPyramid.levels(of: image, subIFDsOf: directory) { layout, number in
                    TIFFPlanes(
                        layout, count: count, byteOrder: file.header.byteOrder, in: [member], at: group.places,
                        subIFD: number)
                }
            }
            if let diagnostic = chain.diagnostic { image.metadata.diagnostics.append(diagnostic) }
            try await image.findContiguous(in: directory)
            images.append(image)
        }
        // Reduced pages of which no original is there are images of their own.
        for planes in reduced {
            let count = planes.count
            images.append(
                TIFFImage(
                    outer: count > 1 ? [StoredAxis(label: "i", kind: .list, length: count)] : [], planes: planes))
        }
        return images
    }
}

extension TIFFLayout {
    /// The same layout but for how its pages are cut into segments.
    fileprivate var withoutSegments: TIFFLayout {
        var layout = self
        (layout.isTiled, layout.segmentWidth, layout.segmentHeight, layout.segmentDepth) = (false, 1, 1, 1)
        layout.isReversed = false
        layout.extraSamples = []
        layout.subsampling = [1, 1]
        return layout
    }
}
