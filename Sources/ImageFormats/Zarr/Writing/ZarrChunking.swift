import ImageCore

/// The extents of chunks, shards and resolution levels that are chosen where nobody says otherwise.
enum ZarrChunking {
    /// A chunk of a volume: about so many elements of it fit the caches and one request of a viewer.
    private static let chunkByteCount = 2 << 20
    /// The most bytes of a shard.
    private static let shardByteCount = 64 << 20
    /// From this many chunks on they are put into shards: file systems and object stores mind many small files.
    private static let shardedChunkCount = 1024
    /// Levels are added until an image is at most so wide and high.
    private static let smallestExtent = 256
    private static let levelLimit = 12

    /// Chunks: planes of 1024 x 1024, or blocks of a volume that are as thick as they are wide in space.
    static func chunk(axes: AxisOrder, shape: [Int], elementSize: Int, spacing: [Axis: Double]) -> [Int] {
        var chunk = shape.map { _ in 1 }
        func set(_ axis: Axis, _ extent: Int) {
            if let place = axes.position(of: axis) { chunk[place] = max(1, min(extent, shape[place])) }
        }
        let depth = axes.position(of: .z).map { shape[$0] } ?? 1
        if depth == 1 {
            set(.x, 1024)
            set(.y, 1024)
            return chunk
        }
        var ratio = 1.0
        if let z = spacing[.z], let x = spacing[.x], z > 0, x > 0 { ratio = min(max(z / x, 1), 16) }
        var thickness = 64
        while ratio >= 1.5, thickness > 4 {
            thickness /= 2
            ratio /= 2
        }
        set(.z, thickness)
        var width = 64
        let actual = axes.position(of: .z).map { chunk[$0] } ?? 1
        while width < 1024, actual * (2 * width) * (2 * width) * elementSize <= Self.chunkByteCount { width *= 2 }
        set(.y, width)
        set(.x, width)
        return chunk
    }

    /// Shards: chunks side by side along x, y and z, or none where there are few chunks.
    static func shard(axes: AxisOrder, shape: [Int], chunk: [Int], elementSize: Int) -> [Int]? {
        let grid = zip(shape, chunk).map { ($0 + $1 - 1) / $1 }
        guard let count = try? Shape.elementCount(grid), count > shardedChunkCount else { return nil }
        var shard = chunk
        for axis in [Axis.x, .y, .z] {
            guard let place = axes.position(of: axis) else { continue }
            while shard[place] < shape[place], shard.reduce(elementSize, *) * 2 <= shardByteCount { shard[place] *= 2 }
        }
        return shard
    }

    /// Which axes each further level halves: x and y while they are long, z as long as it is not coarser than x.
    static func halvings(
        axes: AxisOrder, shape: [Int], spacing: [Axis: Double], levels: Int?
    ) -> [[Bool]] {
        var shape = shape
        var spacing = spacing
        var halvings: [[Bool]] = []
        let limit = min((levels ?? levelLimit + 1) - 1, levelLimit)
        while halvings.count < limit {
            func extent(_ axis: Axis) -> Int { axes.position(of: axis).map { shape[$0] } ?? 1 }
            let isLarge = max(extent(.x), extent(.y)) > smallestExtent
            guard levels != nil || isLarge, max(extent(.x), extent(.y)) > 1 else { break }
            let isFine: Bool
            if let z = spacing[.z], let x = spacing[.x] {
                isFine = z <= x
            } else {
                // Unknown spacing: as thick as wide.
                isFine = spacing[.z] == nil && spacing[.x] == nil
            }
            let halving = axes.enumerated().map { place, axis in
                switch axis {
                case .x, .y: shape[place] > 1
                case .z: isFine && shape[place] > 1
                default: false
                }
            }
            halvings.append(halving)
            for (place, axis) in axes.enumerated() where halving[place] {
                shape[place] = (shape[place] + 1) / 2
                spacing[axis] = spacing[axis].map { $0 * 2 }
            }
            // An image whose spacing is unknown is halved alike in all directions.
        }
        return halvings
    }
}
