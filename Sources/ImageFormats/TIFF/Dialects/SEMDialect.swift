import ImageCore
import ImageSources

extension TIFFDialect {
    /// Images of electron microscopes by FEI and Thermo Fisher: settings in sections, sizes in metres.
    static let fei = TIFFDialect(
        name: "fei",
        images: { context in
            for tag in [TIFFTag.feiSFEG, TIFFTag.feiHelios] where context.first.entry(tag) != nil {
                guard let text = try? await context.first.text(tag) else { continue }
                let settings = TIFFSettings(text)
                return try await context.pageImages(
                    x: settings.number("Scan.PixelWidth")?.micrometres,
                    y: settings.number("Scan.PixelHeight")?.micrometres,
                    unit: "µm",
                    attributes: "fei",
                    settings.selected([
                        "User.Date", "User.Time", "Beam.HV", "Scan.Dwelltime",
                        "Scan.FrameTime", "System.SystemType", "Detectors.Name",
                    ]))
            }
            return nil
        })

    /// Images of electron microscopes by Zeiss: names in one line, `name = value` in the next.
    static let zeissSEM = TIFFDialect(
        name: "zeiss-sem",
        images: { context in
            guard context.first.entry(TIFFTag.zeissSEM) != nil,
                let text = try? await context.first.text(TIFFTag.zeissSEM)
            else { return nil }
            let settings = TIFFSettings(text)
            let parts = (settings["Image Pixel Size"] ?? settings["Pixel Size"] ?? "").split(separator: " ")
            let size = parts.first.flatMap { Double($0) }
            return try await context.pageImages(
                x: size, y: size, unit: parts.count > 1 ? String(parts[1]) : nil, attributes: "zeiss-sem",
                settings.selected(["EHT", "WD", "Mag", "Date", "Time", "Signal A"]))
        })

    /// Images of Olympus (Soft Imaging Systems): a record with the size of a pixel.
    static let sis = TIFFDialect(
        name: "sis",
        images: { context in
            guard let place = try? await context.first.integer(TIFFTag.sis),
                let record = try await TIFFRecord(context.file, at: place, count: 64), record.text(0, 4) == "SIS0"
            else { return nil }
            let little = TIFFRecord(record.bytes, .little)
            let count = min(max(little.int16(58) ?? 0, 0), 256)
            guard let entries = try await TIFFRecord(context.file, at: place + 60, count: max(8 * count, 1)) else {
                return nil
            }
            let list = TIFFRecord(entries.bytes, .little)
            for number in 0..<count where list.uint16(8 * number) == 1 {
                guard let offset = list.uint32(8 * number + 4),
                    let found = try await TIFFRecord(context.file, at: offset, count: 112)
                else { continue }
                let values = TIFFRecord(found.bytes, .little)
                // Sizes are in metres times a power of ten that stands before them.
                let power = values.int16(10).map { ($0 > -32 && $0 < 32) ? $0 : 0 } ?? 0
                let metre = Self.power(of: 10, power)
                var attributes = Attributes()
                if let magnification = values.double(36)?.distance {
                    attributes["magnification"] = .double(magnification)
                }
                if let camera = values.text(46, 34), !camera.isEmpty { attributes["camera"] = .string(camera) }
                return try await context.pageImages(
                    x: values.double(12).map { ($0 * metre).micrometres },
                    y: values.double(20).map { ($0 * metre).micrometres }, unit: "µm",
                    attributes: "sis", attributes)
            }
            return nil
        })

    /// A whole power of a number.
    private static func power(of base: Double, _ exponent: Int) -> Double {
        let size = (0..<abs(exponent)).reduce(1.0) { product, _ in product * base }
        return exponent < 0 ? 1 / size : size
    }
}

extension TIFFContext {
    /// The images of a file that tells the size of its pixels in a way of its own.
    func pageImages(
        x: Double?, y: Double?, unit: String?, attributes name: String, _ attributes: Attributes
    ) async throws -> [TIFFImage] {
        try await pageImages().enumerated().map { number, image in
            var image = image
            if let x = x?.distance, let y = y?.distance, number == 0 {
                let levels = image.levels
                image.columnAxis.calibrate(x, unit)
                image.rowAxis.calibrate(y, unit)
                image.levels = levels.map { image.reduced(to: $0.planes) }
            }
            if number == 0, !attributes.isEmpty { image.metadata.attributes[name] = .mapping(attributes) }
            return image
        }
    }
}

extension TIFFSettings {
    /// Some of the settings, as far as they are there.
    func selected(_ keys: [String]) -> Attributes {
        Attributes(keys.compactMap { key in self[key].map { (key, .string($0)) } })
    }
}

extension TIFFTag {
    static let sis: UInt16 = 33560
    static let zeissSEM: UInt16 = 34118
    static let feiSFEG: UInt16 = 34680
    static let feiHelios: UInt16 = 34682
}
