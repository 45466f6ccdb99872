import ImageCore
import ImageSources

extension TIFFDialect {
    /// Slides of Leica's scanners: a document lists images, and for each the pages of all sizes, planes and channels.
    static let scn = TIFFDialect(
        name: "scn",
        images: { context in
            // The namespace stands in the first element.
            guard context.descriptionBytes.prefix(4096).array.contains(UInt8(ascii: "<")),
                Substring(context.description.utf8.prefix(4096)).contains("leica-microsystems.com/scn/")
            else { return nil }
            let document = SCNDocument()
            do {
                let text = Bytes(utf8: context.description)
                try text.withBytes { (span) throws(ParseError) in _ = try XMLParser.parse(span, document) }
            } catch {
                return nil
            }
            let chain = try await context.file.chain()
            var images: [(image: TIFFImage, isOverview: Bool)] = []
            for slide in document.images {
                guard var image = context.scnImage(slide, chain) else { continue }
                // The document may name pages that the file does not have.
                let first = slide.pages.min { ($0.level, $0.z, $0.c) < ($1.level, $1.z, $1.c) }
                if let place = first.flatMap({ chain.offset(of: $0.page) }) {
                    await image.describeDisplay(by: try await context.file.directory(at: place), image.planes.layout)
                }
                images.append((image, slide.view == document.size))
            }
            // The picture of the whole slide comes first in the document, and is not what was scanned.
            return images.filter { !$0.isOverview }.map(\.image) + images.filter(\.isOverview).map(\.image)
        })
}

extension TIFFContext {
    fileprivate func scnImage(_ slide: SCNDocument.Image, _ chain: TIFFChain) -> TIFFImage? {
        let sizes = Set(slide.pages.map(\.level)).sorted()
        func planes(_ level: Int) -> (TIFFPlanes, z: Int, c: Int)? {
            let pages = slide.pages.filter { $0.level == level }
            let (zs, cs) = (Set(pages.map(\.z)).sorted(), Set(pages.map(\.c)).sorted())
            guard zs.count.multipliedReportingOverflow(by: cs.count) == (pages.count, false),
                let first = pages.first?.page, let layout = chain.page(first)?.layout
            else { return nil }
            let ordered = pages.sorted { ($0.z, $0.c) < ($1.z, $1.c) }.map(\.page)
            guard ordered.allSatisfy((0..<chain.count).contains) else { return nil }
            let planes = self.planes(ordered.count, at: .list(files: [], pages: ordered), layout: layout)
            return (planes, zs.count, cs.count)
        }
        guard let base = sizes.first, let (full, z, c) = planes(base) else { return nil }
        var image = TIFFImage(outer: [], planes: full)
        image.name = slide.name
        if z > 1 {
            var axis = StoredAxis(label: "z", kind: .space, length: z)
            axis.calibrate(slide.spacingZ, "nm")
            image.outer.append(axis)
        }
        if c > 1 { image.outer.append(StoredAxis(label: "c", kind: .channel, length: c)) }
        if let view = slide.view {
            image.columnAxis.calibrate(view.x / Double(full.layout.width) / 1000, "µm")
            image.rowAxis.calibrate(view.y / Double(full.layout.height) / 1000, "µm")
        }
        var candidates = sizes.dropFirst().compactMap { planes($0)?.0 }
        image.levels = TIFFPyramid.levels(of: image, among: &candidates)
        return image
    }
}

/// The list of images in the description of a slide.
private final class SCNDocument: XMLHandler {
    struct Size: Equatable {
        var x: Double
        var y: Double
    }

    struct Image {
        var name: String?
        /// The extent in nanometres.
        var view: Size?
        var spacingZ: Double?
        var pages: [(level: Int, z: Int, c: Int, page: Int)] = []
    }

    private(set) var images: [Image] = []
    /// The extent of the slide.
    private(set) var size: Size?
    private static let pageLimit = 1 << 20

    var wantsText: Bool { false }

    func start(_ name: String, _ attributes: XMLAttributes) throws(ParseError) {
        func number(_ name: StaticString) -> Int? { attributes[name].flatMap { Int($0) } }
        func extent() -> Size? {
            guard let x = attributes["sizeX"].flatMap({ Double($0) }),
                let y = attributes["sizeY"].flatMap({ Double($0) })
            else { return nil }
            return Size(x: x, y: y)
        }
        if name == "collection" { size = extent() }
        if name == "image" { images.append(Image(name: attributes["name"])) }
        guard !images.isEmpty else { return }
        let last = images.count - 1
        if name == "view" {
            images[last].view = extent()
            images[last].spacingZ = attributes["spacingZ"].flatMap { Double($0) }
        }
        if name == "dimension", let page = number("ifd"), images[last].pages.count < Self.pageLimit {
            images[last].pages.append((number("r") ?? 0, number("z") ?? 0, number("c") ?? 0, page))
        }
    }

    func text(_ piece: String) {}
    func end() {}
}
