public import ImageCore

extension NamePattern {
    /// The name that holds these values, which `values(in:)` reads back unchanged.
    ///
    /// - Throws: `invalidArgument` for a field without a value or with one of another kind, and for values that could
    ///   not be read back, such as a text that holds what ends its field.
    public func name(for values: Attributes) throws(ImageError) -> String {
        var name = ""
        var normal = Attributes()
        for part in parts {
            switch part {
            case .text(let characters): name += String(characters)
            case .field(let number):
                let field = fields[number]
                guard let value = values[field.name] else {
                    throw .invalidArgument("the pattern '\(self)' needs a value for '\(field.name)'")
                }
                let (text, read) = try field.text(of: value)
                name += text
                normal[field.name] = read
            }
        }
        let back: Attributes
        do {
            back = try self.values(in: name)
        } catch {
            throw .invalidArgument("the values cannot be read back out of '\(name)': \(error.message)")
        }
        guard let lost = fields.first(where: { back[$0.name] != normal[$0.name] }) else { return name }
        throw .invalidArgument(
            "the value of '\(lost.name)' cannot be read back out of '\(name)'",
            hint: "it holds what ends the field '{\(lost.name)}', or the field does not keep all of it")
    }
}

extension NamePattern.Field {
    /// A value as it stands in a name, and in the form in which it is read.
    fileprivate func text(of value: AttributeValue) throws(ImageError) -> (String, AttributeValue) {
        switch (form, value) {
        case (.text, .string(let text)): return (text, value)
        case (.text, .int(let number)): return ("\(number)", .string("\(number)"))
        case (.number(let radix, let isUpper, let width), .int(let number)):
            let digits = String(number.magnitude, radix: radix, uppercase: isUpper)
            let sign = number < 0 ? "-" : ""
            let zeros = String(repeating: "0", count: max(0, width - digits.count - sign.count))
            return (sign + zeros + digits, value)
        case (.date(let parts), .string(let text)):
            if let time = CivilTime(parsing: text) {
                return (DatePart.text(of: time, parts), .string(DatePart.normal(time, parts)))
            }
        default: break
        }
        let wanted =
            switch form {
            case .text: "a text"
            case .number: "a whole number"
            case .date: "a date such as 2020-07-01"
            }
        throw .invalidArgument("the value of '\(name)' is \(wanted), not \(value.json())")
    }
}
