public import ImageCore

extension MetadataOverrides {
    /// Overrides as catalogs write them.
    ///
    /// `spacing: {z: 0.5}` or `{z: 0.5um}`, `spacing_units: {z: um}`, `coords: {c: [nuclei, actin]}`, `axes: tcyx`; null
    /// is the same as nothing. Facts under `discovered` are no overrides.
    /// - Throws: `invalidArgument` for a value of another form, naming its key.
    public init(parsing value: AttributeValue) throws(ImageError) {
        if value.isNull { return }
        guard let map = value.mappingValue else {
            throw .invalidArgument("metadata are a mapping, not \(value.kindName)")
        }
        for (key, value) in map.pairs {
            switch key {
            case "axes": if !value.isNull { axes = try AxisOrder(parsing: try Self.text(value, key)) }
            case "spacing": for (axis, item) in try items(value, key) { try setSpacing(axis, item) }
            case "spacing_units":
                for (axis, item) in try items(value, key) {
                    units[axis] = .some(item.isNull ? nil : try Self.unit(try Self.text(item, "\(key).\(axis)"), axis))
                }
            case "coords":
                for (axis, item) in try items(value, key) { coords[axis] = .some(try Self.coords(item, axis)) }
            case "discovered": break
            default:
                if let near = nearestName(to: key, among: ["axes", "spacing", "spacing_units", "coords"]) {
                    diagnostics.append(Diagnostic("'\(key)' corrects nothing; did you mean '\(near)'?"))
                }
                attributes[key] = value
            }
        }
    }

