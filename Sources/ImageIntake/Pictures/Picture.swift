public import ImageCore

/// A plane of an image as people look at it: 8 bits a sample, grey or in colour.
public struct Picture: Sendable, Hashable {
    /// How pixels become brightness.
    public enum Contrast: Sendable, Hashable {
        /// These two values are black and white.
        case range(Double, Double)
        /// The values below and above which so many percent of the pixels lie.
        case percentiles(Double, Double)

        /// A contrast written as `0:4095` (values) or `1%:99%` (percentiles).
        ///
        /// - Throws: `invalidArgument` for anything else, and for a first number above the second.
        public init(parsing text: String) throws(ImageError) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            let percentCount = parts.count { $0.hasSuffix("%") }
            let numbers = parts.compactMap { Double($0.hasSuffix("%") ? String($0.dropLast()) : $0) }
            guard numbers.count == 2, parts.count == 2, percentCount != 1, numbers[0] <= numbers[1],
                numbers.allSatisfy(\.isFinite)
            else { throw .invalidArgument("'\(text)' is no contrast", hint: "write 0:4095 or 1%:99%") }
            self = percentCount == 0 ? .range(numbers[0], numbers[1]) : .percentiles(numbers[0], numbers[1])
        }
    }

    /// The columns.
    public let width: Int
    /// The rows.
    public let height: Int
    /// The samples of a pixel: 1 for grey, 3 for red, green and blue.
    public let channelCount: Int
    /// The samples, row after row from the top, those of a pixel together.
    public let samples: [UInt8]

    /// A picture of samples.
    ///
    /// - Throws: `invalidArgument` if they are not as many as the sizes say.
    public init(width: Int, height: Int, channelCount: Int, samples: [UInt8]) throws(ImageError) {
        guard [1, 3].contains(channelCount), width >= 0, height >= 0,
            try Shape.elementCount([height, width, channelCount]) == samples.count
        else { throw .invalidArgument("\(samples.count) samples for \(width) x \(height) x \(channelCount)") }
        self.width = width
        self.height = height
        self.channelCount = channelCount
        self.samples = samples
    }

    /// A picture of a plane with the axes `y` and `x`, and `c` if it is in colour: its first three channels.
    ///
    /// NaN is black. Images of `bool` are black and white whatever the contrast.
    /// - Throws: `invalidArgument` for other axes, `unsupported` for complex images.
    public init(_ image: ImageArray, contrast: Contrast = .percentiles(0.1, 99.9)) throws {
        let isColoured = image.axes.contains(.c)
        let order: AxisOrder = isColoured ? "yxc" : "yx"
        guard Set(image.axes) == Set(order) else {
            throw ImageError.invalidArgument(
                "a picture has the axes y and x, and c if it is in colour, not \(image.axes)")
        }
        var plane = try image.reordered(to: order)
        if isColoured {
            guard plane.shape[2] >= 3 else {
                throw ImageError.invalidArgument("a colour of \(plane.shape[2]) channels")
            }
            plane = try plane.slice(.c, 0..<3)
        }
        let values = try plane.converted(to: .float64).array.pixels(as: Double.self)
        self.init(
            values, width: plane.shape[1], height: plane.shape[0], channelCount: isColoured ? 3 : 1,
            contrast: image.elementType == .bool ? .range(0, 1) : contrast)
    }

    init(_ values: [Double], width: Int, height: Int, channelCount: Int, contrast: Contrast) {
        let (black, white) = Self.limits(values, channelCount, contrast)
        self.width = width
        self.height = height
        self.channelCount = channelCount
        // Halves, since a difference of finite numbers need not be finite.
        let range = white / 2 - black / 2
        samples = values.map { value in
            if value.isNaN { return 0 }
            if black == white, value == black { return 128 }
            if value <= black { return 0 }
            if value >= white { return 255 }
            return UInt8((255 * ((value / 2 - black / 2) / range)).rounded())
        }
    }

    private static let sampleLimit = 1 << 20

    /// The values that become black and white.
    private static func limits(_ values: [Double], _ channelCount: Int, _ contrast: Contrast) -> (Double, Double) {
        switch contrast {
        case .range(let black, let white): return (black, white)
        case .percentiles(let low, let high):
            let sorted = sample(values, channelCount).filter(\.isFinite).sorted()
            guard let first = sorted.first, let last = sorted.last else { return (0, 1) }
            func value(_ percent: Double) -> Double {
                let share = percent.isNaN ? 0 : min(max(percent, 0), 100) / 100
                return sorted[Int((share * Double(sorted.count - 1)).rounded())]
            }
            let (black, white) = (value(low), value(high))
            // Of a few spots on nothing, nothing is all percentiles.
            return black < white ? (black, white) : (first, last)
        }
    }

    /// All values, or those of many pixels that are spread over the picture, all channels of each.
    private static func sample(_ values: [Double], _ channelCount: Int) -> [Double] {
        let pixelCount = values.count / channelCount
        let wanted = sampleLimit / channelCount
        guard pixelCount > wanted else { return values }
        var sample: [Double] = []
        sample.reserveCapacity(wanted * channelCount)
        for number in 0..<wanted {
            // A stride could meet the same columns in every row.
            let pixel = Int((UInt64(number) &* 2_654_435_761) % UInt64(pixelCount))
            sample += values[pixel * channelCount..<(pixel + 1) * channelCount]
        }
        return sample
    }

    /// The same picture with other sizes: each pixel is the mean of those that it covers.
    ///
    /// - Throws: `invalidArgument` for sizes below 1.
    public func scaled(width newWidth: Int, height newHeight: Int) throws(ImageError) -> Picture {
        guard newWidth > 0, newHeight > 0 else { throw .invalidArgument("a picture of \(newWidth) x \(newHeight)") }
        var result = [UInt8](repeating: 0, count: try Shape.elementCount([newHeight, newWidth, channelCount]))
        guard width > 0, height > 0 else {
            return try Picture(width: newWidth, height: newHeight, channelCount: channelCount, samples: result)
        }
        for y in 0..<newHeight {
            let rows = Self.covered(y, of: newHeight, height)
            for x in 0..<newWidth {
                let columns = Self.covered(x, of: newWidth, width)
                for channel in 0..<channelCount {
                    var sum = 0
                    for row in rows {
                        for column in columns { sum += Int(samples[(row * width + column) * channelCount + channel]) }
                    }
                    let count = rows.count * columns.count
                    result[(y * newWidth + x) * channelCount + channel] = UInt8((sum + count / 2) / count)
                }
            }
        }
        return try Picture(width: newWidth, height: newHeight, channelCount: channelCount, samples: result)
    }

    /// The places that one of a smaller or larger number of places covers, at least one.
    private static func covered(_ place: Int, of count: Int, _ oldCount: Int) -> Range<Int> {
        let start = min(place * oldCount / count, oldCount - 1)
        return start..<max(start + 1, (place + 1) * oldCount / count)
    }
}
