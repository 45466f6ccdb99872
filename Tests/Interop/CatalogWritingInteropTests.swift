import Foundation
import ImageCore
import ImageIntake
import ImageSources
import Testing

extension Attributes {
    fileprivate func json(_ key: String) -> String { self[key]?.json() ?? "missing" }
}

/// What we write to catalogs is read by intake 0.7.0 as the same names, descriptions, arguments and metadata.
@Suite("Written catalogs and intake") struct CatalogWritingInteropTests {
    /// Texts that YAML 1.1, YAML 1.2 or Jinja could read as something else.
    static let texts = [
        "on", "yes", "Y", "n", "off", "NULL", "~", "", " ", "010", "1:30", "1e3", "1.0e+3", "0x1F", "0o7", "1_000",
        ".5",
        "-1", "+1", "2020-01-02", "2020-01-02T03:04:05Z", "12:30:45", ".inf", ".nan", "nan", "<<", "=", "- a", "a: b",
        "a #b", "#a", "{x}", "[x", "*a", "&a", "!a", "!!str a", "%a", "@a", "`a", "'", "\"", "\\", "\\n", "a\nb", "a\n",
        "a\r\nb", "\t", "tail ", "é", "日本", "😀", "\u{85}\u{2028}\u{FEFF}", "\u{1}\u{7F}", "{{ x }}", "a{{b", "{% if %}",
        "{#", "}}", "{{{", "{\r", "{\n", "---", "...", "? a", "a,b", "None", "True", "null", "!template x", "a.b",
    ]

    static let values: [AttributeValue] = [
        .null, true, false, 0, -1, .int(.max), .int(.min), .unsigned(.max), 0.1, 1e-5, 1e300, -0.5, 3.0,
        .double(.leastNonzeroMagnitude), .array([]), .mapping(Attributes()),
        .array([1, "010", .null, .array(["on", ["no": "off"]])]),
    ]

    private var metadata: Attributes {
        var metadata = Attributes([("values", .array(Self.values)), ("texts", .array(Self.texts.map { .string($0) }))])
        for text in Self.texts { metadata[text] = .string(text) }
        return metadata
    }

    /// An entry in which a text stands everywhere.
    private func entry(_ text: String, _ folder: String) -> NewEntry {
        NewEntry(
            name: text, description: text, driver: "nrrd", uri: folder + "/x/" + text,
            options: Attributes([("outside_files", true)]),
            metadata: Attributes([(text, .string(text)), ("list", .array([.string(text)]))]))
    }

    private var names: [String] { Self.texts.filter { !$0.isEmpty } }

    /// Compares what intake says with what we read.
    private func compare(_ paths: [String], _ peers: Peers) async throws {
        let output = try peers.run("intake_check.py", paths)
        let reports = PeerReport(try AttributeValue(parsingJSON: Bytes(output)))
        for path in paths {
            let (report, file) = (reports[path], path.split(separator: "/").last ?? "")
            #expect(report["error"].isMissing, "\(file): \(report.text)")
            let catalog = try await Catalog.open(path)
            #expect(report["name"].string == catalog.name, "\(file)")
            #expect(report["description"].string ?? "" == catalog.description, "\(file)")
            #expect(report["metadata"].value == .mapping(catalog.metadata), "\(file)")
            let entries = report["entries"].list
            #expect(entries.map { $0["name"].string } == catalog.names, "\(file)")
            #expect(report["yaml"].strings == catalog.names, "\(file)")
            for (theirs, ours) in zip(entries, catalog) {
                let resolved = try await ours.resolved()
                let what = "\(file): \(ours.name.debugDescription)"
                #expect(theirs["description"].string == ours.description, "\(what)")
                var arguments = theirs["args"].value?.mappingValue ?? Attributes()
                // `{{ CATALOG_DIR }}/x` has two slashes in intake.
                let uri = arguments["uri"]?.stringValue?.replacing("//", with: "/")
                arguments["uri"] = nil
                #expect(uri == resolved.uri, "\(what)")
                #expect(arguments == resolved.options, "\(what)")
                let metadata = theirs["metadata"].value?.mappingValue ?? Attributes()
                #expect(metadata.pairs.map(\.key) == resolved.metadata.pairs.map(\.key), "\(what)")
                for (key, value) in metadata.pairs {
                    let isSame = value == resolved.metadata[key]
                    #expect(isSame, "\(what) \(key.debugDescription): \(value) is \(resolved.metadata.json(key))")
                }
            }
        }
    }

