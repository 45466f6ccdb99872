import ByteStores
import ImageCore
public import ImageSources

/// The driver of TIFF files (TIFF 6.0, BigTIFF, and what microscopes and programs made of them).
///
/// Reads classic and BigTIFF files of both byte orders with strips or tiles, and takes names, axes, spacing and units
/// from whichever program's description there is.
public final class TIFFSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "tif", title: "TIFF",
            aliases: ["intake_io.source.tif.TifSource", "intake_io.source.TifSource"],
            extensions: [
                "tif", "tiff", "ome.tif", "ome.tiff", "btf", "tf8", "tf2", "ome.btf", "ome.tf2", "ome.tf8", "lsm",
                "stk",
                "svs", "ndpi", "scn", "companion.ome",
            ],
            signatures: [
                Signature(bytes: [0x49, 0x49, 42, 0]), Signature(bytes: [0x4D, 0x4D, 0, 42]),
                Signature(bytes: [0x49, 0x49, 43, 0, 8, 0]), Signature(bytes: [0x4D, 0x4D, 0, 43, 0, 8]),
            ])
    }

    public override class var writer: (any ImageWriter)? { TIFFWriter() }

    public override func makeReader() async throws -> any ImageReader {
        try await TIFFReader(request)
    }
}