    /// Overrides as a command line writes them: `spacing.z=0.5um`, `axes=tcyx`, `coords.c=nuclei,actin`.
    ///
    /// - Throws: `invalidArgument` for one without `=` or with a value of another form.
    public init(assignments: [String]) throws(ImageError) {
        var map = Attributes()
        for text in assignments {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw .invalidArgument("'\(text)' sets nothing", hint: "write KEY=VALUE, such as spacing.z=0.5um")
            }
            let path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard path.count <= 16 else { throw .invalidArgument("a key of \(path.count) parts; 16 are allowed") }
            let value = String(text[text.index(after: equals)...])
            // Names of places stay texts, also names such as 007.
            let isName = path[0] == "coords" && value != "null"
            map = Self.setting(map, path[...], isName ? .string(value) : Self.typed(value))
        }
        for key in ["axes", "spacing", "spacing_units", "coords"] where map[key]?.isNull == true {
            throw .invalidArgument(
                "'\(key)=null' removes nothing",
                hint: key == "axes" ? "give the file's own axes" : "name the axis, as in \(key).z=null")
        }
        try self.init(parsing: .mapping(map))
    }

    /// The overrides as catalogs write them.
    public var attribute: Attributes {
        func map<T>(_ values: [Axis: T?], _ convert: (T) -> AttributeValue) -> AttributeValue {
            .mapping(
                Attributes(
                    values.sorted { $0.key < $1.key }.map { ($0.key.description, $0.value.map(convert) ?? .null) }))
        }
        var result = Attributes()
        if let axes { result["axes"] = .string(axes.letters) }
        if !spacing.isEmpty { result["spacing"] = map(spacing) { .double($0) } }
        if !units.isEmpty { result["spacing_units"] = map(units) { .string($0.symbol) } }
        if !coords.isEmpty { result["coords"] = map(coords) { $0.attribute } }
        for (key, value) in attributes.pairs { result[key] = value }
        return result
    }

    /// The values of a mapping from axes.
    private mutating func items(
        _ value: AttributeValue, _ key: String
    ) throws(ImageError) -> [(Axis, AttributeValue)] {
        if value.isNull { return [] }
        if let letters = value.arrayValue, letters.allSatisfy({ $0.stringValue?.count == 1 }) {
            // What intake_io's own yaml() left of a mapping: the axis letters without their numbers.
            diagnostics.append(Diagnostic("'\(key)' lists axes without values; it is ignored"))
            return []
        }
        guard let map = value.mappingValue else {
            throw .invalidArgument("'\(key)' is a mapping from axes to values, not \(value.kindName)")
        }
        var result: [(Axis, AttributeValue)] = []
        for (name, item) in map.pairs {
            guard name.count == 1, let letter = name.first, let axis = Axis(letter: letter) else {
                throw .invalidArgument("'\(name)' in '\(key)' is not an axis", hint: "axes are \(AxisOrder.canonical)")
            }
            result.append((axis, item))
        }
        return result
    }

    private mutating func setSpacing(_ axis: Axis, _ value: AttributeValue) throws(ImageError) {
        guard axis.isPhysical else {
            diagnostics.append(Diagnostic("a spacing along \(axis) means nothing; it is ignored"))
            return
        }
        var number = value.doubleValue
        if let text = value.stringValue?.trimmingBlanks {
            let digits = text.prefix { "0123456789.+-eE".contains($0) }
            let unit = text.dropFirst(digits.count)
            number = Double(String(digits))
            if !unit.isEmpty { units[axis] = .some(try Self.unit(String(unit), axis)) }
        }
        if value.isNull {
            spacing[axis] = .some(nil)
            return
        }
        guard let number, number > 0, number.isFinite else {
            throw .invalidArgument(
                "'spacing.\(axis)' is a number above 0, not \(value.json())", hint: "a unit may follow, as in 0.5um")
        }
        spacing[axis] = .some(number)
    }

    private static func unit(_ text: String, _ axis: Axis) throws(ImageError) -> Unit {
        guard let (unit, factor) = Unit.parse(text), factor == 1, unit.isTime == (axis.kind == .time) else {
            let known = Unit.allCases.filter { $0.isTime == (axis.kind == .time) }.map(\.asciiSymbol)
            throw .invalidArgument(
                "'\(text)' is no unit for axis \(axis)", hint: "use \(known.joined(separator: ", "))")
        }
        return unit
    }

    private static func coords(_ value: AttributeValue, _ axis: Axis) throws(ImageError) -> Coordinates? {
        switch value {
        case .null: return nil
        case .string(let text):
            let items = text.split(separator: ",").map { String($0).trimmingBlanks }
            let numbers = items.compactMap { Double($0) }.filter(\.isFinite)
            if axis.isPhysical, numbers.count == items.count, !items.isEmpty { return .values(numbers) }
            return .labels(items)
        case .array(let items):
            let numbers = items.compactMap(\.doubleValue)
            // A whole number along c is the name of a channel: its wavelength.
            let arePositions = axis != .c || items.allSatisfy { if case .double = $0 { true } else { false } }
            if numbers.count == items.count, arePositions { return .values(numbers) }
            var labels: [String] = []
            for item in items {
                guard item.mappingValue == nil, item.arrayValue == nil else {
                    throw .invalidArgument("'coords.\(axis)' is a list of names or numbers")
                }
                labels.append(item.stringValue ?? item.json())
            }
            return .labels(labels)
        default: return .labels([value.json()])
        }
    }

    private static func text(_ value: AttributeValue, _ key: String) throws(ImageError) -> String {
        guard let text = value.stringValue else { throw .invalidArgument("'\(key)' is a text, not \(value.kindName)") }
        return text
    }

    /// A text as the value it looks like.
    ///
    /// What is not written as numbers are printed (007, 1e5, 0x10) stays a text: it is more likely the name of a
    /// sample.
    private static func typed(_ text: String) -> AttributeValue {
        switch text {
        case "null": return .null
        case "true": return true
        case "false": return false
        default:
            if let number = Int(text), String(number) == text { return .int(number) }
            if text.contains("."), text.allSatisfy({ "0123456789.-".contains($0) }), let number = Double(text) {
                return .double(number)
            }
            return .string(text)
        }
    }

    private static func setting(_ map: Attributes, _ path: ArraySlice<String>, _ value: AttributeValue) -> Attributes {
        guard let key = path.first else { return map }
        var result = map
        let rest = path.dropFirst()
        result[key] = rest.isEmpty ? value : .mapping(setting(map[key]?.mappingValue ?? Attributes(), rest, value))
        return result
    }
}
