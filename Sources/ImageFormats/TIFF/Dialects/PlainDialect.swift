import ImageCore
import ImageSources

extension TIFFDialect {
    /// Pages without a word about their meaning: those of one size and type are an image with axis `i`.
    static let plain = TIFFDialect(
        name: "plain", images: { context in try await context.pageImages(reach: context.reach) })
}

extension TIFFImage {
    /// Dots per inch of the finest printers and scanners.
    private static let printerLimit = 4800.0

    /// Takes the distance of pixels from the resolution tags, if they are a calibration.
    ///
    /// Per inch, screens and printers are meant rather than specimens: whole numbers count only where they are beyond
    /// what printers have.
    mutating func calibrate(by directory: TIFFDirectory) async throws {
        await describeDisplay(by: directory, planes.layout)
        let unit = try await directory.integer(TIFFTag.resolutionUnit) ?? 2
        func spacing(_ tag: UInt16) async throws -> Double? {
            guard let fraction = try await directory.fractions(tag)?.first, fraction.numerator > 0,
                fraction.denominator > 0
            else { return nil }
            let (pixels, length) = (Double(fraction.numerator), Double(fraction.denominator))
            switch unit {
            case 2:
                let isUsual = fraction.numerator % fraction.denominator == 0 && pixels / length <= Self.printerLimit
                return isUsual ? nil : length * 25_400 / pixels
            case 3: return fraction.numerator == fraction.denominator ? nil : length * 10_000 / pixels
            // Not in TIFF 6.0, but microscopes write them.
            case 4: return length * 1000 / pixels
            case 5: return length / pixels
            default: return nil
            }
        }
        if let y = try await spacing(TIFFTag.yResolution), let x = try await spacing(TIFFTag.xResolution) {
            (rowAxis.spacing, rowAxis.unit, columnAxis.spacing, columnAxis.unit) = (y, "µm", x, "µm")
        }
    }
}
