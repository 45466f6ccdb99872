import ByteStores
import Foundation
import ImageCore
import ImageSources

@testable import ImageCatalogs

/// A folder that exists while a test runs.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/imagecatalogs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
    }
}

/// A driver without files: what the tests see is the request.
final class TiffStandIn: ImageSource, @unchecked Sendable {
    override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "tif", title: "TIFF", aliases: ["intake_io.source.tif.TifSource", "intake_io.source.TifSource"],
            extensions: ["tif"], options: [OptionDescriptor("raw", .bool, "keeps stored values")])
    }
}

let standIns = DriverRegistry([TiffStandIn.self])

extension Catalog {
    /// A catalog from a text, as if it stood in `/lab/lab.yaml`.
    init(text: String, rules: CatalogRules = CatalogRules()) throws {
        self = try Catalog(
            Bytes(utf8: text), location: "/lab/lab.yaml",
            context: CatalogContext(environment: SourceEnvironment(drivers: standIns), rules: rules))
    }
}
