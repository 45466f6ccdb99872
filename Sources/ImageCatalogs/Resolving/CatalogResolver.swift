import ByteStores
import ImageCore
import ImageSources

/// Fills in what a declaration leaves open: parameters, templates, relative paths, the driver's type.
struct CatalogResolver {
    let entry: CatalogEntry
    let declaration: CatalogDeclaration
    let document: YAMLDocument?
    var environment: SourceEnvironment { entry.environment }

    init(_ entry: CatalogEntry, declaration: CatalogDeclaration, document: YAMLDocument?) {
        self.entry = entry
        self.declaration = declaration
        self.document = document
    }

    /// The entry as an image.
    func resolve() throws(ImageError) -> ResolvedEntry {
        try located { () throws(ImageError) in
            let choice = try chosenDriver()
            if let kind = CatalogDriver(choice.driver) {
                throw ImageError.invalidArgument(
                    "'\(entry.name)' is \(kind.isCatalog ? "a catalog" : "an alias"), not an image",
                    hint: kind.isCatalog ? "name an entry of it: \(entry.name).NAME" : nil)
            }
            let driver = try environment.drivers.requiredDriver(named: choice.driver)
            let scope = try EntryScope(entry, declaration, document)
            let descriptor = driver.driver
            let known =
                descriptor.options.map(\.name) + descriptor.locationNames + ["output_axis_order", "metadata"]
            try checkGiven(scope, known)
            var arguments = try self.arguments(choice, scope)
            // Of several names the first that is there; where there is none, paths start at the catalog's folder.
            let name = descriptor.locationNames.first { arguments[$0] != nil } ?? descriptor.locationNames.first
            let uri: String
            if let name {
                uri = try path(arguments[name], name)
                arguments[name] = nil
            } else {
                uri = try path(".")
            }
            for option in descriptor.options where option.kind == .paths {
                if let items = arguments[option.name] { arguments[option.name] = try allowed(items) }
            }
            let values = try self.values(scope)
            var metadata = try scope.filledMetadata()
            // As in intake, those among the arguments take the place of the entry's own.
            if arguments["metadata"] != nil {
                metadata = try mapping("metadata", in: arguments)
                arguments["metadata"] = nil
            }
            return ResolvedEntry(
                name: entry.name, description: declaration.description, driver: driver, uri: uri, options: arguments,
                metadata: metadata, parameters: values, overrides: try MetadataOverrides(parsing: .mapping(metadata)),
                location: declaration.location, aliases: [], environment: environment)
        }
    }

    /// The values of all parameters, which are checked whether something uses them or not.
    ///
    /// A parameter that nothing uses may be without a value: it has no default, or this machine has not got what the
    /// default asks for.
    private func values(_ scope: EntryScope) throws(ImageError) -> Attributes {
        var values = Attributes()
        for parameter in entry.parameters {
            let isOpen = entry.given[parameter.name] == nil
            do {
                values[parameter.name] = try scope.value(of: parameter)
            } catch {
                let isMissing = error.code == .notFound || error.code == .permissionDenied
                guard isOpen, parameter.defaultValue == nil || isMissing else { throw error }
            }
        }
        return values
    }

    /// What an alias leads to, with the alias's own description and metadata on top.
    func overlay(_ target: ResolvedEntry) throws(ImageError) -> ResolvedEntry {
        try located { () throws(ImageError) in
            let metadata = try EntryScope(entry, declaration, document).filledMetadata()
            var result = target
            if !declaration.description.isEmpty { result.description = declaration.description }
            for (key, value) in metadata.pairs { result.metadata[key] = value }
            result.overrides = target.overrides.overlaid(by: try MetadataOverrides(parsing: .mapping(metadata)))
            result.aliases.insert(entry.name, at: 0)
            return result
        }
    }

    // MARK: Aliases and catalogs

    /// The target of an alias.
    struct AliasTarget {
        var name: String
        /// What the target is opened with.
        var values: Attributes
        /// What the other catalog is opened with.
        var catalogValues: Attributes
    }

    func aliasTarget() throws(ImageError) -> AliasTarget {
        try located { () throws(ImageError) in
            let choice = try chosenDriver()
            let scope = try EntryScope(entry, declaration, document)
            let arguments = try self.arguments(choice, scope)
            guard let written = arguments["target"], var name = TemplateText.text(of: written), !name.isEmpty else {
                throw ImageError.corrupt("the alias has no 'target' in its 'args'", hint: "write args: {target: NAME}")
            }
            if let mapping = arguments["mapping"], !mapping.isNull {
                guard let mapping = mapping.mappingValue else {
                    throw ImageError.corrupt("'mapping' is \(mapping.kindName), not a mapping")
                }
                guard let mapped = mapping[name] else {
                    throw ImageError.notFound(
                        "the alias maps nothing to '\(name)'",
                        hint: nearestNameHint(
                            to: name, among: mapping.keys, else: "it knows \(mapping.keys.joined(separator: ", "))"))
                }
                guard let text = TemplateText.text(of: mapped), !text.isEmpty else {
                    throw ImageError.corrupt(
                        "'mapping' gives \(mapped.kindName) for '\(name)', not the name of an entry",
                        hint: "write mapping: {\(name): NAME}")
                }
                name = text
            }
            var values = try self.mapping("kwargs", in: arguments)
            // What the alias has no use for is meant for its target, which checks it.
            let own = Set(entry.parameters.map(\.name) + CatalogDriver.alias.arguments + scope.arguments.map(\.name))
            for (key, value) in entry.given.pairs where !own.contains(key) && !entry.spent.contains(key) {
                values[key] = value
            }
            return AliasTarget(
                name: name, values: values, catalogValues: try self.mapping("cat_kwargs", in: arguments))
        }
    }

