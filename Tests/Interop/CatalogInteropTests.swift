import Foundation
import ImageCore
import ImageIntake
import ImageSources
import Testing

/// intake and we read the same names, arguments, parameters and metadata out of the same catalogs; where not, the
/// difference is written down.
@Suite("Catalogs and intake") struct CatalogInteropTests {
    @Test("intake reads what we read") func reading() async throws {
        guard let peers = Peers.find() else { return }
        setenv("IMAGEINTAKE_INTEROP", "from-outside", 1)
        try await withScratch { folder in
            for (name, text) in CatalogCase.files {
                let path = folder + "/" + name
                try FileManager.default.createDirectory(
                    atPath: ResourceLocation.folder(of: path), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            }
            let cases = CatalogCase.all
            let requests = cases.map { request -> AttributeValue in
                var fields: Attributes = [
                    "catalog": .string(folder + "/" + request.file), "values": .mapping(request.values),
                ]
                if request.file == CatalogCase.merged { fields["flatten"] = true }
                fields["entry"] = request.entry.map { .string($0) }
                return .mapping(fields)
            }
            try Data(AttributeValue.array(requests).json().utf8).write(
                to: URL(fileURLWithPath: folder + "/requests.json"))
            let output = Bytes(Array(try peers.run("catalog_check.py", [folder])))
            let theirs = try #require(try AttributeValue(parsingJSON: output).arrayValue)
            #expect(theirs.count == cases.count)
            for (request, their) in zip(cases, theirs) {
                let lab = try await Catalog.open(folder + "/" + request.file, rules: CatalogRules(environment: .all))
                let what =
                    "\(request.file) \(request.entry ?? "the catalog") \(AttributeValue.mapping(request.values).json())"
                let their = try #require(their.mappingValue)
                let our = await Self.answer(request, lab)
                if let error = our["error"]?.stringValue {
                    let isMeant = request.difference.map(\.ours.isEmpty) ?? false
                    #expect(isMeant || their["error"] != nil, "\(what): we say \(error), intake \(their)")
                    continue
                }
                if their["error"] != nil, let difference = request.difference {
                    for (key, value) in difference.ours.pairs { #expect(Self.at(key, our) == value, "\(what): \(key)") }
                    continue
                }
                #expect(their["error"] == nil, "\(what): intake says \(their)")
                Self.compare(request, our, their, what)
            }
        }
    }

    private static func compare(_ request: CatalogCase, _ our: Attributes, _ their: Attributes, _ what: String) {
        var differing: [String] = []
        for (part, value) in their.pairs {
            guard let map = value.mappingValue, let own = our[part]?.mappingValue else {
                if our[part] != value { differing.append(part) }
                continue
            }
            for key in Set(map.keys + own.keys).sorted() where normal(map[key], key) != own[key] {
                differing.append("\(part).\(key)")
            }
        }
        let meant = request.difference?.ours ?? [:]
        #expect(
            differing.sorted() == meant.keys.sorted(),
            "\(what): \(differing.map { "\($0): \(at($0, our)?.json() ?? "none"), intake \(at($0, their)?.json() ?? "none")" })"
        )
        for (key, value) in meant.pairs { #expect(at(key, our) == value, "\(what): \(key)") }
    }

    /// Paths without doubled slashes, which `{{ CATALOG_DIR }}/x` gives in intake.
    private static func normal(_ value: AttributeValue?, _ key: String) -> AttributeValue? {
        guard key == "uri", let path = value?.stringValue else { return value }
        return .string(ResourceLocation.normalized(path))
    }

    private static func at(_ key: String, _ map: Attributes) -> AttributeValue? {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? map[parts[0]]?.mappingValue?[parts[1]] : map[key]
    }

    /// Our answer in the form of theirs.
    private static func answer(_ request: CatalogCase, _ lab: Catalog) async -> Attributes {
        do {
            guard let path = request.entry else {
                let walk = try await lab.walk(depth: 5)
                return [
                    "names": .array(lab.names.map { .string($0) }), "name": .string(lab.name),
                    "description": .string(lab.description), "metadata": .mapping(lab.metadata),
                    "walked": .array(walk.entries.map(\.name).sorted().map { .string($0) }),
                ]
            }
            var catalog = lab
            let names = path.split(separator: "/").map(String.init)
            for name in names.dropLast() { catalog = try await catalog.entry(named: name).catalog() }
            let entry = try catalog.entry(named: names.last ?? "")
            let resolved = try await entry.with(request.values).resolved()
            var arguments = resolved.options
            arguments["uri"] = .string(resolved.uri)
            return [
                "driver": .string(resolved.driver.driver.name),
                "arguments": .mapping(arguments), "metadata": .mapping(resolved.metadata),
                "description": .string(resolved.description),
                "parameters": .array(entry.parameters.map(\.attribute)),
            ]
        } catch {
            return ["error": .string("\(error)")]
        }
    }
}
