import ImageIntake

/// Checksums and statistics of the images of a source.
struct Digest {
    /// Those of one image.
    fileprivate struct Image {
        var array: ImageArray
        var checksum: String
        var statistics: Statistics

        init(_ array: ImageArray) throws {
            self.array = array
            checksum = try array.sha256()
            statistics = try array.statistics()
        }
    }

    private let location: String
    private let driver: String
    private let images: [Image]

    /// Computes them.
    ///
    /// - Throws: `limitExceeded` if there is no memory for it.
    init(_ dataset: ImageDataset, of source: ImageSource) throws {
        location = source.request.resource.location
        driver = type(of: source).driver.name
        images = try dataset.arrays.map { try Image($0) }
    }

    /// In both forms.
    var item: Report.Item {
        var text = Console.bold(location.printable) + ": \(driver)\n"
        for image in images { text += image.text }
        let fields: AttributeValue = [
            "location": .string(location), "driver": .string(driver), "images": .array(images.map(\.attribute)),
        ]
        return Report.Item(json: fields, text: text)
    }
}

extension Digest.Image {
    /// The object of `imcat digest --json`.
    fileprivate var attribute: AttributeValue {
        var fields = Attributes()
        fields["name"] = .string(array.name)
        fields["axes"] = .string(array.axes.letters)
        fields["shape"] = .array(array.shape.map { .int($0) })
        fields["dtype"] = .string(array.elementType.rawValue)
        fields["sha256"] = .string(checksum)
        fields["min"] = Self.number(statistics.minimum)
        fields["max"] = Self.number(statistics.maximum)
        fields["mean"] = mean
        if statistics.nanCount > 0 { fields["nan_count"] = .int(statistics.nanCount) }
        return .mapping(fields)
    }

    fileprivate var text: String {
        var text = "  " + ImageText.summary(array.name, array.elementType, array.axes, array.shape) + "\n"
        func add(_ name: String, _ value: String) { text += "    \(name)  \(value)\n" }
        add("sha256", checksum)
        if let low = statistics.minimum { add("min   ", Self.short(low)) }
        if let high = statistics.maximum { add("max   ", Self.short(high)) }
        switch (statistics.mean, statistics.imaginaryMean) {
        case (let real?, let imaginary?): add("mean  ", "\(Numbers.short(real)), \(Numbers.short(imaginary)) i")
        case (let mean?, nil): add("mean  ", Numbers.short(mean))
        default: break
        }
        if statistics.nanCount > 0 { add("nan   ", "\(statistics.nanCount)") }
        return text
    }

    /// A number, or for complex images the pair of real and imaginary part; null where no pixel is a number.
    private var mean: AttributeValue {
        guard let real = statistics.mean else { return .null }
        return statistics.imaginaryMean.map { [.double(real), .double($0)] } ?? .double(real)
    }

    /// A whole number as it is, others with the digits that people read.
    private static func short(_ value: AttributeValue) -> String {
        if case .double(let value) = value { return Numbers.short(value) }
        return number(value).json()
    }

    /// Truth values count as 0 and 1.
    private static func number(_ value: AttributeValue?) -> AttributeValue {
        value?.boolValue.map { $0 ? 1 : 0 } ?? value ?? .null
    }
}
