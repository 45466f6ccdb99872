import ImageIntake

extension ImageError {
    /// The object that takes a target's place in JSON, without credentials.
    var attributes: Attributes {
        var fields = Attributes()
        fields["code"] = .string(code.description)
        fields["message"] = .string(ResourceLocation.redacted(message))
        if let place = location?.description, !place.isEmpty {
            fields["location"] = .string(ResourceLocation.redacted(place))
        }
        if let hint { fields["hint"] = .string(ResourceLocation.redacted(hint)) }
        return Attributes([("error", .mapping(fields))])
    }

    /// Any error as one of ours.
    init(describing error: any Error) {
        self = error as? ImageError ?? ImageError(.io, "\(error)", underlying: error)
    }
}

extension Console {
    /// Tells an error in one line, and its causes in further ones if they are wanted.
    static func complain(_ error: ImageError, verbose: Bool) {
        guard verbose else { return complain(error.description.printable) }
        let lines = error.detailedDescription.split(separator: "\n").map { String($0).printable }
        complain(lines.joined(separator: "\n"))
    }
}
