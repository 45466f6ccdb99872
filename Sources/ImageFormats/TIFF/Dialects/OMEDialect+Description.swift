import ImageCore
import ImageSources

extension TIFFImage {
    /// Takes axes, spacing, names and times from OME-XML.
    mutating func describe(_ image: OMEImage, _ document: OMEDocument, samples: Int) {
        let pixels = image.pixels
        let sizes: [Axis: Int] = [.z: pixels.sizeZ, .c: pixels.sizeC / max(samples, 1), .t: pixels.sizeT]
        for axis in pixels.dimensionOrder.planeAxes.reversed() {
            guard let length = sizes[axis], length > 1 else { continue }
            var stored = StoredAxis(label: axis.description, kind: Self.kind(axis), length: length)
            if axis == .z, let size = pixels.physicalSizeZ { (stored.spacing, stored.unit) = (size.value, size.unit) }
            if axis == .t { stored.setTimes(pixels) }
            outer.append(stored)
            // Two things in turn along one axis: the inner one is an axis of its own.
            guard let modulo = image.modulo.first(where: { $0.axis == axis }), let count = modulo.count, count > 1,
                count < length, length % count == 0, !outer.contains(where: { $0.label == "i" })
            else { continue }
            outer[outer.count - 1].length = length / count
            var inner = StoredAxis(label: "i", kind: .list, length: count)
            inner.coords =
                modulo.labels.count == count
                ? .labels(modulo.labels) : .values((0..<count).map { modulo.start + Double($0) * modulo.step })
            outer.append(inner)
        }
        if let size = pixels.physicalSizeY { (rowAxis.spacing, rowAxis.unit) = (size.value, size.unit) }
        if let size = pixels.physicalSizeX { (columnAxis.spacing, columnAxis.unit) = (size.value, size.unit) }
        if let names = pixels.channelNames, names.count * samples == pixels.sizeC, samples == 1 || names.count == 1 {
            metadata.channelNames = samples == 1 ? names : nil
        }
        var attributes = Attributes()
        if let date = image.acquisitionDate { attributes["acquisition_date"] = .string(date) }
        if let text = image.text { attributes["description"] = .string(text) }
        if let bits = pixels.significantBits { attributes["significant_bits"] = .int(bits) }
        let channels = pixels.channels.map(Self.attributes)
        if channels.contains(where: { !$0.isEmpty }) { attributes["channels"] = .array(channels.map { .mapping($0) }) }
        if !attributes.isEmpty { metadata.attributes["ome"] = .mapping(attributes) }
    }

    private static func kind(_ axis: Axis) -> StoredAxis.Kind {
        switch axis.kind {
        case .space: .space
        case .time: .time
        case .channel: .channel
        case .image: .list
        }
    }

    private static func attributes(_ channel: OMEPixels.Channel) -> Attributes {
        var attributes = Attributes()
        if let color = channel.color { attributes["color"] = .string(color.hexadecimal) }
        if let fluor = channel.fluor { attributes["fluor"] = .string(fluor) }
        for (name, length) in [
            ("emission_wavelength", channel.emissionWavelength),
            ("excitation_wavelength", channel.excitationWavelength),
        ] {
            if let length { attributes[name] = ["value": .double(length.value), "unit": .string(length.unit)] }
        }
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
