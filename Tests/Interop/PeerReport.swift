import ImageCore

/// A part of what a peer printed, empty where it printed nothing of the kind.
struct PeerReport {
    var value: AttributeValue?

    init(_ value: AttributeValue?) {
        self.value = value
    }

    subscript(key: String) -> PeerReport { PeerReport(value?.mappingValue?[key]) }

    var isMissing: Bool { value == nil }
    var string: String? { value?.stringValue }
    var list: [PeerReport] { (value?.arrayValue ?? []).map { PeerReport($0) } }
    var mapping: [(key: String, value: PeerReport)] {
        (value?.mappingValue?.pairs ?? []).map { ($0.key, PeerReport($0.value)) }
    }

    /// The numbers of a list of numbers.
    var numbers: [Double]? {
        guard let items = value?.arrayValue else { return nil }
        let numbers = items.compactMap(\.doubleValue)
        return numbers.count == items.count ? numbers : nil
    }

    /// The texts of a list of texts.
    var strings: [String]? {
        guard let items = value?.arrayValue else { return nil }
        let texts = items.compactMap(\.stringValue)
        return texts.count == items.count ? texts : nil
    }

    /// All of it, for a message.
    var text: String { String((value?.json() ?? "nothing").prefix(600)) }
}
