import ImageCore

/// Where the voxels of an image lie in the space right-anterior-superior: a vector for each of three axes and the
/// position of the first voxel, as a header's two forms say it.
struct NIfTIMatrix: Sendable, Hashable {
    /// The steps along x, y and z.
    var columns: [[Double]]
    /// The position of the first voxel.
    var origin: [Double]

    /// From the three rows of a header (sform).
    init(rows: [[Double]]) {
        columns = (0..<3).map { column in rows.map { $0[column] } }
        origin = rows.map { $0[3] }
    }

    init(columns: [[Double]], origin: [Double]) {
        self.columns = columns
        self.origin = origin
    }

    /// From a rotation as the last three numbers of a unit quaternion, voxel sizes and a handedness (qform).
    ///
    /// - Parameter sizes: the voxel sizes; a negative `factor` turns the third axis around.
    init(quaternion: [Double], origin: [Double], sizes: [Double], factor: Double) {
        var (b, c, d) = (quaternion[0], quaternion[1], quaternion[2])
        let square = b * b + c * c + d * d
        var a = 1 - square
        if a < 1e-7 {
            // Half a turn, as far as single precision knows.
            let length = square.squareRoot()
            (a, b, c, d) = (0, b / length, c / length, d / length)
        } else {
            a = a.squareRoot()
        }
        let x = [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)]
        let y = [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)]
        let z = [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - c * c - b * b]
        let scales = [sizes[0], sizes[1], factor < 0 ? -sizes[2] : sizes[2]]
        columns = zip([x, y, z], scales).map { column, scale in column.map { $0 * scale == 0 ? 0 : $0 * scale } }
        self.origin = origin
    }

    /// Whether it places voxels at all: finite, no axis without a length, and not all of them in one plane.
    var isUsable: Bool {
        (columns + [origin]).allSatisfy { $0.allSatisfy(\.isFinite) } && columns.allSatisfy { Self.length($0) > 0 }
            && abs(unitVolume) > 1e-6
    }

    /// The volume between the directions of the axes: 1 where they are at right angles, negative where they are
    /// left-handed.
    var unitVolume: Double {
        let units = columns.map(Self.normalized)
        return zip(Self.cross(units[0], units[1]), units[2]).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The voxel sizes.
    var sizes: [Double] { columns.map(Self.length) }

    /// Whether each axis runs along its own axis of the space, forwards.
    var isPlain: Bool { columns.indices.allSatisfy(isPlain) }

    /// Whether an axis runs along its own axis of the space, forwards.
    func isPlain(_ axis: Int) -> Bool {
        columns[axis].enumerated().allSatisfy { $0 == axis ? $1 > 0 : $1 == 0 }
    }

    /// Whether another matrix puts voxels somewhere else, by more than rounding explains.
    func differs(from other: NIfTIMatrix) -> Bool {
        let size = max(sizes.max() ?? 0, other.sizes.max() ?? 0)
        func differ(_ a: [Double], _ b: [Double], by tolerance: Double) -> Bool {
            zip(a, b).contains { abs($0 - $1) > tolerance }
        }
        return zip(columns, other.columns).contains { differ($0, $1, by: 1e-3 * size) }
            || differ(origin, other.origin, by: max(1e-3 * size, 1e-5 * (origin.map(abs).max() ?? 0)))
    }

    /// The rotation as a header keeps it: the last three numbers of a unit quaternion whose first is not negative, and
    /// the handedness; nil where the axes are not at right angles, which no rotation says.
    var rotation: (quaternion: [Double], factor: Double)? {
        let lengths = sizes
        guard isUsable else { return nil }
        var r = zip(columns, lengths).map { column, length in column.map { $0 / length } }
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            let product = zip(r[i], r[j]).reduce(0) { $0 + $1.0 * $1.1 }
            guard abs(product) < 1e-4 else { return nil }
        }
        // Exactly at right angles, however they were rounded: other readers measure it.
        r[1] = Self.normalized(Self.subtracting(r[0], from: r[1]))
        let third = Self.cross(r[0], r[1])
        let factor: Double = zip(third, r[2]).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1 : 1
        r[2] = third
        return (Self.quaternion(r), factor)
    }

    /// The quaternion of the rotation whose columns these are.
    private static func quaternion(_ r: [[Double]]) -> [Double] {
        let trace = r[0][0] + r[1][1] + r[2][2] + 1
        if trace > 0.5 {
            let a = trace.squareRoot() / 2
            let scale = 0.25 / a
            return [(r[1][2] - r[2][1]) * scale, (r[2][0] - r[0][2]) * scale, (r[0][1] - r[1][0]) * scale]
        }
        // The largest of the three gives the others without loss.
        let squares = [
            1 + r[0][0] - r[1][1] - r[2][2], 1 + r[1][1] - r[0][0] - r[2][2], 1 + r[2][2] - r[0][0] - r[1][1],
        ]
        let largest = squares.indices.max { squares[$0] < squares[$1] } ?? 0
        let root = max(squares[largest], 0).squareRoot() / 2
        let scale = 0.25 / root
        var result = [0.0, 0, 0]
        result[largest] = root
        for other in 0..<3 where other != largest {
            result[other] = (r[largest][other] + r[other][largest]) * scale
        }
        let (next, last) = ((largest + 1) % 3, (largest + 2) % 3)
        let a = (r[next][last] - r[last][next]) * scale
        return a < 0 ? result.map { -$0 } : result
    }

    // MARK: Vectors

    /// The length; exact for a vector along one axis.
    static func length(_ vector: [Double]) -> Double {
        let parts = vector.filter { $0 != 0 }
        return parts.count <= 1 ? abs(parts.first ?? 0) : parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    static func normalized(_ vector: [Double]) -> [Double] {
        let length = length(vector)
        return length > 0 ? vector.map { $0 / length } : vector
    }

    static func cross(_ a: [Double], _ b: [Double]) -> [Double] {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }

    /// What is left of a vector at right angles to a unit vector.
    private static func subtracting(_ unit: [Double], from vector: [Double]) -> [Double] {
        let product = zip(unit, vector).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(unit, vector).map { $1 - product * $0 }
    }
}
