import ImageCore

/// What another decoder read out of a KLB file, with all five axes, by the rules of this package: those that make no
/// difference are left out.
///
/// Written apart from the driver, which it checks.
struct KLBFacts: Sendable {
    private var shape: [Int]
    private var sampling: [Double]
    private var block: [Int]
    var dtype: String
    var sha256: String
    var compression: String
    var text: String

    init?(_ expected: [String: Any]) {
        guard let header = expected["header"] as? [String: Any], let shape = expected["shape"] as? [Int],
            let sampling = header["pixel_size_xyzct"] as? [Double], let block = header["block_xyzct"] as? [Int],
            let sha256 = expected["sha256"] as? String
        else { return nil }
        self.shape = shape
        self.sampling = sampling.reversed()
        self.block = block.reversed()
        self.sha256 = sha256
        dtype = expected["dtype"] as? String ?? ""
        compression = header["compression"] as? String ?? ""
        text = header["metadata"] as? String ?? ""
    }

    private var places: [Int] { shape.indices.filter { shape[$0] > 1 || $0 > 2 } }
    private func letter(_ place: Int) -> String { ["t", "c", "z", "y", "x"][place] }

    var axes: String { places.map(letter).joined() }
    var extents: [Int] { places.map { shape[$0] } }
    var chunks: [Int] { places.map { min(block[$0], shape[$0]) } }
    var spacing: [String: Double] {
        Dictionary(uniqueKeysWithValues: places.filter { $0 != 1 }.map { (letter($0), sampling[$0]) })
    }
    var units: [String: String] { Dictionary(uniqueKeysWithValues: spacing.keys.map { ($0, $0 == "t" ? "s" : "µm") }) }
}
