import ImageCore
import ImageSources

extension TIFFDialect {
    /// Slides of Aperio's scanners: the tiled pages are one image at several sizes, the others pictures of the slide.
    static let svs = TIFFDialect(
        name: "svs",
        images: { context in
            guard context.description.hasPrefix("Aperio") else { return nil }
            let settings = TIFFSettings(context.description.split(separator: "|").joined(separator: "\n"))
            let chain = try await context.file.chain()
            var image = TIFFImage(outer: [], planes: context.planes(1, at: .run(first: 0, step: 1)))
            await image.describeDisplay(by: context.first, context.layout)
            image.columnAxis.calibrate(settings.number("MPP"), "µm")
            image.rowAxis.calibrate(settings.number("MPP"), "µm")
            var attributes = Attributes()
            for key in settings.keys.prefix(64) { attributes[key] = settings[key].map { .string($0) } }
            image.metadata.attributes["aperio"] = .mapping(attributes)
            var candidates: [TIFFPlanes] = []
            var others: [TIFFImage] = []
            for (page, layout) in chain.pages where page > 0 {
                let planes = context.planes(1, at: .run(first: page, step: 1), layout: layout)
                if layout.isTiled, !layout.isReduced {
                    candidates.append(planes)
                } else if let directory = try await context.file.directory(ofPage: page) {
                    var other = TIFFImage(outer: [], planes: planes)
                    other.name = try await svsName(directory)
                    await other.describeDisplay(by: directory, layout)
                    others.append(other)
                }
            }
            image.levels = TIFFPyramid.levels(of: image, among: &candidates)
            return [image] + candidates.map { TIFFImage(outer: [], planes: $0) } + others
        })

    /// The name of a picture: the first word of the second line of its description, else by its kind.
    private static func svsName(_ directory: TIFFDirectory) async throws -> String {
        let text = (try? await directory.text(TIFFTag.imageDescription)) ?? ""
        let word = text.split(whereSeparator: \.isNewline).dropFirst().first?.split(separator: " ").first ?? ""
        if word == "label" || word == "macro" { return String(word) }
        switch try await directory.integer(TIFFTag.newSubfileType) ?? 0 {
        case 1: return "label"
        case 9: return "macro"
        default: return "thumbnail"
        }
    }
}