    private func mapping(_ name: String, in arguments: Attributes) throws(ImageError) -> Attributes {
        guard let value = arguments[name], !value.isNull else { return Attributes() }
        if let mapping = value.mappingValue { return mapping }
        throw .corrupt("'\(name)' is \(value.kindName), not a mapping", hint: "write \(name): {NAME: VALUE}")
    }

    /// A catalog that an entry names or holds.
    struct Nested {
        enum Place {
            case file(String)
            case files([String], flatten: Bool)
            case inline(YAMLDocument, [YAMLDecoder.Field], keyPath: String, name: String?)
        }

        var place: Place
        var metadata: Attributes
        /// Whether environment variables are not to be read in there.
        var deniesVariables: Bool
    }

    func nested() throws(ImageError) -> Nested {
        try located { () throws(ImageError) in
            let choice = try chosenDriver()
            guard let kind = CatalogDriver(choice.driver), kind.isCatalog else {
                throw ImageError.invalidArgument("'\(entry.name)' is an image, not a catalog")
            }
            let scope = try EntryScope(entry, declaration, document)
            let known = kind.arguments + entry.parent.parameters.map(\.name)
            // Parameters that the files declare themselves are not known before they are read.
            if kind == .inline { try checkGiven(scope, known) }
            var nested = Nested(
                place: .file(""), metadata: try scope.filledMetadata(),
                deniesVariables: try flag("getenv", choice, scope) == false)
            switch kind {
            case .file:
                nested.place = .file(try path(try argument("path", choice, scope), "path"))
            case .files:
                let flatten = try flag("flatten", choice, scope) ?? true
                nested.place = .files(try paths(try argument("path", choice, scope)), flatten: flatten)
            case .inline, .alias: nested.place = try inlinePlace(scope)
            }
            return nested
        }
    }

    private func inlinePlace(_ scope: EntryScope) throws(ImageError) -> Nested.Place {
        guard let document, let field = scope.arguments.first(where: { $0.name == "entries" }) else {
            throw .corrupt("the catalog has no 'entries' in its 'args'", hint: "write args: {entries: {NAME: {...}}}")
        }
        let keyPath = (declaration.location.keyPath ?? entry.name) + ".args.entries"
        let name = try scope.argument("name")?.stringValue
        return .inline(document, try YAMLDecoder(document).fields(of: field.value), keyPath: keyPath, name: name)
    }

    /// An argument that is true or false; texts count only where somebody gave them, as on a command line.
    private func flag(
        _ name: String, _ choice: CatalogDeclaration.Driver, _ scope: EntryScope
    ) throws(ImageError) -> Bool? {
        guard let value = try argument(name, choice, scope), !value.isNull else { return nil }
        let known = entry.given[name] == nil ? value : CatalogParameter.bool(value)
        if let flag = known?.boolValue { return flag }
        throw .corrupt(
            "'\(name)' is \(value.json()), neither true nor false", hint: "write true or false, without quotes")
    }

    private func paths(_ value: AttributeValue?) throws(ImageError) -> [String] {
        guard case .array(let items)? = value else { return [try path(value, "path")] }
        guard !items.isEmpty else { throw .corrupt("'path' is an empty list") }
        var result: [String] = []
        for item in items { result.append(try path(item, "path")) }
        return result
    }

    // MARK: Arguments

    private func chosenDriver() throws(ImageError) -> CatalogDeclaration.Driver {
        if let mistake = declaration.diagnostics.first(where: { $0.severity == .error }) { throw mistake.error }
        let wanted = entry.given["plugin"] ?? (declaration.hasNamedDrivers ? entry.given["driver"] : nil)
        if let wanted {
            let name = TemplateText.text(of: wanted) ?? wanted.json()
            if let choice = declaration.drivers.first(where: { $0.key == name }) { return choice }
            let known = declaration.drivers.map(\.key)
            throw .notFound(
                "the entry has no driver '\(name)' to choose",
                hint: nearestNameHint(to: name, among: known, else: "it has \(known.joined(separator: ", "))"))
        }
        let known = declaration.drivers.first {
            CatalogDriver($0.driver) != nil || environment.drivers.driver(named: $0.driver) != nil
        }
        guard let choice = (declaration.hasNamedDrivers ? nil : known) ?? declaration.drivers.first else {
            throw .corrupt("the entry has no 'driver'")
        }
        return choice
    }

