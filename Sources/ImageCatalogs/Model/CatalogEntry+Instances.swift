import ByteStores
import ImageCore
import ImageSources

extension CatalogEntry {
    /// The entries that a pattern entry serves, for which there are files, in the order of the files.
    ///
    /// The `uri` is turned round: what its templates would be filled with is read out of the names of files that are there.
    /// - Throws: `unsupported` for a `uri` that cannot be turned round, with the reason; what listing the folders throws.
    public func instances() async throws -> [CatalogEntry] {
        guard isPattern, let pattern = EntryPattern.pattern(declaredName) else { return [] }
        let files = try resolver.filePattern(pattern)
        var found: [CatalogEntry] = []
        var known: Set<String> = []
        for path in try await PathGlob(files.glob).files(in: environment.stores) {
            try Task.checkCancellation()
            guard let values = try? files.values(in: path), let name = try? pattern.name(for: values),
                known.insert(name).inserted, parent.body.position(of: name) == nil,
                var instance = parent.patternEntry(name), instance.declaredName == declaredName
            else { continue }
            instance = instance.with(given)
            // Only what leads back to the same file is one of them.
            if try await instance.resolved().uri == path { found.append(instance) }
        }
        return found
    }
}

extension CatalogResolver {
    /// The paths of the files that a pattern entry serves, as a pattern with the same fields.
    func filePattern(_ names: NamePattern) throws(ImageError) -> NamePattern {
        if let mistake = declaration.diagnostics.first(where: { $0.severity == .error }) { throw mistake.error }
        guard let text = declaration.arguments["uri"]?.stringValue else {
            throw .corrupt("the entry has no 'uri' in its 'args'", at: entry.location, hint: "write args: {uri: ...}")
        }
        do {
            let scope = try EntryScope(entry, declaration, document)
            var parts: [(text: String?, field: String?, specification: String)] = []
            for part in try Template(parsing: text).parts {
                switch part {
                case .text(let text): parts.append((text, nil, ""))
                case .expression(let expression): parts += try self.parts(expression, names, scope)
                }
            }
            return try NamePattern(parts: absolute(parts))
        } catch {
            throw ImageError(
                .unsupported, "the files of '\(entry.name)' cannot be listed: \(error.message)", hint: error.hint
            ).inEntry(at: declaration.location)
        }
    }

    private func parts(
        _ expression: Template.Expression, _ names: NamePattern, _ scope: EntryScope
    ) throws(ImageError) -> [(text: String?, field: String?, specification: String)] {
        func field(_ name: String) -> NamePattern.Field? { names.fields.first { $0.name == name } }
        switch expression {
        case .name(let path):
            guard path.count == 1, let field = field(path[0]) else { break }
            return [(nil, field.name, field.printed)]
        case .filter(.upper, .name(let path), _), .filter(.lower, .name(let path), _):
            guard path.count == 1, let field = field(path[0]) else { break }
            return [(nil, field.name, field.printed)]
        case .filter(.format, .literal(.string(let format)), let arguments):
            guard arguments.count == 1, case .name(let path) = arguments[0], path.count == 1, let field = field(path[0])
            else { break }
            var parts: [(text: String?, field: String?, specification: String)] = []
            for part in try PrintfFormat(format).parts {
                switch part {
                case .text(let text): parts.append((text, nil, ""))
                case .value(let kind, let width, _, let flags):
                    let isNumber = "diuxX".contains(kind)
                    let filled = flags.contains("0") && width > 0 ? "0\(width)" : ""
                    let letter = kind == "x" || kind == "X" ? "\(kind)" : "d"
                    parts.append((nil, field.name, isNumber ? filled + letter : field.printed))
                }
            }
            return parts
        default: break
        }
        if let name = expression.mentions.first(where: { $0.count == 1 && field($0[0]) != nil }) {
            throw .unsupported("what the template makes of '\(name[0])' cannot be turned round")
        }
        let template = try Template(expression).filled(with: scope)
        guard let text = TemplateText.text(of: template) else {
            throw .invalidArgument("the template puts \(template.kindName) into a text")
        }
        return [(text, nil, "")]
    }

    /// The same from the folder of the catalog on, without doubled slashes.
    private func absolute(
        _ parts: [(text: String?, field: String?, specification: String)]
    ) -> [(text: String?, field: String?, specification: String)] {
        var result: [(text: String?, field: String?, specification: String)] = []
        var text = ""
        func isAbsolute(_ text: String) -> Bool { text.hasPrefix("/") || ResourceLocation.scheme(text) != nil }
        if parts.first?.text.map(isAbsolute) != true { text = entry.parent.folderText }
        for part in parts {
            if let piece = part.text {
                text += text.hasSuffix("/") ? piece.drop { $0 == "/" } : piece[...]
            } else {
                if !text.isEmpty { result.append((text, nil, "")) }
                text = ""
                result.append(part)
            }
        }
        if !text.isEmpty { result.append((text, nil, "")) }
        return result
    }
}

extension NamePattern.Field {
    /// The specification of the field where its value stands in a text.
    fileprivate var printed: String {
        if specification.hasPrefix("%") { return "%Y-%m-%d" }
        let isNumber = specification.last.map { "dxX".contains($0) } ?? false
        return isNumber ? "d" : specification
    }
}

extension Template {
    /// A template of one expression.
    init(_ expression: Expression) {
        source = "{{ ... }}"
        parts = [.expression(expression)]
    }
}
