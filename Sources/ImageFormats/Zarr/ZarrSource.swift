import ByteStores
import ImageCore
public import ImageSources

/// The driver of Zarr stores, versions 2 and 3, and of OME-Zarr in them (NGFF 0.1 to 0.6).
///
/// A store is a folder or a zip archive; a path may go on inside of it, to a group or an array. Series are the images of
/// a bioformats2raw layout, the fields of a plate, or the arrays of a group without further meaning. An OME image has its
/// resolution levels, and its labels as further arrays; variables of an xarray store are arrays of one data set.
/// Specifications: <https://zarr-specs.readthedocs.io>, <https://ngff.openmicroscopy.org>.
public final class ZarrSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "zarr", title: "Zarr",
            aliases: ["intake_io.source.zarr.ZarrSource", "intake_io.source.ZarrSource", "ome-zarr"],
            extensions: ["zarr", "zr", "zarr.zip", "ozx"], folderMarkers: ZarrHierarchy.markers,
            options: [
                OptionDescriptor(
                    "labels", .bool, "whether the labels of an OME image are read with it; by default they are")
            ])
    }

    public override class var writer: (any ImageWriter)? { ZarrWriter() }

    public override func makeReader() async throws -> any ImageReader {
        let resource = request.resource
        guard
            let found = try await MarkedFolder.find(
                resource, markers: ZarrHierarchy.markers, stores: request.environment.stores),
            let (hierarchy, node) = try await ZarrHierarchy.open(found.folder)
        else {
            throw ImageError.corrupt(
                "there are no Zarr metadata (\(ZarrHierarchy.markers.prefix(3).joined(separator: ", ")))",
                at: .init(resource.location), hint: "name the folder of a group or an array")
        }
        return try await ZarrReader(
            hierarchy, node, withLabels: request.options["labels"]?.boolValue ?? true,
            concurrency: request.environment.concurrency)
    }
}
