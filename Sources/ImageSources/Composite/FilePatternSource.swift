import ByteStores
import ImageCore

/// The driver of files whose names say where in the image each belongs.
///
/// Either the location is a pattern, such as `plate/{well}_t{t:03d}.tif`: fields with the letter of an axis arrange the
/// files, `{var}` is the name of a variable, other fields tell series apart. Or it is a folder, and `axis_tags` says for each axis which text stands before
/// its number, or an expression with one group.
public final class FilePatternSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        var driver = DriverDescriptor(
            name: "filepattern", title: "files named by a pattern",
            aliases: ["intake_io.source.filepattern.FilePatternSource", "intake_io.source.FilePatternSource"],
            extensions: [], locationNames: ["uri", "folder"],
            options: [
                OptionDescriptor("axis_tags", .mapping, "for each axis the text before its number, as in {t: _T}"),
                OptionDescriptor("extensions", .list, "the endings of the names; by default all that a driver knows"),
                OptionDescriptor("include_filters", .list, "texts that all occur in a path, or it is left out"),
                OptionDescriptor("exclude_filters", .list, "texts of which none occurs in a path, or it is left out"),
                OptionDescriptor(
                    "places", .mapping,
                    "for an axis its places in order, as they stand in the names; else in natural order"),
                OptionDescriptor(
                    "allow_missing", .bool, "whether missing files read as fill_value; else they are an error"),
                OptionDescriptor("fill_value", .double, "what missing files read as, 0 by default"),
            ] + OptionDescriptor.memberOptions)
        driver.readsPatterns = true
        return driver
    }

    /// How deep the folders are looked into where the names do not say it.
    private static let depthLimit = 16

    /// Which files belong together, and how.
    private struct Rule {
        /// The folder that is searched.
        var folder: Resource
        /// How many folders deep.
        var depth: Int
        /// Whether a file that cannot be read by name is worth a note: it ends as the others do.
        var concerns: (String) -> Bool
        /// What a path says; nil if it does not fit.
        var read: (_ path: String, _ ignoresCase: Bool) -> Reading?
    }

    private typealias Groups = [String: [String: [(values: [Axis: AttributeValue], file: StackFile)]]]

    /// What a path says.
    private struct Reading {
        var values: [Axis: AttributeValue] = [:]
        var variable = ""
        var series = ""
    }

    public override func makeReader() async throws -> any ImageReader {
        let tags = request.options["axis_tags"]?.mappingValue
        let order = try places()
        let rule = try tags.map(byTags) ?? byPattern(order)
        let include = try request.texts("include_filters")
        let exclude = try request.texts("exclude_filters")
        let paths = try await FileSearch(folder: rule.folder, depth: rule.depth).paths().filter { path in
            include.allSatisfy(path.contains) && !exclude.contains(where: path.contains)
        }
        var (groups, others) = try grouped(paths, rule, ignoresCase: false)
        // Files that the ancestor wrote have letters of axes in upper case; where a system tells s from S, names that
        // are there as they are asked for come first.
        if groups.isEmpty { (groups, others) = try grouped(paths, rule, ignoresCase: true) }
        guard !groups.isEmpty else {
            let place = rule.folder.location.isEmpty ? "the working folder" : "'\(rule.folder.location)'"
            throw ImageError.notFound(
                "of \(paths.count) files in \(place) none has a name that fits",
                at: .init(request.resource.location),
                hint: paths.first.map {
                    "'\($0)' is one of them; \(tags == nil ? "a pattern" : "every tag") must fit it"
                }
                    ?? "check the folder")
        }
        return StackReader(
            try groups.sorted { naturallyPrecedes($0.key, $1.key) }.map { series, variables in
                StackReader.Series(
                    name: series.isEmpty ? nil : series,
                    variables: try variables.sorted { naturallyPrecedes($0.key, $1.key) }.map { name, files in
                        (name.isEmpty ? nil : name, try layout(files, order, passedOver: others))
                    })
            }, request.environment)
    }

    /// The files by what their names say, and the paths of others of the same kind.
    private func grouped(
        _ paths: [String], _ rule: Rule, ignoresCase: Bool
    ) throws -> (groups: Groups, others: [String]) {
        var groups: Groups = [:]
        var others: [String] = []
        for path in paths {
            if let found = rule.read(path, ignoresCase) {
                let file = try request.member(at: rule.folder.below(path))
                groups[found.series, default: [:]][found.variable, default: []].append((found.values, file))
            } else if rule.concerns(path) {
                others.append(path)
            }
        }
        return (groups, others)
    }

    private func layout(
        _ files: [(values: [Axis: AttributeValue], file: StackFile)], _ order: [Axis: [String]], passedOver: [String]
    ) throws -> StackLayout {
        var layout = try StackLayout(
            files, order: order, allowsMissing: request.options["allow_missing"]?.boolValue ?? false,
            at: request.resource.location)
        layout.fillValue = request.options["fill_value"]?.doubleValue
        if !passedOver.isEmpty {
            let names = passedOver.prefix(3).joined(separator: ", ") + (passedOver.count > 3 ? ", ..." : "")
            layout.diagnostics.append(
                Diagnostic("\(passedOver.count) files are passed over, as their names do not fit: \(names)"))
        }
        return layout
    }

    /// The places of axes whose order is given.
    private func places() throws -> [Axis: [String]] {
        var order: [Axis: [String]] = [:]
        for (name, value) in (request.options["places"]?.mappingValue ?? Attributes()).pairs {
            guard name.count == 1, let letter = name.first, let axis = Axis(letter: letter),
                let items = value.arrayValue
            else {
                throw ImageError.invalidArgument(
                    "'\(name)' in places is no axis with a list", hint: "write places: {c: [nuclei, actin]}")
            }
            order[axis] = items.map { $0.stringValue ?? $0.json() }
        }
        return order
    }

    /// The folder before the first field, how deep the pattern goes below it, and how it reads paths.
    private func byPattern(_ order: [Axis: [String]]) throws -> Rule {
        let whole = request.resource.location
        let parts = whole.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.firstIndex(where: { (try? NamePattern(parsing: $0))?.fields.isEmpty == false }) else {
            throw ImageError.invalidArgument(
                "'\(request.resource.name)' has no fields", at: .init(whole),
                hint: "write a pattern such as img_t{t:03d}.tif, or a folder and axis_tags: {t: _t}")
        }
        // Doubled braces are braces.
        let base = parts[..<first].joined(separator: "/").replacing("{{", with: "{").replacing("}}", with: "}")
        let folder = try request.environment.stores.resource(at: base.isEmpty ? (first == 0 ? "." : "/") : base)
        let pattern = try NamePattern(parsing: parts[first...].joined(separator: "/"))
        let isDeep = pattern.fields.contains(where: \.crossesFolders)
        let name = parts.last ?? ""
        let beginning = parts[first...].joined(separator: "/").prefix { $0 != "{" }
        let ending = name.lastIndex(where: { ".}".contains($0) }).map { String(name[$0...]) } ?? name
        return Rule(
            folder: folder, depth: isDeep ? Self.depthLimit : parts.count - first - 1,
            concerns: { ending.hasPrefix(".") && $0.hasSuffix(ending) && $0.hasPrefix(beginning) },
            read: { Self.read($0, by: pattern, order, ignoresCase: $1) })
    }

    private static func read(
        _ path: String, by pattern: NamePattern, _ order: [Axis: [String]], ignoresCase: Bool
    ) -> Reading? {
        guard let values = try? pattern.values(in: path, ignoresCase: ignoresCase) else { return nil }
        var reading = Reading()
        var series: [String] = []
        for (name, value) in values.pairs {
            let text = value.stringValue ?? value.json()
            if name.count == 1, let letter = name.first, let axis = Axis(letter: letter) {
                // Places whose order is given are told apart as they stand there.
                reading.values[axis] = order[axis] == nil && value.stringValue != nil ? .nameValue(text) : value
            } else if name == "var" {
                reading.variable = text
            } else {
                series.append(text)
            }
        }
        reading.series = series.joined(separator: ".")
        return reading
    }

    private func byTags(_ tags: Attributes) throws -> Rule {
        var expressions: [(axis: Axis, expression: TagExpression)] = []
        for (name, value) in tags.pairs {
            guard name.count == 1, let letter = name.first, let axis = Axis(letter: letter) else {
                throw ImageError.invalidArgument("'\(name)' in axis_tags is no axis", hint: "write i, t, c, z, y or x")
            }
            guard let text = value.stringValue, !text.isEmpty else {
                throw ImageError.invalidArgument("the tag of \(axis) is \(value.json()), not a text")
            }
            expressions.append((axis, try TagExpression(parsing: text)))
        }
        let wanted = try request.endings()
        let all = expressions
        let isWanted = { (path: String) in
            let name = path.lowercased()
            return wanted.contains { name.hasSuffix($0) }
        }
        return Rule(
            folder: request.resource, depth: Self.depthLimit, concerns: isWanted,
            read: { path, _ in
                guard isWanted(path) else { return nil }
                var reading = Reading()
                for (axis, expression) in all {
                    guard let value = expression.value(in: path) else { return nil }
                    reading.values[axis] = value
                }
                return reading
            })
    }
}
