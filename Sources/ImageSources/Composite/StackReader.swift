import ByteStores
import ImageCore

/// A source over several files: the series by name, each described when it is asked for.
struct StackReader: ImageReader {
    /// The files of a series: those of each variable.
    struct Series: Sendable {
        var name: String?
        var variables: [(name: String?, layout: StackLayout)]
    }

    let all: [Series]
    let environment: SourceEnvironment

    init(_ all: [Series], _ environment: SourceEnvironment) {
        self.all = all
        self.environment = environment
    }

    var seriesNames: [String?] { all.map(\.name) }

    func series(at number: Int) async throws -> StoredSeries {
        var images: [StoredImage] = []
        for (name, layout) in all[number].variables {
            var image = try await FileStack.image(layout, environment)
            if let name { image.name = name }
            images.append(image)
        }
        return StoredSeries(name: all[number].name, images: images)
    }
}

extension StackReader {
    /// What files must have in common to be one image.
    private struct Likeness: Hashable {
        var extents: [Axis: Int]
        /// The type of the pixels; nil where all become one.
        var elementType: ElementType?

        /// Such as `zyx 3x512x512 uint16`.
        var name: String {
            let axes = extents.sorted { $0.key < $1.key }
            let words = [
                axes.map { String($0.key.letter) }.joined(), axes.map { String($0.value) }.joined(separator: "x"),
                elementType?.rawValue ?? "",
            ]
            return words.filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// Files one after the other along an axis.
    ///
    /// Those of different axes, extents or types are series of their own, in the order in which the first of each comes;
    /// the headers of all are read.
    /// - Parameter elementType: the type that all pixels are turned into; nil for that of the files.
    /// - Throws: what opening the files throws.
    init(
        _ files: [StackFile], along axis: Axis, as elementType: ElementType? = nil, _ environment: SourceEnvironment
    ) async throws {
        guard let first = files.first else { throw ImageError.notFound("there are no files") }
        let (_, opened) = try await Self.open(first, as: elementType, environment)
        let found = try await mapConcurrently(files.count, limit: environment.concurrency) { number in
            let file = number == 0 ? opened : files[number].ofOneFormat(with: opened)
            var (likeness, result) = try await Self.open(file, as: elementType, environment)
            // Files that are opened anew when they are read are as many as there may be.
            if files.count > FileStack.openLimit { result.opened = nil }
            return (likeness: likeness, file: result)
        }
        var order: [Likeness] = []
        var groups: [Likeness: [StackFile]] = [:]
        for (likeness, file) in found {
            if groups[likeness] == nil { order.append(likeness) }
            groups[likeness, default: []].append(file)
        }
        let names = order.map(\.name)
        let all = order.enumerated().map { place, likeness in
            let members = groups[likeness] ?? []
            var layout = StackLayout(members, along: axis, as: elementType)
            if order.count > 1 {
                let others = names.indices.lazy.filter { $0 != place }.prefix(3).map { "'\(names[$0])'" }
                let text = others.joined(separator: ", ") + (order.count > 4 ? ", ..." : "")
                layout.diagnostics.append(
                    Diagnostic(
                        "\(members.count) of \(files.count) files are in this series; those of other shapes or types are in "
                            + text))
            }
            return Series(name: order.count > 1 ? names[place] : nil, variables: [(nil, layout)])
        }
        self.init(all, environment)
    }

    /// Reads the headers of a file.
    private static func open(
        _ file: StackFile, as elementType: ElementType?, _ environment: SourceEnvironment
    ) async throws -> (Likeness, StackFile) {
        do {
            let source = try await file.source(environment)
            guard let image = try await Selection.all.images(of: try await source.reader()).first else {
                throw ImageError.corrupt("the file holds no image")
            }
            let described = try DescribedImage(image, overrides: MetadataOverrides())
            let extents = Dictionary(uniqueKeysWithValues: zip(described.axes, image.shape))
            var opened = file
            opened.opened = source
            opened.driver = type(of: source).driver.name
            return (Likeness(extents: extents, elementType: elementType == nil ? image.elementType : nil), opened)
        } catch let error as ImageError {
            throw error.located(in: file.resource.location)
        }
    }
}
