import ByteStores
import ImageCore
public import ImageSources

/// The driver of NIfTI-1, NIfTI-2 and ANALYZE 7.5 files, <https://nifti.nimh.nih.gov>.
///
/// Reads single files and pairs of header and image of both byte orders, compressed with gzip or not; all types but single
/// bits and numbers of 128 bits. Writes single files and pairs.
public final class NIfTISource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "nifti", title: "NIfTI",
            aliases: ["intake_io.source.nifti.NiftiSource", "intake_io.source.NiftiSource"],
            extensions: ["nii", "nii.gz", "hdr", "img", "hdr.gz", "img.gz"],
            signatures: [
                Signature(bytes: Array("n+1".utf8) + [0], at: 344), Signature(bytes: Array("ni1".utf8) + [0], at: 344),
                Signature(bytes: Array("n+2".utf8) + [0, 0x0D, 0x0A, 0x1A, 0x0A], at: 4),
                Signature(bytes: Array("ni2".utf8) + [0, 0x0D, 0x0A, 0x1A, 0x0A], at: 4),
            ],
            options: [
                OptionDescriptor(
                    "raw", .bool,
                    "whether the stored numbers are given where the header scales them (scl_slope, scl_inter); by "
                        + "default the values that they stand for"),
                OptionDescriptor(
                    "index_file", .bool,
                    "whether places to go on from in compressed pixels are kept in a file beside them "
                        + "(NAME\(GzipIndexFile.suffix)), written when all pixels were read; by default they are kept "
                        + "only while the source is open"),
                OptionDescriptor(
                    "index_folder", .paths, "the folder in which such files are kept instead of beside the pixels"),
            ])
    }

    public override class var writer: (any ImageWriter)? { NIfTIWriter() }

    public override func makeReader() async throws -> any ImageReader {
        try await NIfTIReader(request)
    }
}
