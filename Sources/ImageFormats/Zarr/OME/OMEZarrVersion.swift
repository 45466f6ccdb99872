/// A version of OME-NGFF that is written.
enum OMEZarrVersion: String, Sendable, Hashable, CaseIterable {
    case v04 = "0.4"
    case v05 = "0.5"

    /// The version of Zarr that goes with it.
    var zarrFormat: Int { self == .v04 ? 2 : 3 }
}
