import ByteStores
import ImageCore

/// The driver of entries that leave the format open: the content decides, then the extension, as where a path is opened
/// without a driver.
public final class AutoSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "auto", title: "any format, found by its content",
            aliases: ["intake_io.source.auto.AutoSource", "intake_io.source.AutoSource"], extensions: [],
            options: [OptionDescriptor("driver_args", .mapping, "options of the driver that is found")])
    }

    public override func makeReader() async throws -> any ImageReader {
        try await request.environment.source(
            at: request.resource, driver: nil, arguments: request.options["driver_args"]?.mappingValue ?? Attributes(),
            keepsFileOpen: true
        ).reader()
    }
}
