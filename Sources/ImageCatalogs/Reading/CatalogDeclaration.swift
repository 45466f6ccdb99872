import ImageCore

/// An entry as it is written, with its arguments not yet resolved.
struct CatalogDeclaration: Sendable {
    /// A driver, one of several to choose from.
    struct Driver: Sendable {
        /// What it is chosen by.
        var key: String
        /// Its name.
        var driver: String
        /// Arguments that go over the entry's.
        var arguments: YAMLNode?
    }

    var name: String
    var description = ""
    var drivers: [Driver] = []
    /// Whether the drivers are named choices, of which the first is the default, instead of a list of which the first
    /// that is known is taken.
    var hasNamedDrivers = false
    var arguments = Attributes()
    var metadata = Attributes()
    var parameters: [CatalogParameter] = []
    /// Whether there are parameters, whether or not they were decoded.
    var hasParameters = false
    /// The nodes of `args` and `metadata`, whose lines errors name later.
    var argumentsNode: YAMLNode?
    var metadataNode: YAMLNode?
    var location: ImageError.Location
    var diagnostics: [CatalogDiagnostic] = []
}
