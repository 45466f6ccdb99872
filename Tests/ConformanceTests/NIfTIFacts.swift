import Foundation
import ImageCore

/// What follows from the header of a NIfTI file, as another program read it, by the rules of this package: axes, extents,
/// spacing and units.
///
/// Written apart from the driver, which it checks.
struct NIfTIFacts: Sendable {
    /// The extents of the array that the other program gives, fastest first.
    private var extents: [Int]
    private var isColour: Bool
    private var numbers: [String: Double]
    private var words: [String: String]
    private var isPlaced: Bool
    /// The matrix, by rows.
    let affine: [[Double]]
    /// Minimum, maximum and mean of the scaled values; nil where none are scaled.
    let scaled: (minimum: Double, maximum: Double, mean: Double)?
    /// The type of the stored numbers.
    let storedType: String

    init(_ expected: [String: Any]) {
        extents = expected["shape"] as? [Int] ?? []
        isColour = !(expected["dtype"] is String)
        storedType = expected["dtype"] as? String ?? "uint8"
        numbers = (expected["spacing"] as? [String: Double]) ?? [:]
        words = (expected["spacing_units"] as? [String: String]) ?? [:]
        affine = expected["affine"] as? [[Double]] ?? []
        let header = expected["header"] as? [String: Any] ?? [:]
        // The other program makes 1 of 0, which says nothing.
        let sizes = (header["pixdim"] as? [Double] ?? []).dropFirst()
        for (letter, size) in zip(["x", "y", "z", "t"], sizes) where size == 0 { numbers[letter] = nil }
        let codes = ["qform_code", "sform_code"].compactMap { header[$0] as? Int }
        isPlaced = codes.contains { $0 > 0 }
        let values = expected["scaled"] as? [String: Any]
        scaled = values.flatMap { values in
            guard let low = values["min"] as? Double, let high = values["max"] as? Double,
                let mean = values["mean"] as? Double
            else { return nil }
            return (low, high, mean)
        }
    }

    /// How many dimensions count: those of one place at the end do not, but for x and y.
    private var count: Int { max((extents.lastIndex { $0 > 1 } ?? 0) + 1, min(extents.count, 2)) }

    /// The axes, slowest first.
    var axes: String { String("xyztci".prefix(count).reversed()) + (isColour ? "c" : "") }

    /// The extents, slowest first; those of a colour are not known here.
    var shape: [Int] { extents.prefix(count).reversed() }

    /// The distances along axes, by the matrix where there is one; 0 says nothing.
    var spacing: [String: Double] {
        var result: [String: Double] = [:]
        for (place, letter) in ["x", "y", "z", "t"].enumerated() where place < count {
            var value = numbers[letter] ?? 0
            if isPlaced, place < 3, affine.count == 4 {
                value = (0..<3).reduce(0) { $0 + affine[$1][place] * affine[$1][place] }.squareRoot()
            }
            if value > 0 { result[letter] = value }
        }
        return result
    }

    /// The units of axes that have a distance.
    var units: [String: String] {
        words.filter { spacing[$0.key] != nil }.compactMapValues { Unit.parse($0)?.unit.symbol }
    }
}
