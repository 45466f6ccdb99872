import ArgumentParser
import ImageIntake

/// `imcat formats`: the drivers.
struct FormatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats",
        abstract: "List the formats that can be read and written.",
        usage: "imcat formats [options]",
        discussion: """
            Examples:
              imcat formats
              imcat formats --long                the options of the drivers, too
              imcat formats --json | jq -r '.[].extensions[]'
            """)

    @Flag(help: "Add the names in catalogs and the options of each driver.")
    var long = false

    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        let drivers = SourceEnvironment.standard.drivers.drivers
        if output.json {
            try Console.write(AttributeValue.array(drivers.map(Self.attribute)).json(pretty: true) + "\n")
        } else if long {
            try Console.write(drivers.map(Self.block).joined(separator: "\n"))
        } else {
            var table = TableRenderer([
                .init("name"), .init("reads"), .init("writes"), .init("extensions"), .init("format"),
            ])
            for type in drivers {
                let driver = type.driver
                let extensions = driver.extensions.map { "." + $0 }.joined(separator: " ")
                table.add([driver.name, "yes", type.writer == nil ? "no" : "yes", extensions, driver.title])
            }
            try Console.write(table.lines(width: Console.width))
        }
    }

    private static func attribute(_ type: ImageSource.Type) -> AttributeValue {
        func texts(_ list: [String]) -> AttributeValue { .array(list.map { .string($0) }) }
        let driver = type.driver
        var fields = Attributes()
        fields["name"] = .string(driver.name)
        fields["title"] = .string(driver.title)
        fields["extensions"] = texts(driver.extensions)
        fields["aliases"] = texts(driver.aliases)
        fields["reads"] = true
        fields["writes"] = .bool(type.writer != nil)
        if let writer = type.writer { fields["compressions"] = texts(writer.capabilities.compressions) }
        fields["options"] = .array(
            driver.options.map {
                ["name": .string($0.name), "type": .string($0.kind.rawValue), "summary": .string($0.summary)]
            })
        return .mapping(fields)
    }

    private static func block(_ type: ImageSource.Type) -> String {
        let driver = type.driver
        var text = Console.bold(driver.name) + ": \(driver.title)\n"
        func add(_ name: String, _ value: String) { text += "  \(name): \(value)\n" }
        add("extensions", driver.extensions.map { "." + $0 }.joined(separator: " "))
        add("in catalogs", ([driver.name] + driver.aliases).joined(separator: ", "))
        if let writer = type.writer {
            add(
                "writes",
                "yes, compressed with " + (["none"] + writer.capabilities.compressions).joined(separator: ", "))
        } else {
            add("writes", "no")
        }
        for option in driver.options { add("option \(option.name)", "\(option.kind.rawValue); \(option.summary)") }
        return text
    }
}
