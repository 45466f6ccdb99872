public import ImageCore
public import ImageSources

/// A JSON Schema (draft 7) of catalog files, for editors.
///
/// The keys are those of the tables that the parser reads with, drivers and options those of a registry. It accepts
/// what the parser accepts; what only the whole file can tell (names that exist, files that open) is left to checking.
public struct CatalogSchema: Sendable {
    private let drivers: DriverRegistry

    /// The schema for catalogs with these drivers.
    public init(drivers: DriverRegistry) {
        self.drivers = drivers
    }

    /// The schema as a JSON value.
    public var attribute: AttributeValue {
        [
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "Image catalog",
            "description": "Images by name, with what is needed to open them.",
            "type": "object",
            "required": ["sources"],
            "properties": .mapping(Self.properties(CatalogParser.topKeys, topLevel)),
            "definitions": ["entry": entry, "parameter": Self.parameter, "metadata": Self.metadata],
        ]
    }

    /// What is known about the keys of the top level; a key that is not in here may have any value.
    private var topLevel: [String: AttributeValue] {
        [
            "name": Self.text("The catalog's name; the file's if there is none."),
            "description": Self.text("What the catalog holds."),
            "metadata": [
                "description": "Facts about the whole catalog.", "type": ["object", "null"],
                "properties": ["parameters": Self.parameters(["$ref": "#/definitions/parameter"])],
            ],
            "sources": [
                "description": "The entries by name.", "type": ["object", "null"],
                "additionalProperties": ["$ref": "#/definitions/entry"],
            ],
            "plugins": ["description": "Ignored: nothing in a catalog loads code."],
            "version": ["description": "Means nothing, but is widespread."],
        ]
    }

    /// What is known about the keys of an entry.
    private var entryKeys: [String: AttributeValue] {
        [
            "driver": driver,
            "description": Self.text("What the image shows."),
            "args": [
                "description": "Where the data are, and the driver's options.", "type": ["object", "null"],
            ],
            "metadata": ["$ref": "#/definitions/metadata"],
            "parameters": Self.parameters([
                "allOf": [["$ref": "#/definitions/parameter"], ["required": ["type"]]]
            ]),
            "direct_access": ["description": "For intake's old server.", "enum": ["forbid", "allow", "force"]],
            "cache": ["description": "For intake's old cache; not used.", "type": ["array", "null"]],
        ]
    }

    private var entry: AttributeValue {
        [
            "type": "object",
            "required": ["driver"],
            "not": ["anyOf": [["required": ["cls"]], ["required": ["remote"]]]],
            "properties": .mapping(Self.properties(CatalogParser.entryKeys, entryKeys)),
            "allOf": .array(drivers.drivers.map { Self.arguments($0.driver) } + [Self.nested]),
        ]
    }

    private var driver: AttributeValue {
        let names = drivers.drivers.flatMap { [$0.driver.name] + $0.driver.aliases } + CatalogDriver.names()
        return [
            "description": "What reads the data; the names that are known here complete.",
            "anyOf": [
                ["enum": .array(names.map { .string($0) })],
                ["type": "string", "minLength": 1],
                ["type": ["array", "object"]],
            ],
        ]
    }

    /// The arguments of one driver.
    private static func arguments(_ driver: DriverDescriptor) -> AttributeValue {
        var properties = Attributes()
        for name in driver.locationNames {
            properties[name] = Self.text("The path or URL; a relative path starts at the folder of this file.")
        }
        properties["output_axis_order"] = [
            "description": "The order of the axes when it is read; null keeps the file's. Default: itczyx.",
            "type": ["string", "null"],
        ]
        for option in driver.options { properties[option.name] = value(of: option) }
        var arguments: Attributes = ["properties": .mapping(properties)]
        if !driver.locationNames.isEmpty {
            arguments["anyOf"] = .array(driver.locationNames.map { ["required": .array([.string($0)])] })
        }
        let names: [AttributeValue] = ([driver.name] + driver.aliases).map { .string($0) }
        return [
            "if": ["properties": ["driver": ["enum": .array(names)]], "required": ["driver"]],
            "then": [
                "required": ["args"],
                "properties": ["args": .mapping(arguments)],
            ],
        ]
    }

    /// Catalogs in catalogs.
    private static var nested: AttributeValue {
        let names: [AttributeValue] = CatalogDriver.names { $0 == .file || $0 == .files }.map { .string($0) }
        return [
            "if": ["properties": ["driver": ["enum": .array(names)]], "required": ["driver"]],
            "then": ["required": ["args"], "properties": ["args": ["required": ["path"]]]],
        ]
    }

    /// An option's values; all may be templates.
    private static func value(of option: OptionDescriptor) -> AttributeValue {
        let type: AttributeValue =
            switch option.kind {
            case .bool: "boolean"
            case .int: "integer"
            case .double: "number"
            case .string: "string"
            case .list, .paths: "array"
            case .mapping: "object"
            }
        return [
            "description": .string(option.summary), "type": .array(option.kind == .string ? [type] : [type, "string"]),
        ]
    }

    private static var metadata: AttributeValue {
        func byAxis(_ what: String, _ values: AttributeValue) -> AttributeValue {
            [
                "description": .string(what), "type": ["object", "array", "null"],
                "propertyNames": ["pattern": "^[itczyx]$"], "additionalProperties": values,
            ]
        }
        return [
            "description": "Corrections of what the file says, and any further facts.",
            "type": ["object", "null"],
            "properties": [
                "axes": [
                    "description": "Other names for the file's axes, slowest first.", "type": ["string", "null"],
                    "pattern": "^[itczyx]+$|\\{\\{",
                ],
                "spacing": byAxis("The distance between elements by axis.", ["type": ["number", "string", "null"]]),
                "spacing_units": byAxis("The unit of the spacing by axis.", ["type": ["string", "null"]]),
                "coords": byAxis("Names or positions by axis.", ["type": ["array", "string", "number", "null"]]),
                "discovered": ["description": "What the headers said when the entry was made; corrects nothing."],
                "provenance": ["description": "What the image was made from, when, and by what."],
            ],
        ]
    }

    private static func parameters(_ each: AttributeValue) -> AttributeValue {
        [
            "description": "Values that are given when an entry is opened.", "type": ["object", "null"],
            "additionalProperties": each,
        ]
    }

    private static let parameter: AttributeValue = [
        "type": "object",
        "properties": [
            "name": ["description": "Ignored: the key is the name."],
            "description": ["description": "What the value means.", "type": ["string", "null"]],
            "type": [
                "description": "The type of the values.", "type": "string",
                "pattern": .string(CatalogParameter.typePattern),
            ],
            "default": ["description": "The value if none is given."],
            "min": ["description": "The smallest value."], "max": ["description": "The largest value."],
            "allowed": ["description": "All values there are.", "type": ["array", "null"]],
        ],
    ]

    private static func text(_ what: String) -> AttributeValue {
        ["description": .string(what), "type": ["string", "number", "boolean", "null"]]
    }

    /// A table of keys with what is known about each.
    private static func properties(_ keys: [String], _ known: [String: AttributeValue]) -> Attributes {
        Attributes(keys.map { ($0, known[$0] ?? .mapping(Attributes())) })
    }
}
