import ImageCore
import ImageSources

extension TIFFDialect {
    /// Pages without a word about their meaning: those of one size and type are an image with axis `i`.
    static let plain = TIFFDialect(name: "plain", images: { context in
        let chain = try await context.file.chain()
        var groups: [(layout: Int, pages: [Int])] = []
        for (page, layout) in chain.layoutNumbers.enumerated() where layout >= 0 {
            if let place = groups.firstIndex(where: { chain.layouts[$0.layout].isOneImage(with: chain.layouts[layout]) }) {
                groups[place].pages.append(page)
            } else {
                groups.append((layout, [page]))
            }
        }
        var images: [TIFFImage] = []
        for group in groups {
            let layout = chain.layouts[group.layout]
            guard let first = group.pages.first else { continue }
            let isRun = group.pages.indices.allSatisfy { group.pages[$0] == first + $0 }
            let planes = context.planes(
                group.pages.count,
                at: isRun ? .run(first: first, step: 1) : .list(files: [], pages: group.pages), layout: layout)
            let count = group.pages.count
            var image = TIFFImage(
                outer: count > 1 ? [StoredAxis(label: "i", kind: .list, length: count)] : [], planes: planes)
            try await image.calibrate(by: try await context.file.directory(at: chain.offsets[first]))
            if let diagnostic = chain.diagnostic { image.metadata.diagnostics.append(diagnostic) }
            try await image.findContiguous()
            images.append(image)
        }
        return images
    })
}

extension TIFFLayout {
    /// Whether two pages can be planes of one image: they have one size and one type.
    func isOneImage(with other: TIFFLayout) -> Bool {
        width == other.width && height == other.height && depth == other.depth && samples == other.samples
            && isPlanar == other.isPlanar && bits == other.bits && format == other.format
            && compression == other.compression && predictor == other.predictor
            && photometric == other.photometric && isReduced == other.isReduced && isMask == other.isMask
    }
}

extension TIFFImage {
    /// Takes the distance of pixels from the resolution tags, if they are a calibration.
    ///
    /// Per inch, screens and printers are meant rather than specimens: such numbers count only where they are none of
    /// the usual ones.
    mutating func calibrate(by directory: TIFFDirectory) async throws {
        let unit = try await directory.integer(TIFFTag.resolutionUnit) ?? 2
        func spacing(_ tag: UInt16) async throws -> Double? {
            guard let fraction = try await directory.fractions(tag)?.first, fraction.numerator > 0,
                fraction.denominator > 0
            else { return nil }
            let (pixels, length) = (Double(fraction.numerator), Double(fraction.denominator))
            switch unit {
            case 2:
                let isUsual = fraction.numerator % fraction.denominator == 0
                return isUsual ? nil : length * 25_400 / pixels
            case 3: return fraction.numerator == fraction.denominator ? nil : length * 10_000 / pixels
            default: return nil
            }
        }
        if let y = try await spacing(TIFFTag.yResolution), let x = try await spacing(TIFFTag.xResolution) {
            (rowAxis.spacing, rowAxis.unit, columnAxis.spacing, columnAxis.unit) = (y, "µm", x, "µm")
        }
    }
}
