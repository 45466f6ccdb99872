/// The version of this package.
public enum PackageVersion {
    /// As `imcat --version` prints it and files carry it.
    public static let current = "0.1.0"
}
