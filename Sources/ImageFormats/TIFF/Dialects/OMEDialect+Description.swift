import ImageCore
import ImageSources

extension TIFFImage {
    /// Takes axes, spacing, names and times from OME-XML.
    mutating func describe(_ image: OMEImage, _ document: OMEDocument, samples: Int) {
        let pixels = image.pixels
        var split: OMEModulo?
        let sizes: [Axis: Int] = [.z: pixels.sizeZ, .c: pixels.sizeC / max(samples, 1), .t: pixels.sizeT]
        for axis in pixels.dimensionOrder.planeAxes.reversed() {
            guard let length = sizes[axis], length > 1 else { continue }
            var stored = StoredAxis(label: axis.description, kind: Self.kind(axis), length: length)
            if axis == .z, let size = pixels.physicalSizeZ { (stored.spacing, stored.unit) = (size.value, size.unit) }
            if axis == .t { stored.setTimes(pixels) }
            outer.append(stored)
            if let modulo = image.modulo.first(where: { $0.axis == axis }), self.split(by: modulo) { split = modulo }
        }
        if let size = pixels.physicalSizeY { (rowAxis.spacing, rowAxis.unit) = (size.value, size.unit) }
        if let size = pixels.physicalSizeX { (columnAxis.spacing, columnAxis.unit) = (size.value, size.unit) }
        let hasChannelAxis = samples == 1 && pixels.sizeC > 1
        if hasChannelAxis, let names = pixels.channelNames, names.count == pixels.sizeC {
            metadata.channelNames = names
        }
        var attributes = Attributes()
        if let date = image.acquisitionDate { attributes["acquisition_date"] = .string(date) }
        if let text = image.text { attributes["description"] = .string(text) }
        if let bits = pixels.significantBits { attributes["significant_bits"] = .int(bits) }
        if let split { attributes["modulo"] = .mapping(split.attributes) }
        let channels = pixels.channels.map { $0.attributes(isNamed: hasChannelAxis) }
        if channels.contains(where: { !$0.isEmpty }) { attributes["channels"] = .array(channels.map { .mapping($0) }) }
        if !attributes.isEmpty { metadata.attributes["ome"] = .mapping(attributes) }
    }

    /// Makes two axes of the last one, along which two things change in turn, or renames it if one of them is all there
    /// is; false, with a word about it, if the numbers do not allow it.
    private mutating func split(by modulo: OMEModulo) -> Bool {
        let length = outer[outer.count - 1].length
        let name = "\(modulo.type ?? "modulo") along \(modulo.axis)"
        guard let count = modulo.count, count > 1 else { return false }
        guard length % count == 0 else {
            metadata.diagnostics.append(
                Diagnostic("the axis of \(name) has \(count) places, which do not divide \(length); it is left out"))
            return false
        }
        guard !outer.contains(where: { $0.label == "i" }) else {
            metadata.diagnostics.append(
                Diagnostic("only one axis can be split; that of \(name) with \(count) places is left as it is"))
            return false
        }
        var inner = StoredAxis(label: "i", kind: .list, length: count)
        inner.coords =
            modulo.labels.count == count
            ? .labels(modulo.labels) : .values((0..<count).map { modulo.start + Double($0) * modulo.step })
        if count == length {
            outer[outer.count - 1] = inner
        } else {
            outer[outer.count - 1].length = length / count
            outer.append(inner)
        }
        return true
    }

    private static func kind(_ axis: Axis) -> StoredAxis.Kind {
        switch axis.kind {
        case .space: .space
        case .time: .time
        case .channel: .channel
        case .image: .list
        }
    }
}

extension OMEModulo {
    /// What the inner axis is: the axis it was found along, its type and its unit.
    fileprivate var attributes: Attributes {
        var attributes: Attributes = ["axis": .string(axis.description)]
        if let type { attributes["type"] = .string(type) }
        if let unit { attributes["unit"] = .string(unit) }
        return attributes
    }
}

extension StoredAxis {
    /// The times of frames: a spacing where they are equally far apart, else each one.
    mutating func setTimes(_ pixels: OMEPixels) {
        guard let times = pixels.frameTimes, times.values.count == length, length > 1 else {
            if let step = pixels.timeIncrement { (spacing, unit) = (step.value, step.unit) }
            return
        }
        let (first, step) = (times.values[0], times.values[1] - times.values[0])
        unit = times.unit.symbol
        if step > 0, times.values.indices.allSatisfy({ times.values[$0] == first + Double($0) * step }) {
            spacing = step
            if first != 0 { origin = first }
        } else if Set(times.values).count > 1 {
            coords = .values(times.values)
        } else if let step = pixels.timeIncrement {
            (spacing, unit) = (step.value, step.unit)
        }
    }
}
