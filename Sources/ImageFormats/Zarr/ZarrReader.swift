import ByteStores
import ImageCore
import ImageSources
import Synchronization

/// The series of a store; each is opened when it is asked for, and kept.
final class ZarrReader: ImageReader {
    let seriesNames: [String?]
    private let series: [ZarrSeries]
    private let opened = Mutex<[Int: StoredSeries]>([:])

    /// The series that are kept; the fields of a plate are mostly read once.
    private static let keptLimit = 64

    init(_ hierarchy: ZarrHierarchy, _ node: ZarrNode, withLabels: Bool, concurrency: Int) async throws {
        series = try await ZarrLayout(hierarchy: hierarchy, withLabels: withLabels, concurrency: concurrency)
            .series(of: node)
        seriesNames = series.map(\.name)
    }

    func series(at number: Int) async throws -> StoredSeries {
        if let known = opened.withLock({ $0[number] }) { return known }
        let images: [StoredImage]
        do {
            images = try await series[number].open()
        } catch var error as ImageError where series.count > 1 && error.hint == nil {
            error.hint = "other series of the store may be readable"
            throw error
        }
        let result = StoredSeries(name: series[number].name, images: images)
        opened.withLock {
            if $0.count >= Self.keptLimit { $0 = [:] }
            $0[number] = result
        }
        return result
    }
}

/// One series of a store.
struct ZarrSeries: Sendable {
    /// Its path in the store, or nil where there is only one.
    var name: String?
    /// Reads its metadata.
    var open: @Sendable () async throws -> [StoredImage]
}
