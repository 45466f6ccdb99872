public import ImageSources

extension DriverRegistry {
    /// The formats of this package, the preferred first where several could read a file.
    public static let builtIn = DriverRegistry([
        NRRDSource.self,
        NIfTISource.self,
        ZarrSource.self,
        TIFFSource.self,
        KLBSource.self,
        FilePatternSource.self,
        DirectorySource.self,
        ListSource.self,
        AutoSource.self,
    ])
}
