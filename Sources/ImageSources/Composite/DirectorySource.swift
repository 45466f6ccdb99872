import ByteStores
import ImageCore

/// The driver of folders whose files are the planes of one image, in the natural order of their names; files of different
/// shapes or types are series of their own.
public final class DirectorySource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "directory", title: "folder of images",
            aliases: ["intake_io.source.directory.DirSource", "intake_io.source.DirSource"], extensions: [],
            locationNames: ["uri", "folder", "path"],
            options: [
                OptionDescriptor("axis", .string, "the axis along which the files lie, z by default"),
                OptionDescriptor("extensions", .list, "the endings of the names; by default all that a driver knows"),
                OptionDescriptor("extension", .string, "one ending, as older catalogs name it"),
            ] + OptionDescriptor.memberOptions)
    }

    public override func makeReader() async throws -> any ImageReader {
        let wanted = try request.endings()
        let folder = request.resource
        let paths = try await FileSearch(folder: folder, depth: 0).paths().filter { path in
            let name = path.lowercased()
            return wanted.contains { name.hasSuffix($0) }
        }
        guard !paths.isEmpty else {
            throw ImageError.notFound(
                "the folder has no files that end in \(wanted.prefix(12).joined(separator: ", "))",
                at: .init(folder.location), hint: "name other endings: extensions: [tif, png]")
        }
        let files = try paths.map { try request.member(at: folder.below($0)) }
        return try await StackReader(files, along: try request.axis("axis", .z), request.environment)
    }
}
