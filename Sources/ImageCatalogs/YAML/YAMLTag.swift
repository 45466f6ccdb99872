import ImageCore

/// What a tag makes of a node: only YAML's own plain types, and the tuple that intake's older writers left behind.
struct YAMLTag {
    enum Shape { case sequence, mapping }

    /// What `<<` is by itself.
    static let merge = "tag:yaml.org,2002:merge"

    private enum Kind { case none, string, int, float, bool, null, sequence, mapping }
    private let kind: Kind

    /// - Throws: `unsupported` for any other tag; nothing in a catalog makes objects.
    init(_ node: YAMLNode) throws(ImageError) {
        kind =
            switch node.tag {
            case nil: .none
            // "!" says "not resolved"; "!template" is a mark of intake's early days, which it skips.
            case "!", "!template", "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp": .string
            case "tag:yaml.org,2002:int": .int
            case "tag:yaml.org,2002:float": .float
            case "tag:yaml.org,2002:bool": .bool
            case "tag:yaml.org,2002:null": .null
            case "tag:yaml.org,2002:seq", "tag:yaml.org,2002:python/tuple": .sequence
            case "tag:yaml.org,2002:map": .mapping
            case .some(let tag): throw Self.unknown(tag, node.location)
            }
    }

    func check(_ shape: Shape, at location: ImageError.Location) throws(ImageError) {
        switch (kind, shape) {
        case (.none, _), (.string, _), (.sequence, .sequence), (.mapping, .mapping): return
        default: throw .corrupt("the tag does not fit what it stands at", at: location)
        }
    }

    func scalar(_ text: String, isPlain: Bool, at location: ImageError.Location) throws(ImageError) -> AttributeValue {
        let value = YAMLScalar.value(of: text)
        switch (kind, value) {
        case (.none, _): return isPlain ? value : .string(text)
        case (.string, _): return .string(text)
        case (.int, .int), (.float, .double), (.bool, .bool), (.null, .null): return value
        case (.float, .int(let number)): return .double(Double(number))
        default: throw .corrupt("'\(text)' is not what its tag says", at: location)
        }
    }

    private static func unknown(_ tag: String, _ location: ImageError.Location) -> ImageError {
        let standard = "tag:yaml.org,2002:"
        let written = tag.hasPrefix(standard) ? "!!" + tag.dropFirst(standard.count) : tag
        return .unsupported(
            "the tag \(written)", at: location, hint: "catalogs hold plain values; nothing in them makes objects")
    }
}
