import ImageCore
import ImageSources

extension TIFFDialect {
    /// Single images of MetaMorph: a document of properties.
    static let metaSeries = TIFFDialect(
        name: "metaseries",
        images: { context in
            guard context.description.trimmed.hasPrefix("<MetaData>") else { return nil }
            let document = MetaSeriesDocument()
            let text = Bytes(utf8: context.description)
            // What was read before an error holds all the same.
            try? text.withBytes { (span) throws(ParseError) in _ = try XMLParser.parse(span, document) }
            let values = document.values
            guard !values.isEmpty else { return nil }
            let isCalibrated = values["spatial-calibration-state"].map { $0 == "on" || $0 == "1" } ?? true
            func size(_ key: String) -> Double? { isCalibrated ? values[key].flatMap { Double($0) } : nil }
            let wanted = [
                "Exposure", "Binning", "acquisition-time-local", "stage-position-x", "stage-position-y", "z-position",
                "wavelength", "image-name", "_IllumSetting_", "_MagSetting_", "_MagNA_",
            ]
            return try await context.pageImages(
                x: size("spatial-calibration-x"), y: size("spatial-calibration-y"),
                unit: values["spatial-calibration-units"],
                attributes: "metaseries",
                Attributes(wanted.compactMap { key in values[key].map { (key, .string($0)) } }))
        })
}

/// The properties of an image: elements with an `id` and a `value`.
private final class MetaSeriesDocument: XMLHandler {
    private(set) var values: [String: String] = [:]
    private static let limit = 4096

    var wantsText: Bool { false }

    func start(_ name: String, _ attributes: XMLAttributes) throws(ParseError) {
        guard values.count < Self.limit, let id = attributes["id"], let value = attributes["value"], values[id] == nil
        else { return }
        values[id] = value
    }

    func text(_ piece: String) {}
    func end() {}
}
