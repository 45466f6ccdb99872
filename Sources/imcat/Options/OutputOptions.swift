import ArgumentParser

/// How a command reports: the same for all commands.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress and no notes; errors are still told.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Tell more: the causes of errors, whole file headers.")
    var verbose = false
}
