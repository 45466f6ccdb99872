import ImageCore
import ImageSources

extension Catalog {
    /// Why a name is none of a pattern that it fits: the entry's parameters do not allow what a field stands for.
    func refusedByPattern(_ name: String) -> String? {
        for candidate in body.patterns {
            guard let values = try? candidate.pattern.values(in: name) else { continue }
            let parameters = CatalogEntry(candidate.position, of: self).parameters
            do throws(ImageError) {
                for (field, value) in values.pairs {
                    _ = try parameters.last { $0.name == field }?.checked(value)
                }
            } catch {
                return "it fits the pattern '\(candidate.pattern)', but \(error.message)"
            }
        }
        return nil
    }

    /// The pattern entry that serves a name, or nil.
    ///
    /// Of several whose patterns fit, the one with the most text outside of its fields is taken, then the first. What a
    /// field stands for must be allowed by the entry's parameter of that name.
    func patternEntry(_ name: String) -> CatalogEntry? {
        var others: [(pattern: String, reason: String)] = []
        var found: (pattern: EntryPattern, values: Attributes)?
        for candidate in body.patterns {
            let text = candidate.pattern.description
            do throws(ImageError) {
                let values = try candidate.pattern.values(in: name)
                let parameters = CatalogEntry(candidate.position, of: self).parameters
                for (field, value) in values.pairs {
                    _ = try parameters.last { $0.name == field }?.checked(value)
                }
                if let found {
                    let isEqual = found.pattern.pattern.literalCount == candidate.pattern.literalCount
                    let why = isEqual ? "stands before it" : "has more text outside of its fields"
                    others.append((text, "it fits, too, but '\(found.pattern.pattern)' \(why)"))
                } else {
                    found = (candidate, values)
                }
            } catch {
                others.append((text, error.message))
            }
        }
        guard let found else { return nil }
        let match = PatternMatch(
            name: name, pattern: body.content.name(found.pattern.position), values: found.values, others: others)
        return CatalogEntry(found.pattern.position, of: self, name: name, match: match)
    }
}
