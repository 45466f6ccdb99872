import ImageIntake

/// Something that is worth timing, by the name that the peers know it by.
struct Workload {
    /// What a run leaves behind, to be compared with what others get.
    typealias Outcome = () async throws -> String
    /// What is timed.
    typealias Run = () async throws -> Outcome

    let name: String
    let summary: String
    /// Gets ready, which is not timed, and returns what is.
    let prepare: (_ folder: String) async throws -> Run
    /// What the workload writes, below the folder of the data; removed before and after each run, which is not timed.
    var output: String?

    /// All workloads; those called `limit-` do the least that any program must do for the one of the same name.
    static var all: [Workload] {
        reading + arrays + catalogs + stores + tiff + stacks + klb + nifti
            + limits + storeLimits + tiffLimits + catalogLimits + stackLimits + klbLimits + niftiLimits
            + writeLimits
    }
}

extension Workload {
    /// The checksum of texts, for outcomes that are not pixels.
    static func checksum(of texts: some Sequence<String>) throws -> String {
        let bytes = Array(texts.joined(separator: "\n").utf8)
        return try ImageArray(axes: "x", shape: [bytes.count], pixels: bytes).sha256()
    }
}
