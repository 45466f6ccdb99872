import ImageCore
import ImageSources

extension TIFFDialect {
    /// Pages without a word about their meaning: those of one size and type are an image with axis `i`.
    static let plain = TIFFDialect(name: "plain", images: { context in try await context.pageImages() })
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