    @Test("what is written to new files and into every style reads the same") func written() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let starts = [
                "block": "# c\nname: lab\nsources:\n    'first': {driver: intake_io.source.nrrd.NrrdSource}\n# d\n",
                "crlf": "sources:\r\n  first:\r\n    driver: intake_io.source.nrrd.NrrdSource\r\nmetadata: {a: 1}\r\n",
                "mark": "\u{FEFF}sources: {}\n",
                "flow": "{sources: {first: {driver: intake_io.source.nrrd.NrrdSource}, }}",
                "json": "{\n \"sources\": {\n  \"first\": {\"driver\": \"intake_io.source.nrrd.NrrdSource\"}\n }\n}\n",
                "bare": "name: x",
            ]
            var paths: [String] = []
            for (style, text) in starts.sorted(by: { $0.key < $1.key }) {
                let path = "\(folder)/\(style).yaml"
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                let writer = try CatalogWriter(path)
                if text.contains("first") { try await writer.remove(["first"]) }
                let all = NewEntry(name: "all", driver: "nrrd", uri: "/x", metadata: metadata)
                try await writer.apply(([all] + names.map { entry($0, folder) }).map { .add($0) })
                paths.append(path)
            }
            let new = NewCatalog(
                name: "on", description: "1:30",
                metadata: Attributes([("version", 1), ("k", metadata["values"] ?? .null)]),
                entries: names.map { entry($0, "/elsewhere") })
            try await CatalogWriter(folder + "/new.yaml").create(new)
            paths.append(folder + "/new.yaml")
            try await compare(paths, peers)
        }
    }

    @Test("a catalog in a catalog opens, by the path that is written") func nested() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let inner = folder + "/in{{ner.yaml"
            try await CatalogWriter(inner).create(
                NewCatalog(entries: [NewEntry(name: "x", driver: "nrrd", uri: folder + "/x.nrrd")]))
            let outer = folder + "/outer.yaml"
            try await CatalogWriter(outer).add(NewEntry(name: "in", driver: "yaml_file_cat", uri: inner))
            #expect(try await Catalog.open(outer)["in.x"].resolved().uri == folder + "/x.nrrd")
            let report = PeerReport(try AttributeValue(parsingJSON: Bytes(try peers.run("intake_check.py", [outer]))))
            #expect(report[outer]["entries"].list.map { $0["nested"].strings } == [["x"]], "\(report.text)")
        }
    }

    @Test("intake opens entries with the parameters of a catalog that was built in memory") func parameters()
        async throws
    {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let parameters = [
                try CatalogParameter(name: "disk", type: "str", description: "on: {{ a", default: "/data"),
                try CatalogParameter(name: "n", type: "int", default: 3, minimum: 1, maximum: 9),
                try CatalogParameter(name: "stain", type: "str", default: "010", allowed: ["010", "on", "dapi"]),
                try CatalogParameter(name: "ratio", type: "float", default: 1e-5),
                try CatalogParameter(name: "flag", type: "bool", default: false),
                try CatalogParameter(name: "which", type: "list", default: [1, "no"]),
            ]
            var image = NewEntry(
                name: "a", driver: "nrrd", uri: "{{ disk }}/{{ n }}_{{ stain }}.nrrd",
                metadata: ["text": "{{ ratio }} {{ flag }}"])
            image.hasTemplates = true
            let path = folder + "/lab.yaml"
            let new = NewCatalog(metadata: ["version": 1], parameters: parameters, entries: [image])
            try await CatalogWriter(path).create(new)
            let given: [Attributes] = [
                [:], ["n": 9, "stain": "on", "disk": "/mnt", "flag": true], ["n": 10], ["stain": "x"],
            ]
            let requests = given.map { values -> AttributeValue in
                ["catalog": .string(path), "entry": "a", "values": .mapping(values)]
            }
            try Data(AttributeValue.array(requests).json().utf8).write(
                to: URL(fileURLWithPath: folder + "/requests.json"))
            let theirs = PeerReport(
                try AttributeValue(parsingJSON: Bytes(Array(try peers.run("catalog_check.py", [folder]))))
            ).list
            let entry = try await Catalog.open(path).entry(named: "a")
            #expect(entry.parameters == parameters)
            for (values, their) in zip(given, theirs) {
                guard let ours = try? await entry.with(values).resolved() else {
                    #expect(!their["error"].isMissing, "\(values): \(their.text)")
                    continue
                }
                #expect(their["arguments"].value == .mapping(["uri": .string(ours.uri)]), "\(values): \(their.text)")
                #expect(their["metadata"].value == .mapping(ours.metadata), "\(values): \(their.text)")
                #expect(their["parameters"].value == .array(parameters.map(\.attribute)), "\(values)")
            }
            #expect(theirs.map { $0["error"].isMissing } == [true, true, false, false])
        }
    }

    @Test("renamed, described, corrected and replaced entries read the same") func edited() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let driver = "intake_io.source.nrrd.NrrdSource"
            let starts = [
                "block":
                    "sources:\n  a:\n    driver: \(driver)\n    args:\n      uri: /x\n  b: {driver: \(driver), args: {uri: /y}}\n",
                "json": "{\"sources\":{\"a\":{\"driver\":\"\(driver)\",\"args\":{\"uri\":\"/x\"}},"
                    + "\"b\":{\"driver\":\"\(driver)\",\"args\":{\"uri\":\"/y\"}}}}",
            ]
            var paths: [String] = []
            for (style, text) in starts.sorted(by: { $0.key < $1.key }) {
                for (number, name) in names.enumerated() {
                    let path = "\(folder)/\(style)\(number).yaml"
                    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                    try await CatalogWriter(path).apply([
                        .rename("a", to: name), .describe(name, as: name),
                        .setMetadata(name, Attributes([(name, .string(name)), ("010", .string(name))])),
                        .put(entry("b", folder)), .setMetadata("b", Attributes([("c", .string(name)), ("b", .null)])),
                    ])
                    paths.append(path)
                }
            }
            try await compare(paths, peers)
        }
    }

    @Test("the sample catalogs fit the schema, and mistakes do not") func schema() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let schema = CatalogSchema(drivers: SourceEnvironment.standard.drivers).attribute.json()
            try Data(schema.utf8).write(to: URL(fileURLWithPath: folder + "/schema.json"))
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
            let good = ["/catalogs/lab.yaml", "/catalogs/plates/plate7/catalog.yaml"].map { root + $0 }
            let written = folder + "/written.yaml"
            try await CatalogWriter(written).create(
                NewCatalog(
                    entries: names.map { entry($0, folder) } + [NewEntry(name: "x", driver: "zarr", uri: "x.zarr")]))
            let bad = [
                "name: x\n", "sources: [a]\n", "sources: {a: {args: {uri: x}}}\n", "sources: {a: {driver: nrrd}}\n",
                "sources: {a: {driver: nrrd, args: {path: x}}}\n",
                "sources: {a: {driver: yaml_file_cat, args: {uri: x}}}\n",
                "sources: {a: {driver: nrrd, args: {uri: x, outside_files: [1]}}}\n", "sources: {a: {driver: 5}}\n",
                "sources: {a: {driver: nrrd, args: {uri: x}, metadata: {axes: zq}}}\n",
                "sources: {a: {cls: os.system}}\n",
                "sources: {a: {driver: nrrd, args: {uri: x}, metadata: {spacing: {w: 1}}}}\n",
            ].enumerated().map { number, text in
                let path = "\(folder)/bad\(number).yaml"
                #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
                return path
            }
            let output = try peers.run("schema_check.py", [folder + "/schema.json"] + good + [written] + bad)
            let report = PeerReport(try AttributeValue(parsingJSON: Bytes(output)))
            for path in good + [written] { #expect(report[path].strings == [], "\(path)") }
            for path in bad { #expect(report[path].list.isEmpty == false, "\(path) should not fit") }
        }
    }
}
