import ImageIntake

/// Prints minimum, maximum and mean of every channel of every image of a catalog, nested ones included.
///
/// One plane is in memory at a time, however large the images are.
@main
struct ChannelStatistics {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: ChannelStatistics CATALOG")
            return
        }
        let walk = try await Catalog.open(CommandLine.arguments[1]).walk()
        for entry in walk.entries where try await entry.role() == .image {
            do {
                let source = try await entry.source()
                for image in try await source.discover().images {
                    for channel in 0..<(image.extent(.c) ?? 1) {
                        let numbers = try await statistics(of: source, image, channel)
                        print("\(entry.name) \(image.name) \(image.channelName(channel)): \(numbers)")
                    }
                }
            } catch let error as ImageError {
                print("\(entry.name): \(error.message)")
            }
        }
        for failure in walk.failures { print("\(failure.name): \(failure.error.message)") }
    }

    private static func statistics(
        of source: ImageSource, _ image: ImageDescription, _ channel: Int
    ) async throws -> String {
        var (low, high, sum, count) = (Double.infinity, -Double.infinity, 0.0, 0)
        for var place in image.places(along: [.i, .t, .z]) {
            if image.axes.contains(.c) { place[.c] = .index(channel) }
            let plane = try await source.read(Selection(region: Region(place)))[image.name]
            let part = try plane.statistics()
            low = min(low, part.minimum?.doubleValue ?? low)
            high = max(high, part.maximum?.doubleValue ?? high)
            sum += (part.mean ?? 0) * Double(plane.count - part.nanCount)
            count += plane.count - part.nanCount
        }
        return count == 0 ? "no pixels" : "\(low) to \(high), mean \(sum / Double(count))"
    }
}

extension ImageDescription {
    fileprivate func extent(_ axis: Axis) -> Int? { axes.position(of: axis).map { shape[$0] } }

    fileprivate func channelName(_ channel: Int) -> String {
        if case .labels(let names)? = metadata.coords[.c], names.indices.contains(channel) { return names[channel] }
        return "channel \(channel)"
    }

    /// Every combination of places along those of some axes that the image has.
    fileprivate func places(along wanted: [Axis]) -> [[Axis: AxisSelection]] {
        wanted.filter(axes.contains).reduce([[:]]) { found, axis in
            found.flatMap { place in
                (0..<(extent(axis) ?? 0)).map { place.merging([axis: .index($0)]) { $1 } }
            }
        }
    }
}
