import ByteStores
import ImageCore
public import ImageSources

/// The driver of NRRD files: Nearly Raw Raster Data, <https://teem.sourceforge.net/nrrd/format.html>.
///
/// Reads attached (`.nrrd`) and detached (`.nhdr`) headers of versions 1 to 5 with one data file, a list or a pattern of
/// them; the encodings raw, gzip, bzip2, text and hex; all element types but `block`. Writes attached and detached files,
/// gzip compressed or raw.
public final class NRRDSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "nrrd", title: "NRRD",
            aliases: ["intake_io.source.nrrd.NrrdSource", "intake_io.source.NrrdSource"],
            extensions: ["nrrd", "nhdr"], signatures: [Signature("NRRD000")],
            options: [
                OptionDescriptor(
                    "outside_files", .bool,
                    "whether a detached header may name data files outside of its own folder; by default it may not")
            ])
    }

    public override class var writer: (any ImageWriter)? { NRRDWriter() }

    public override func makeReader() async throws -> any ImageReader {
        let resource = request.resource
        let object = try await resource.open()
        let (header, end) = try await NRRDHeader.read(object)
        let mayLeaveFolder = request.options["outside_files"]?.boolValue ?? false
        let data = try NRRDData(
            header, of: resource, headerEnd: end, mayLeaveFolder: mayLeaveFolder, stores: request.environment.stores)
        return try await NRRDReader(header, data, header: object, concurrency: request.environment.concurrency)
    }
}
