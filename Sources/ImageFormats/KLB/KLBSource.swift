import ByteStores
import ImageCore
public import ImageSources

/// The driver of KLB files: Keller Lab Block,
/// <https://github.com/JaneliaSciComp/keller-lab-block-filetype>.
///
/// Reads and writes images of up to five axes in blocks that are compressed by bzip2 or zlib, or not at all. A region
/// costs the blocks that it touches, which are decoded in parallel.
public final class KLBSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "klb", title: "KLB", aliases: ["intake_io.source.klb.KlbSource", "intake_io.source.KlbSource"],
            extensions: ["klb"], recognition: KLBHeader.isPlausible)
    }

    public override class var writer: (any ImageWriter)? { KLBWriter() }

    public override func makeReader() async throws -> any ImageReader {
        try await KLBReader(try await request.resource.open())
    }
}
