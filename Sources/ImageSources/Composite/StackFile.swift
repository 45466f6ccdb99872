import ByteStores
import ImageCore
import Synchronization

/// One file of a stack, and how it is opened.
struct StackFile: Sendable {
    var resource: Resource
    /// The driver; nil to look at the file.
    var driver: String?
    var options = Attributes()
    /// The source of the file, where it is open already.
    var opened: ImageSource?

    /// The source of the file.
    ///
    /// - Throws: as finding its driver does.
    func source(_ environment: SourceEnvironment) async throws -> ImageSource {
        if let opened { return opened }
        return try await environment.source(at: resource, driver: driver, arguments: options, keepsFileOpen: true)
    }
}

extension StackFile {
    /// The same with the driver of another of its set, if both names end alike.
    ///
    /// Files of one set are of one format; looking into each would cost as much as reading its header.
    func ofOneFormat(with first: StackFile) -> StackFile {
        var file = self
        if driver == nil, resource.name.suffix(4) == first.resource.name.suffix(4) { file.driver = first.driver }
        return file
    }
}

/// The images of files at the places of a grid, each opened when something of it is needed.
final class FileStack: ImageStack {
    let grid: [Int]
    private let files: [StackFile?]
    private let level: Int
    private let environment: SourceEnvironment
    /// The axes, the shape and the type that all images have.
    private let axes: AxisOrder
    private let shape: [Int]
    private let elementType: ElementType
    /// Whether pixels of other types are turned into it.
    private let isConverting: Bool
    private let opened = Mutex<[Int: StackMember]>([:])

    /// A process may have only so many files open.
    static let openLimit = 256

    private init(_ layout: StackLayout, _ image: DescribedImage, level: Int, _ environment: SourceEnvironment) {
        grid = layout.axes.map(\.length)
        files = layout.files
        self.level = level
        self.environment = environment
        axes = image.axes
        shape = image.stored.shape
        elementType = layout.elementType ?? image.stored.elementType
        isConverting = layout.elementType != nil
    }

    /// The image that the files of a layout make together, as the first of them describes it.
    ///
    /// - Throws: what opening the first file throws; `corrupt` if it has one of the grid's axes itself.
    static func image(_ layout: StackLayout, _ environment: SourceEnvironment) async throws -> StoredImage {
        guard var first = layout.files.compactMap(\.self).first else { throw ImageError.notFound("there are no files") }
        let source = try await first.source(environment)
        first.driver = type(of: source).driver.name
        let reader = try await source.reader()
        let stored = try await Selection.all.images(of: reader).first
        guard let stored else {
            throw ImageError.corrupt("the file holds no image", at: .init(first.resource.location))
        }
        var stack = layout
        stack.files = layout.files.map { $0?.ofOneFormat(with: first) }
        do {
            var image = try combined(stack, stored, level: 0, environment)
            for (number, level) in stored.levels.enumerated() {
                image.levels.append(try combined(stack, level, level: number + 1, environment))
            }
            return image
        } catch {
            throw error.located(in: first.resource.location)
        }
    }

    private static func combined(
        _ layout: StackLayout, _ first: StoredImage, level: Int, _ environment: SourceEnvironment
    ) throws(ImageError) -> StoredImage {
        let described = try DescribedImage(first, overrides: MetadataOverrides())
        for axis in layout.axes {
            if let letter = axis.label?.first, let own = Axis(letter: letter), described.axes.contains(own) {
                throw .corrupt(
                    "the files have an axis \(own) themselves (\(described.axes), \(Shape.describe(first.shape)))",
                    hint: "arrange them along another axis")
            }
        }
        let type = layout.elementType ?? first.elementType
        guard type == first.elementType || !first.elementType.isComplex else {
            throw .unsupported("\(first.elementType) pixels do not become \(type)", hint: "leave out as_float32")
        }
        var image = first
        image.elementType = type
        image.axes =
            layout.axes
            + zip(first.axes, described.axes).map { axis, letter in
                var axis = axis
                axis.label = String(letter.letter)
                return axis
            }
        image.chunkShape = layout.axes.map { _ in 1 } + first.chunkShape
        image.chunkOrder = nil
        image.shardShape = nil
        image.byteOrder = .native
        image.fillValue = try layout.fillValue.map { (value) throws(ImageError) in
            try element(value, of: type)
        }
        image.levels = []
        image.metadata.diagnostics += layout.diagnostics
        image.access = .stack(FileStack(layout, described, level: level, environment))
        return image
    }

    private static func element(_ value: Double, of type: ElementType) throws(ImageError) -> Bytes {
        do {
            let array = try ImageArray(axes: "x", shape: [1], pixels: [value]).converted(to: type).array
            let kept = try array.converted(to: .float64).array.pixel(at: [0], as: Double.self)
            if kept == value || kept.isNaN && value.isNaN { return try array.bytes() }
        } catch {}
        throw .invalidArgument("the images are \(type), which cannot be the fill value \(value)")
    }

    func member(at index: [Int]) async throws -> StackMember? {
        let number = zip(index, grid).reduce(0) { $0 * $1.1 + $1.0 }
        guard files.indices.contains(number), let file = files[number] else { return nil }
        if let member = opened.withLock({ $0[number] }) { return member }
        do {
            let member = try await open(file)
            if files.count <= Self.openLimit { opened.withLock { $0[number] = member } }
            return member
        } catch let error as ImageError {
            throw error.located(in: file.resource.location)
        }
    }

    private func open(_ file: StackFile) async throws -> StackMember {
        let source = try await file.source(environment)
        let reader = try await source.reader()
        var selection = Selection.all
        selection.level = level
        guard let image = try await selection.images(of: reader).first else {
            throw ImageError.corrupt("the file holds no image")
        }
        let described = try DescribedImage(image, overrides: MetadataOverrides())
        let places = described.axes.compactMap { axes.position(of: $0) }
        let isSame =
            places.count == axes.count && (isConverting || image.elementType == elementType)
            && zip(places, image.shape).allSatisfy { shape[$0] == $1 }
        guard isSame else {
            throw ImageError.corrupt(
                "the image is \(described.axes) \(Shape.describe(image.shape)) \(image.elementType), the first of its set "
                    + "\(axes) \(Shape.describe(shape))\(isConverting ? "" : " \(elementType)")",
                hint: "leave it out, or convert it")
        }
        return StackMember(reader: reader, image: image, places: places, isConverted: isConverting)
    }
}
