/// A cell: an ellipsoid with a nucleus inside and a cortex of actin around.
///
/// Lengths are in µm. Only the four operations and square roots are used, which are exact on every machine: the images come out the same
/// everywhere.
struct Cell {
    /// The position of the centre.
    var z, y, x: Double
    /// The radius in the plane; cells are half as high.
    var radius: Double
    /// How much brighter than others it is.
    var brightness: Double
    /// How far it moves from frame to frame.
    var driftY, driftX: Double

    /// The light that comes from a point.
    func light(_ channel: Channel, z: Double, y: Double, x: Double, frame: Int) -> Double {
        let dz = 2 * (z - self.z)
        let dy = y - self.y - driftY * Double(frame)
        let dx = x - self.x - driftX * Double(frame)
        let distance = (dz * dz + dy * dy + dx * dx).squareRoot() / radius
        switch channel {
        case .nuclei: return brightness * Cell.ball(distance / 0.5)
        case .actin: return brightness * (0.15 * Cell.ball(distance) + Cell.shell(distance))
        }
    }

    /// About 1 inside of the unit ball and 0 outside, with a soft edge.
    private static func ball(_ distance: Double) -> Double {
        let square = distance * distance
        return 1 / (1 + square * square * square * square)
    }

    /// A peak at distance 1.
    private static func shell(_ distance: Double) -> Double {
        let offset = (distance - 1) / 0.1
        return 1 / (1 + offset * offset)
    }
}

/// What a channel shows.
enum Channel: String, CaseIterable {
    case nuclei, actin
}
