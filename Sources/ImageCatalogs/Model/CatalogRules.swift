/// What the opener of a catalog lets its texts ask for.
///
/// The default trusts nothing: no environment variable is read. Nested catalogs inherit the rules, and can only narrow
/// them (`getenv: false`). Nothing here can make a catalog run code.
public struct CatalogRules: Sendable, Hashable {
    /// Which environment variables templates may read.
    public enum EnvironmentAccess: Sendable, Hashable {
        /// None.
        case none
        /// Those with these names.
        case named(Set<String>)
        /// All of them.
        case all
    }

    /// Which environment variables `env(NAME)` may read; none by default.
    public var environment: EnvironmentAccess
    /// The folder that all files must lie in, links followed; nil for anywhere.
    public var root: String?
    /// The schemes that URLs may have, such as `https`; nil for all that a store is known for.
    ///
    /// Paths are always allowed.
    public var schemes: Set<String>?
    /// Whether a name without a value is an empty text, as in intake, instead of an error.
    public var undefinedNamesAreEmpty: Bool

    /// Rules; without arguments the default ones.
    public init(
        environment: EnvironmentAccess = .none, root: String? = nil, schemes: Set<String>? = nil,
        undefinedNamesAreEmpty: Bool = false
    ) {
        self.environment = environment
        self.root = root
        self.schemes = schemes
        self.undefinedNamesAreEmpty = undefinedNamesAreEmpty
    }

    /// Whether templates may read a variable.
    func allowsVariable(_ name: String) -> Bool {
        switch environment {
        case .none: false
        case .named(let names): names.contains(name)
        case .all: true
        }
    }
}
