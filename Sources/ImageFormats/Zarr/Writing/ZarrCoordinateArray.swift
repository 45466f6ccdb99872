import ImageCore
import ImageSources

/// The array of positions or names along an axis that xarray looks for beside an image.
///
/// It also notes spacing and origin as the exact numbers, which positions alone do not give back.
enum ZarrCoordinateArray {
    /// Adds the arrays of all axes of an image about which something is known, in a group.
    static func write(
        _ image: WritableImage, in group: String, format: Int, _ documents: inout ZarrStoreDocuments,
        to sink: any ZarrSink
    ) throws {
        let metadata = image.metadata
        for (axis, length) in zip(image.axes, image.shape) where length > 0 {
            var attributes = Attributes()
            if let unit = metadata.units[axis] {
                attributes["units"] = OMEAxis(axis, unit: unit).unit.map { .string($0) }
            }
            let values: Coordinates
            if let coords = metadata.coords[axis], coords.count == length {
                values = coords
                attributes["spacing"] = .null
            } else if let spacing = metadata.spacing[axis] {
                let origin = metadata.origin[axis]
                values = .values((0..<length).map { (origin ?? 0) + Double($0) * spacing })
                attributes["spacing"] = .double(spacing)
                if let origin { attributes["origin"] = .double(origin) }
            } else {
                continue
            }
            let path = group.isEmpty ? axis.description : group + "/" + axis.description
            switch values {
            case .values(let numbers):
                let array = try ImageArray(axes: "x", shape: [length], pixels: numbers)
                var plan = ZarrArrayPlan(
                    path: path, format: format, dimensions: [axis.description], shape: [length], chunk: [length],
                    elementType: .float64, encoding: .none)
                plan.attributes = attributes
                documents.add(plan)
                try ZarrArrayWriter(plan, to: sink).write([0], try array.bytes(), ScratchBuffers())
            case .labels(let names):
                try write(names, path, axis, format, attributes, &documents, to: sink)
            }
        }
    }

    /// Names: text of any length in v3, UTF-32 of a fixed length in v2, as xarray writes them.
    private static func write(
        _ names: [String], _ path: String, _ axis: Axis, _ format: Int, _ attributes: Attributes,
        _ documents: inout ZarrStoreDocuments, to sink: any ZarrSink
    ) throws(ImageError) {
        var plan = ZarrArrayPlan(
            path: path, format: format, dimensions: [axis.description], shape: [names.count], chunk: [names.count],
            elementType: .uint8, encoding: .none)
        plan.attributes = attributes
        var bytes: [UInt8] = []
        func append(_ number: UInt32) {
            for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (byte * 8))) }
        }
        if format == 3 {
            append(UInt32(truncatingIfNeeded: names.count))
            for name in names {
                append(UInt32(truncatingIfNeeded: name.utf8.count))
                bytes += Array(name.utf8)
            }
        } else {
            let length = max(names.map { $0.unicodeScalars.count }.max() ?? 1, 1)
            for name in names {
                let scalars = Array(name.unicodeScalars)
                for place in 0..<length { append(place < scalars.count ? scalars[place].value : 0) }
            }
            plan.textLength = length
        }
        plan.isText = true
        documents.add(plan)
        try sink.write(plan.key([0]), Bytes(bytes))
    }
}
