import ByteStores
import ImageCore

/// The driver of files whose names say where in the image each belongs.
///
/// Either the location is a pattern, such as `plate/{well}_t{t:03d}.tif`: fields with the letter of an axis arrange the
/// files, `{var}` is the name of a variable, other fields tell series apart. Or it is a folder, and `axis_tags` says for each axis which text stands before
/// its number, or an expression with one group.
public final class FilePatternSource: ImageSource, @unchecked Sendable {
    public override class var driver: DriverDescriptor {
        DriverDescriptor(
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
                OptionDescriptor("allow_missing", .bool, "whether missing files read as 0; else they are an error"),
            ] + OptionDescriptor.memberOptions)
    }

    /// How deep the folders are looked into where the names do not say it.
    private static let depthLimit = 16

    /// What a path says.
    private struct Reading {
        var values: [Axis: AttributeValue] = [:]
        var variable = ""
        var series = ""
    }

    public override func makeReader() async throws -> any ImageReader {
        let tags = request.options["axis_tags"]?.mappingValue
        let order = try places()
        let (folder, depth, read) = try tags.map(byTags) ?? byPattern(order)
        let include = try request.texts("include_filters")
        let exclude = try request.texts("exclude_filters")
        var groups: [String: [String: [(values: [Axis: AttributeValue], file: StackFile)]]] = [:]
        let paths = try await FileSearch(folder: folder, depth: depth).paths()
        for path in paths {
            guard include.allSatisfy(path.contains), !exclude.contains(where: path.contains), let found = read(path)
            else { continue }
            let file = try request.member(at: folder.below(path))
            groups[found.series, default: [:]][found.variable, default: []].append((found.values, file))
        }
        guard !groups.isEmpty else {
            throw ImageError.notFound(
                "of \(paths.count) files in '\(folder.location)' none has a name that fits",
                at: .init(request.resource.location),
                hint: paths.first.map {
                    "'\($0)' is one of them; \(tags == nil ? "a pattern" : "every tag") must fit it"
                }
                    ?? "check the folder")
        }
        let allowsMissing = request.options["allow_missing"]?.boolValue ?? false
        let location = request.resource.location
        return StackReader(
            try groups.sorted { naturallyPrecedes($0.key, $1.key) }.map { series, variables in
                StackReader.Series(
                    name: series.isEmpty ? nil : series,
                    variables: try variables.sorted { naturallyPrecedes($0.key, $1.key) }.map { name, files in
                        (
                            name.isEmpty ? nil : name,
                            try StackLayout(files, order: order, allowsMissing: allowsMissing, at: location)
                        )
                    })
            }, request.environment)
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
    private func byPattern(_ order: [Axis: [String]]) throws -> (Resource, Int, (String) -> Reading?) {
        let whole = request.resource.location
        let parts = whole.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.firstIndex(where: { (try? NamePattern(parsing: $0))?.fields.isEmpty == false }) else {
            throw ImageError.invalidArgument(
                "'\(request.resource.name)' has no fields", at: .init(whole),
                hint: "write a pattern such as img_t{t:03d}.tif, or a folder and axis_tags: {t: _t}")
        }
        let base = parts[..<first].joined(separator: "/")
        let folder = try request.environment.stores.resource(at: base.isEmpty ? (first == 0 ? "." : "/") : base)
        let pattern = try NamePattern(parsing: parts[first...].joined(separator: "/"))
        let isDeep = pattern.fields.contains(where: \.crossesFolders)
        return (folder, isDeep ? Self.depthLimit : parts.count - first - 1, { Self.read($0, by: pattern, order) })
    }

    private static func read(_ path: String, by pattern: NamePattern, _ order: [Axis: [String]]) -> Reading? {
        // Files that the ancestor wrote have letters of axes in upper case.
        guard let values = try? pattern.values(in: path, ignoresCase: true) else { return nil }
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

    private func byTags(_ tags: Attributes) throws -> (Resource, Int, (String) -> Reading?) {
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
        return (
            request.resource, Self.depthLimit,
            { path in
                let name = path.lowercased()
                guard wanted.contains(where: { name.hasSuffix($0) }) else { return nil }
                var reading = Reading()
                for (axis, expression) in all {
                    guard let value = expression.value(in: path) else { return nil }
                    reading.values[axis] = value
                }
                return reading
            }
        )
    }
}
