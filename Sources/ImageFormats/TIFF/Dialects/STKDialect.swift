import ByteStores
import ImageCore
import ImageSources

extension TIFFDialect {
    /// Stacks of MetaMorph: one directory, behind whose pixels those of all other planes lie.
    static let stk = TIFFDialect(
        name: "stk",
        images: { context in
            guard let planes = STKTags.planeCount(context.first) else { return nil }
            // Compressed planes would have to be found one by one.
            guard planes == 1 || context.layout.compression == 1 else { return nil }
            let page = try await TIFFPage(context.first, layout: context.layout)
            guard let stack = TIFFStack(page, planes: planes) else { return nil }
            let tags = try await STKTags(context.first, planes: planes)
            var image = TIFFImage(outer: tags.axes(stack.count), planes: context.planes(stack))
            image.contiguousStart = stack.contiguousStart
            image.name = tags.name
            if let pixel = tags.pixel {
                image.columnAxis.calibrate(pixel.x, tags.unit)
                image.rowAxis.calibrate(pixel.y, tags.unit)
                await image.describeDisplay(by: context.first, context.layout)
            } else {
                try await image.calibrate(by: context.first)
            }
            if stack.count < planes {
                image.metadata.diagnostics.append(
                    Diagnostic("the file describes \(planes) planes and ends after \(stack.count) of them"))
            }
            let wavelengths = Set(tags.wavelengths.filter { $0 > 0 }).sorted()
            var attributes = Attributes()
            if !wavelengths.isEmpty { attributes["wavelengths"] = .array(wavelengths.map { .double($0) }) }
            if !attributes.isEmpty { image.metadata.attributes["stk"] = .mapping(attributes) }
            return [image]
        })
}

extension STKTags {
    /// The axes along the planes: the wavelengths if they repeat, and `z`, `t` or `i` for the rest.
    func axes(_ count: Int) -> [StoredAxis] {
        guard count > 1 else { return [] }
        let (channels, isInner) = channelCount(count)
        let places = count / channels
        let step = isInner ? channels : 1
        var axis = StoredAxis(label: "i", kind: .list, length: places)
        let distances = Array(stride(from: 0, to: places * step, by: step)).compactMap { place in
            self.distances.indices.contains(place) ? self.distances[place] : nil
        }
        let times = Array(stride(from: 0, to: places * step, by: step)).compactMap { place in
            self.times.indices.contains(place) ? self.times[place] : nil
        }
        // Some versions of the program leave the distance of the first plane at 0: nothing is before it.
        let steps = distances.dropFirst()
        if distances.count == places, places > 1, steps.allSatisfy({ $0 != 0 }) {
            axis = StoredAxis(label: "z", kind: .space, length: places)
            if steps.allSatisfy({ $0 == steps.first }) { axis.calibrate(steps.first, unit ?? "µm") }
        } else if times.count == places, places > 1, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) {
            axis = StoredAxis(
                label: "t", kind: .time, length: places, unit: "ms",
                coords: .values(times.map { Double($0 - times[0]) }))
        }
        guard channels > 1 else { return [axis] }
        let lengths = (0..<channels).map { wavelengths[isInner ? $0 : $0 * places] }
        let channel = StoredAxis(
            label: "c", kind: .channel, length: channels, coords: .labels(lengths.map(Self.channelName)))
        guard places > 1 else { return [channel] }
        return isInner ? [axis, channel] : [channel, axis]
    }

    /// How many wavelengths repeat, and whether they change from plane to plane or after all planes of one.
    private func channelCount(_ count: Int) -> (Int, isInner: Bool) {
        let different = Set(wavelengths.prefix(count)).count
        guard wavelengths.count >= count, different > 1, count % different == 0 else { return (1, true) }
        if (0..<count).allSatisfy({ wavelengths[$0] == wavelengths[$0 % different] }) { return (different, true) }
        let places = count / different
        if (0..<count).allSatisfy({ wavelengths[$0] == wavelengths[$0 / places * places] }) {
            return (different, false)
        }
        return (1, true)
    }

    private static func channelName(_ wavelength: Double) -> String {
        wavelength == wavelength.rounded() && abs(wavelength) < 1e9
            ? "\(Int(wavelength)) nm" : "\(wavelength) nm"
    }
}
