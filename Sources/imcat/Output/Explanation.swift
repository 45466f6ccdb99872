import ImageIntake

/// Why a source is read by the driver it is read by.
struct Explanation {
    /// What the headers say, if they could be read.
    var description: SourceDescription?
    /// Why they could not.
    var failure: ImageError?

    private let location: String
    private let driver: DriverDescriptor
    private let reason: String
    private let candidates: [DriverDetection.Candidate]

    /// Finds the reason by looking at the first bytes and the name once more.
    ///
    /// - Throws: `notFound`, `permissionDenied`, `io`.
    init(_ source: ImageSource, target: Target, driverOption: String?) async throws {
        let request = source.request
        location = request.resource.location
        let chosen = type(of: source).driver
        driver = chosen
        candidates = try await DriverDetection(
            request.resource, drivers: request.environment.drivers, stores: request.environment.stores
        ).candidates
        if driverOption != nil {
            reason = "the option --driver says so"
        } else if case .entry = target {
            reason = "the catalog says so"
        } else {
            reason = candidates.first { $0.driver.name == chosen.name }?.reason ?? "it was found fit"
        }
    }

    /// In both forms.
    var item: Report.Item {
        var fields = Attributes()
        fields["location"] = .string(location)
        fields["driver"] = .string(driver.name)
        fields["reason"] = .string(reason)
        fields["candidates"] = .array(
            candidates.map { ["driver": .string($0.driver.name), "reason": .string($0.reason)] })
        fields["opens"] = .bool(failure == nil)
        if let failure { fields["error"] = failure.attributes["error"] }
        return Report.Item(json: .mapping(fields), text: text)
    }

    private var text: String {
        var text = Console.bold(location.printable) + ": \(driver.name) (\(driver.title))\n"
        text += ImageText.field("because", reason, indent: 2)
        for other in candidates where other.driver.name != driver.name {
            text += ImageText.field("or \(other.driver.name)", other.reason, indent: 2)
        }
        guard let description else { return text + ImageText.field("opens", "no", indent: 2) }
        let images = description.images.map { ImageText.summary($0.name, $0.elementType, $0.axes, $0.shape) }
        return text + ImageText.field("opens", images.joined(separator: "; "), indent: 2)
    }
}
