import ImageFormats
public import ImageSources

extension SourceEnvironment {
    /// All formats and stores of this package, the machine's memory as limit, and one task per processor.
    public static let standard = SourceEnvironment(drivers: .builtIn)
}
