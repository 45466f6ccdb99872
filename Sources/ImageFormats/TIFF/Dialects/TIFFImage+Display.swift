import ImageCore
import ImageSources

extension TIFFImage {
    /// Notes what programs do with pixels when they show them, and what is not done to them here: in the attribute
    /// `tiff`, `orientation` (2 to 8; TIFF 6.0, Orientation), `photometric` where numbers are neither brightness nor
    /// red, green and blue, and `palette`, a colour of six hexadecimal digits for each number.
    ///
    /// None of this is needed to read pixels: what is damaged is left out.
    mutating func describeDisplay(by directory: TIFFDirectory, _ layout: TIFFLayout) async {
        var attributes = Attributes()
        if let orientation = try? await directory.integer(TIFFTag.orientation), (2...8).contains(orientation) {
            attributes["orientation"] = .int(orientation)
        }
        if let name = layout.photometricName { attributes["photometric"] = .string(name) }
        if layout.photometric == 3, let colors = try? await directory.palette(count: 1 << min(layout.bits, 16)) {
            attributes["palette"] = .array(colors.map { .string($0.hexadecimal) })
        }
        if !attributes.isEmpty { metadata.attributes["tiff"] = .mapping(attributes) }
        if layout.compression == 1, layout.predictor != 1 {
            metadata.diagnostics.append(
                Diagnostic(
                    "the pixels are not compressed, yet the file states predictor \(layout.predictor); it is undone, "
                        + "which not all programs do"))
        }
    }
}

extension TIFFDirectory {
    /// The colours of the numbers of a palette image; nil if there are not as many as numbers.
    fileprivate func palette(count: Int) async throws -> [ChannelColor]? {
        guard let parts = try await integers(TIFFTag.colorMap), parts.count == 3 * count,
            parts.allSatisfy({ (0...0xFFFF).contains($0) })
        else { return nil }
        // Of 16 bits, unless a program wrote 8.
        let shift = parts.contains { $0 > 255 } ? 8 : 0
        return (0..<count).map { number in
            let color = (0..<3).map { UInt8(truncatingIfNeeded: parts[$0 * count + number] >> shift) }
            return ChannelColor(red: color[0], green: color[1], blue: color[2])
        }
    }
}

extension TIFFLayout {
    /// What numbers mean, where it is neither brightness nor red, green and blue.
    fileprivate var photometricName: String? {
        // Those are decoded to red, green and blue.
        let isConverted = [6, 7, 33003, 33004, 33005, 34712, 50001].contains(compression)
        return switch photometric {
        case 0: bits == 1 && TIFFCompression.rare.contains(compression) ? nil : "min_is_white"
        case 3: "palette"
        case 5: "separated"
        case 6: isConverted ? nil : "ycbcr"
        case 8: "cielab"
        case 9: "icclab"
        case 10: "itulab"
        case 32803: "cfa"
        case 34892: "linear_raw"
        default: nil
        }
    }
}