    /// - Throws: `invalidArgument` for a given value that nothing in the entry has a use for.
    private func checkGiven(_ scope: EntryScope, _ known: [String]) throws(ImageError) {
        let names = entry.parameters.map(\.name) + scope.arguments.map(\.name) + known
        for (name, _) in entry.given.pairs {
            if let match = entry.match, match.values[name] != nil {
                throw .invalidArgument(
                    "'\(name)' is part of the name '\(entry.name)', and cannot be given besides",
                    hint: "name another entry of the pattern '\(match.pattern)'")
            }
            if names.contains(name) || entry.spent.contains(name) || name == "plugin" { continue }
            if name == "driver", declaration.hasNamedDrivers { continue }
            if mentions(name) { continue }
            let parameters = entry.parameters.map(\.name)
            let listed =
                "parameters: \(parameters.isEmpty ? "none" : parameters.joined(separator: ", ")); arguments: "
                + Set(scope.arguments.map(\.name) + known).sorted().joined(separator: ", ")
            throw .invalidArgument(
                "'\(entry.name)' has no parameter and no argument '\(name)'",
                hint: [nearestNameHint(to: name, among: names), listed].compactMap(\.self).joined(separator: " "))
        }
    }

    /// Whether a template of the entry uses a name, which makes it a parameter that nobody declared.
    private func mentions(_ name: String) -> Bool {
        func search(_ value: AttributeValue) -> Bool {
            switch value {
            case .string(let text):
                guard Template.isCandidate(text), let template = try? Template(parsing: text) else { return false }
                return template.mentions.contains([name])
            case .array(let items): return items.contains(where: search)
            case .mapping(let map): return map.pairs.contains { search($0.value) }
            default: return false
            }
        }
        return search(.mapping(declaration.arguments)) || search(.mapping(declaration.metadata))
    }

    /// All arguments: the entry's, those of the chosen driver over them, given ones over both.
    private func arguments(
        _ choice: CatalogDeclaration.Driver, _ scope: EntryScope
    ) throws(ImageError) -> Attributes {
        var result = Attributes()
        for name in scope.arguments.map(\.name) { result[name] = try argument(name, choice, scope) }
        if let node = choice.arguments, let document {
            for field in try YAMLDecoder(document).fields(of: node) {
                result[field.name] = try argument(field.name, choice, scope)
            }
        }
        let parameters = entry.parameters.map(\.name)
        for (name, value) in entry.given.pairs
        where result[name] == nil && !parameters.contains(name) && !entry.spent.contains(name) {
            if name == "plugin" || name == "driver" && declaration.hasNamedDrivers || mentions(name) { continue }
            if CatalogDriver(choice.driver) != nil { continue }
            result[name] = value
        }
        return result
    }

    /// One argument: given, of the chosen driver, or of the entry; checked by the parameter of its name.
    private func argument(
        _ name: String, _ choice: CatalogDeclaration.Driver, _ scope: EntryScope
    ) throws(ImageError) -> AttributeValue? {
        var value = entry.given[name]
        if value == nil, let node = choice.arguments, let document,
            let field = try YAMLDecoder(document).fields(of: node).last(where: { $0.name == name })
        {
            value = try scope.filled(field, "driver.\(choice.key).args.\(name)")
        }
        if value == nil { value = try scope.argument(name) }
        guard let value else { return nil }
        guard let parameter = entry.parameters.last(where: { $0.name == name }) else { return value }
        return try parameter.checked(value)
    }

    /// An argument that is a path: relative ones start at the catalog's folder.
    private func path(_ value: AttributeValue?, _ name: String) throws(ImageError) -> String {
        switch value {
        case .string(let path) where !path.isEmpty: return try self.path(path)
        case nil, .null: throw .corrupt("the entry has no '\(name)' in its 'args'", hint: "write args: {\(name): ...}")
        case let other?: throw .corrupt("'\(name)' is \(other.kindName), not a path or URL")
        }
    }

    /// A list of paths as absolute ones that may be opened; what else stands in it is the driver's to refuse.
    private func allowed(_ items: AttributeValue) throws(ImageError) -> AttributeValue {
        switch items {
        case .string(let path): return .string(try self.path(path))
        case .array(let items):
            var result: [AttributeValue] = []
            for item in items { result.append(try allowed(item)) }
            return .array(result)
        case .mapping(var fields):
            if let uri = fields["uri"] { fields["uri"] = try allowed(uri) }
            // A list in a list names paths, too.
            if let inner = fields["args"]?.mappingValue?["items"] {
                var options = fields["args"]?.mappingValue ?? Attributes()
                options["items"] = try allowed(inner)
                fields["args"] = .mapping(options)
            }
            return .mapping(fields)
        default: return items
        }
    }

    /// A path as an absolute one that may be opened.
    func path(_ path: String) throws(ImageError) -> String {
        let absolute = ResourceLocation.resolved(path, in: entry.parent.folder)
        try entry.parent.rules.check(absolute)
        return absolute
    }

    private func located<R>(_ body: () throws(ImageError) -> R) throws(ImageError) -> R {
        do {
            return try body()
        } catch {
            throw error.inEntry(at: declaration.location)
        }
    }
}
