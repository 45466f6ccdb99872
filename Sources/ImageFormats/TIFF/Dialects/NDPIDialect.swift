import ImageCore
import ImageSources

extension TIFFDialect {
    /// Slides of Hamamatsu's scanners: each page tells its magnification and its focus.
    static let ndpi = TIFFDialect(
        name: "ndpi",
        images: { context in
            guard context.first.entry(TIFFTag.ndpiFormat) != nil else { return nil }
            let chain = try await context.file.chain()
            var scans: [Double: [TIFFPageGroup]] = [:]
            var others: [TIFFImage] = []
            var focus: [Int: Double] = [:]
            for (page, layout) in chain.pages {
                guard let directory = try await context.file.directory(ofPage: page) else { continue }
                let lens = try await directory.doubles(TIFFTag.ndpiLens)?.first ?? 0
                if lens.isFinite, lens > 0 {
                    focus[page] = try await directory.doubles(TIFFTag.ndpiZOffset)?.first ?? 0
                    let place = scans[lens]?.firstIndex { $0.layout == layout }
                    if let place { scans[lens]?[place].pages.append(page) }
                    if place == nil { scans[lens, default: []].append(TIFFPageGroup(layout: layout, pages: [page])) }
                } else {
                    var other = TIFFImage(
                        outer: [], planes: context.planes(1, at: .run(first: page, step: 1), layout: layout))
                    other.name = lens == -1 ? "macro" : lens == -2 ? "map" : nil
                    others.append(other)
                }
            }
            var groups = scans.sorted { $0.key > $1.key }.flatMap { scan in
                scan.value.map { (lens: scan.key, pages: $0) }
            }
            guard !groups.isEmpty else { return others.isEmpty ? nil : others }
            let main = groups.removeFirst()
            var image = TIFFImage(outer: [], planes: context.planes(main.pages))
            if main.pages.pages.count > 1 {
                image.outer = [focusAxis(main.pages.pages.map { focus[$0] ?? 0 })]
            }
            if let first = main.pages.pages.first, let directory = try await context.file.directory(ofPage: first) {
                try await image.calibrate(by: directory)
            }
            var attributes: Attributes = ["SourceLens": .double(main.lens)]
            if let text = try? await context.first.text(TIFFTag.ndpiProperties) {
                let settings = TIFFSettings(text)
                for key in settings.keys.prefix(64) { attributes[key] = settings[key].map { .string($0) } }
            }
            image.metadata.attributes["hamamatsu"] = .mapping(attributes)
            var candidates = groups.map { context.planes($0.pages) }
            image.levels = TIFFPyramid.levels(of: image, among: &candidates)
            return [image] + candidates.map(\.alone) + others
        })

    /// The focus of planes in nanometres.
    private static func focusAxis(_ focus: [Double]) -> StoredAxis {
        let isRising = zip(focus, focus.dropFirst()).allSatisfy { $0 < $1 }
        return StoredAxis(
            label: "z", kind: .space, length: focus.count, unit: isRising ? "nm" : nil,
            coords: isRising ? .values(focus) : nil)
    }
}

extension TIFFPlanes {
    /// An image of these planes of which nothing more is known.
    var alone: TIFFImage {
        TIFFImage(outer: count > 1 ? [StoredAxis(label: "i", kind: .list, length: count)] : [], planes: self)
    }
}

extension TIFFTag {
    static let ndpiFormat: UInt16 = 65420
    static let ndpiLens: UInt16 = 65421
    static let ndpiZOffset: UInt16 = 65424
    static let ndpiProperties: UInt16 = 65449
}
