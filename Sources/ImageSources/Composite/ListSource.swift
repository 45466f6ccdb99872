import ByteStores
import ImageCore

/// The driver of lists of images, which lie along an axis; they may be of different formats.
///
/// Those of different shapes or types are series of their own.
public final class ListSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "list", title: "list of images",
            aliases: ["intake_io.source.list.ListSource", "intake_io.source.ListSource"], extensions: [],
            locationNames: [],
            options: [
                OptionDescriptor("items", .paths, "the paths or URLs, or mappings with 'uri', 'driver' and 'args'"),
                OptionDescriptor("axis", .string, "the axis along which the images lie, z by default"),
                OptionDescriptor(
                    "as_float32", .bool,
                    "whether all pixels become float32, the nearest to what they are; false by default. Images of "
                        + "different types then are one"),
                OptionDescriptor(
                    "num_workers", .int, "of older catalogs; how much is done at once is not the file's to say"),
            ] + OptionDescriptor.memberOptions)
    }

    public override func makeReader() async throws -> any ImageReader {
        let items = request.options["items"]?.arrayValue ?? []
        guard !items.isEmpty else {
            throw ImageError.invalidArgument("the list has no items", hint: "write items: [a.tif, b.tif]")
        }
        let files = try items.map { try file($0) }
        return try await StackReader(
            files, along: try request.axis("axis", .z),
            as: request.options["as_float32"]?.boolValue == true ? .float32 : nil, request.environment)
    }

    private func file(_ item: AttributeValue) throws -> StackFile {
        let base = request.resource.location
        func resource(_ path: String) throws -> Resource {
            try request.environment.stores.resource(at: path, in: base)
        }
        switch item {
        case .string(let path): return try request.member(at: try resource(path))
        case .mapping(let fields):
            guard let path = fields["uri"]?.stringValue else { break }
            var file = try request.member(at: try resource(path))
            if let driver = fields["driver"]?.stringValue { file.driver = driver }
            if let options = fields["args"]?.mappingValue { file.options = options }
            return file
        default: break
        }
        throw ImageError.invalidArgument(
            "an item of the list is \(item.json())", hint: "write a path, or a mapping with 'uri', 'driver' and 'args'")
    }
}
