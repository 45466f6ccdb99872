import ByteStores
import ImageCore
import ImageSources

extension TIFFDialect {
    /// Files of tifffile with the shape of each series in the description of its first page.
    static let shaped = TIFFDialect(
        name: "tifffile",
        images: { context in
            guard try parse(context.descriptionBytes) != nil else { return nil }
            var images: [TIFFImage] = []
            var page = 0
            // One series after the other; each begins where the one before ends.
            while let directory = try await context.file.directory(ofPage: page) {
                let bytes = try await directory.bytes(TIFFTag.imageDescription) ?? .empty
                guard let description = try parse(bytes) else { break }
                let layout = page == 0 ? context.layout : try await TIFFLayout(directory)
                guard let (image, count) = try await image(description, layout, directory, page, context) else { break }
                images.append(image)
                page += count
                if images.count == Self.seriesLimit { break }
            }
            return images.isEmpty ? nil : images
        })

    /// More series in one file are none that anyone would name.
    private static let seriesLimit = 4096

    private static func parse(_ bytes: Bytes) throws -> ShapedDescription? {
        try bytes.withBytes { (span) throws(ParseError) in try ShapedDescription.parse(span) }
    }

    /// The image that begins at a page, and how many pages it takes; nil if its shape does not fit them.
    private static func image(
        _ description: ShapedDescription, _ layout: TIFFLayout, _ directory: TIFFDirectory, _ page: Int,
        _ context: TIFFContext
    ) async throws -> (TIFFImage, Int)? {
        // The axes of the page at the end of the shape: samples, depth, rows and columns, each of them only if longer than 1
        // or stated nevertheless.
        let inner = [
            layout.isPlanar ? layout.samples : 1, layout.depth, layout.height, layout.width,
            layout.isPlanar ? 1 : layout.samples,
        ]
        let pageElements = inner.reduce(1, *)
        guard pageElements > 0, description.elementCount > 0, description.elementCount % pageElements == 0 else {
            return nil
        }
        let count = description.elementCount / pageElements
        let shape = description.shape
        let axes = description.axes?.lowercased().map(String.init) ?? shape.map { _ in "q" }
        var left = pageElements
        var end = shape.count
        while end > 0, left > 1 {
            guard left % shape[end - 1] == 0 else { return nil }
            left /= shape[end - 1]
            end -= 1
        }
        // Axes of length 1 that belong to the page: y and x are always there.
        let innerCount = 2 + (layout.samples > 1 ? 1 : 0) + (layout.depth > 1 ? 1 : 0)
        while end > 0, shape[end - 1] == 1, shape.count - end < innerCount { end -= 1 }
        let planes = shape[..<end].reduce(1, *)
        guard planes == count else { return nil }
        var outer: [StoredAxis] = []
        for place in 0..<end {
            outer.append(StoredAxis(label: axes[place], kind: .unknown, length: shape[place]))
        }
        let names = Array(axes[end...])
        var image = TIFFImage(
            outer: outer, planes: context.planes(count, at: .run(first: page, step: 1), layout: layout))
        if names.count == innerCount, description.axes != nil, layout.samples > 1 {
            image.sampleAxis.label = layout.isPlanar ? names[0] : names[innerCount - 1]
        }
        // Only the first page of such a series has a directory.
        let isAlone = description.isTruncated || (count > 1 && directory.next == 0)
        if isAlone, count > 1 {
            guard let stack = TIFFStack(allOf: count, behind: try await TIFFPage(directory, layout: layout)) else {
                throw ImageError.corrupt(
                    "the description tells of \(count) planes behind the first page, the file does not hold them",
                    at: .init(context.file.object.location, byteOffset: directory.offset))
            }
            image.planes = context.planes(stack)
            image.contiguousStart = stack.contiguousStart
        }
        let pages = isAlone ? 1 : count
        image.metadata.diagnostics += description.diagnostics
        if !description.attributes.isEmpty { image.metadata.attributes["tifffile"] = .mapping(description.attributes) }
        try await image.calibrate(by: directory)
        if !isAlone || count == 1 {
            image.levels = try await TIFFPyramid.levels(of: image, subIFDsOf: directory) { layout, number in
                TIFFPlanes(
                    layout, count: count, byteOrder: context.file.header.byteOrder, in: [context.member],
                    at: .run(first: page, step: 1), subIFD: number)
            }
        }
        if count == 1 { try await image.findContiguous(in: directory) }
        return (image, pages)
    }
}
