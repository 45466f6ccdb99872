import ArgumentParser
import ImageIntake

/// What a command found, target by target: text is printed at once, JSON at the end.
struct Report {
    /// One finding in both forms.
    struct Item: Sendable {
        /// For programs.
        var json: AttributeValue
        /// For people, with the line breaks.
        var text: String
    }

    /// How the JSON of the findings is put together.
    enum Form {
        /// An array with one object per target.
        case array
        /// The object of the only target.
        case object
    }

    private let options: OutputOptions
    private let form: Form
    private var objects: [AttributeValue] = []
    private var isFirst = true
    private var hasFailed = false

    /// An empty report.
    init(_ options: OutputOptions, _ form: Form = .array) {
        self.options = options
        self.form = form
    }

    /// Adds what `body` finds about each of the targets of a command line.
    mutating func add(each targets: [String], _ body: (Target) async throws -> Item) async throws {
        for text in targets {
            let target = await Target(text)
            try await add(target) { try await body(target) }
        }
    }

    /// Adds what `body` finds about a target, or why it failed; a failure does not end the command.
    mutating func add(_ target: Target, _ body: () async throws -> Item) async throws {
        let item: Item
        do {
            item = try await body()
        } catch let error where !(error is CancellationError) {
            return fail(target.blamed(for: error))
        }
        try add(item)
    }

    /// Adds a finding; texts of several lines are set apart by an empty line.
    mutating func add(_ item: Item) throws {
        guard !options.json else { return objects.append(item.json) }
        let isBlock = item.text.firstIndex(of: "\n").map { item.text.index(after: $0) != item.text.endIndex } ?? false
        try Console.write(isBlock && !isFirst ? "\n" + item.text : item.text)
        isFirst = false
    }

    /// Tells an error; its object takes the target's place.
    mutating func fail(_ error: ImageError) {
        objects.append(.mapping(error.attributes))
        tell(error)
    }

    /// Tells an error that is part of a finding which is reported all the same.
    mutating func tell(_ error: ImageError) {
        hasFailed = true
        Console.complain(error, verbose: options.verbose)
    }

    /// Prints the JSON.
    ///
    /// - Throws: exit status 1 if a target failed.
    func finish() throws {
        if options.json {
            let value = form == .object ? objects.first ?? .null : .array(objects)
            try Console.write(value.json(pretty: true) + "\n")
        }
        if hasFailed { throw ExitCode.failure }
    }
}
