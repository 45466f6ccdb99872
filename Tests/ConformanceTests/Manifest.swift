import Foundation

/// One entry of the corpus' list, as far as it is needed here.
struct ManifestEntry: CustomStringConvertible, Sendable {
    var path: String
    var format: String
    /// A reader must refuse it.
    var mustFail: Bool
    /// Reading it and refusing it are both right.
    var mayFail: Bool
    /// The pixels of several answers that are all right, slowest axis first.
    var digests: Set<String>
    var shape: [Int]
    var dtype: String
    var header: NRRDFacts?
    var zarr: ZarrFacts?
    var tiff: TIFFFacts?
    var klb: KLBFacts?
    var nifti: NIfTIFacts?
    /// A real file that few programs read: what its compression is may be unknown to us too.
    var isRare: Bool

    var description: String { path }
    var file: String { Places.corpus.appendingPathComponent(path).path }
    /// Whether it says what is to be read.
    var hasValues: Bool { !digests.isEmpty }

    init?(_ json: Any) {
        guard let entry = json as? [String: Any], let path = entry["path"] as? String,
            let format = entry["format"] as? String, let expected = entry["expected"] as? [String: Any]
        else { return nil }
        self.path = path
        self.format = format
        mustFail = expected["error"] as? Bool ?? false
        mayFail = ["either", "bomb", "unsupported"].contains { expected[$0] as? Bool == true }
        let alternatives =
            (expected["alternatives"] as? [String: Any])?.values.compactMap { $0 as? [String: Any] } ?? []
        digests = Set(([expected] + alternatives).compactMap { $0["sha256_reversed"] as? String })
        shape = ((expected["shape"] as? [Int]) ?? []).reversed()
        dtype = expected["dtype"] as? String ?? ""
        nifti = format == "nifti" && expected["shape"] != nil ? NIfTIFacts(expected) : nil
        header = format != "nrrd" ? nil : (expected["header"] as? [String: Any]).map { NRRDFacts($0) }
        zarr = format == "zarr" ? ZarrFacts(expected) : nil
        tiff = format == "tiff" ? TIFFFacts(expected) : nil
        klb = format == "klb" ? KLBFacts(expected) : nil
        let features = entry["features"] as? [String] ?? []
        let unknown = ["few readers decode", "compression jpegxl", "compression jpegxr", "JPEGXR", "compression png"]
        isRare = features.contains { feature in unknown.contains { feature.contains($0) } }
    }

    /// All entries, or nil where there is no corpus.
    static let all: [ManifestEntry]? = {
        guard let data = try? Data(contentsOf: Places.corpus.appendingPathComponent("MANIFEST.json")),
            let list = try? JSONSerialization.jsonObject(with: data) as? [Any]
        else { return nil }
        return list.compactMap { ManifestEntry($0) }
    }()
}
