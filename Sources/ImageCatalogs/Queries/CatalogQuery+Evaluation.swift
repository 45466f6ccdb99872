public import ImageCore
import ImageSources

extension CatalogQuery {
    /// Whether the query holds for an entry.
    ///
    /// The image is opened only if the answer depends on what its headers say.
    /// - Throws: what opening the image throws; `CancellationError`.
    public func holds(for entry: CatalogEntry) async throws -> Bool {
        guard isPossible(for: entry) else { return false }
        if let known = Self.truth(condition, CatalogFacts(entry, nil), entry) { return known }
        let description = try await entry.discover()
        return Self.truth(condition, CatalogFacts(entry, description), entry) ?? false
    }

    /// The entries for which the query holds, in order, and those for which it could not be told.
    ///
    /// - Throws: `limitExceeded` for entries of a file that must not be decoded as a whole, if the query looks at more
    ///   than names and drivers; `CancellationError`.
    public func select(
        _ entries: [CatalogEntry], concurrency: Int
    ) async throws -> (entries: [CatalogEntry], failures: [(name: String, error: ImageError)]) {
        if Self.decodes(condition), let excess = entries.lazy.compactMap(\.excess).first { throw excess }
        // Nearly all are decided here, without a task for each.
        var verdicts: [Bool?] = []
        verdicts.reserveCapacity(entries.count)
        for entry in entries {
            if verdicts.count % 1024 == 0 { try Task.checkCancellation() }
            verdicts.append(
                isPossible(for: entry) ? Self.truth(condition, CatalogFacts(entry, nil), entry) : false)
        }
        let open = verdicts.indices.filter { verdicts[$0] == nil }
        let results = try await mapConcurrently(open.count, limit: concurrency) { number in
            do {
                return Result<Bool, ImageError>.success(try await holds(for: entries[open[number]]))
            } catch let error as ImageError {
                return .failure(error)
            }
        }
        var failures: [(name: String, error: ImageError)] = []
        for (place, result) in zip(open, results) {
            switch result {
            case .success(let verdict): verdicts[place] = verdict
            case .failure(let error): failures.append((entries[place].name, error))
            }
        }
        return (entries.indices.filter { verdicts[$0] == true }.map { entries[$0] }, failures)
    }

    // MARK: Truth

    /// Nil where only headers can tell.
    private static func truth(_ condition: Condition, _ facts: CatalogFacts, _ entry: CatalogEntry) -> Bool? {
        switch condition {
        case .and(let parts):
            var result: Bool? = true
            for part in parts {
                switch truth(part, facts, entry) {
                case false?: return false
                case nil: result = nil
                case true?: break
                }
            }
            return result
        case .or(let parts):
            var result: Bool? = false
            for part in parts {
                switch truth(part, facts, entry) {
                case true?: return true
                case nil: result = nil
                case false?: break
                }
            }
            return result
        case .not(let part): return truth(part, facts, entry).map { !$0 }
        case .presence(let operand):
            switch value(operand, facts) {
            case .needsHeaders: return nil
            case .missing: return false
            case .value(let value): return !TemplateText.isEmpty(value)
            }
        case .comparison(let left, let comparison, let right):
            let (first, second) = (value(left, facts), value(right, facts))
            if case .needsHeaders = first { return nil }
            if case .needsHeaders = second { return nil }
            guard case .value(var a) = first, case .value(var b) = second else {
                // `x == null` asks whether it is missing.
                let isMissing = [first, second].contains {
                    if case .value(let value) = $0 { value.isNull } else { false }
                }
                return comparison == .equal ? isMissing : comparison == .different ? !isMissing : false
            }
            if case .fact(["driver"]) = left { b = driver(b, entry) }
            if case .fact(["driver"]) = right { a = driver(a, entry) }
            return compare(a, comparison, b)
        }
    }

    private static func value(_ operand: Operand, _ facts: CatalogFacts) -> CatalogFacts.Answer {
        switch operand {
        case .value(let value): .value(value)
        case .fact(let path): facts.answer(path)
        }
    }

    /// Whether a condition asks for what only a decoded entry tells.
    private static func decodes(_ condition: Condition) -> Bool {
        func decodes(_ operand: Operand) -> Bool {
            if case .fact(let path) = operand { !["name", "driver"].contains(path.first) } else { false }
        }
        return switch condition {
        case .and(let parts), .or(let parts): parts.contains(where: Self.decodes)
        case .not(let part): Self.decodes(part)
        case .presence(let operand): decodes(operand)
        case .comparison(let left, _, let right): decodes(left) || decodes(right)
        }
    }

    /// Drivers are the same by all their names.
    private static func driver(_ value: AttributeValue, _ entry: CatalogEntry) -> AttributeValue {
        switch value {
        case .string(let name): .string(CatalogFacts.driverName(name, entry))
        case .array(let items): .array(items.map { driver($0, entry) })
        default: value
        }
    }

    private static func compare(_ a: AttributeValue, _ comparison: Comparison, _ b: AttributeValue) -> Bool {
        switch comparison {
        case .equal: return isEqual(a, b)
        case .different: return !isEqual(a, b)
        case .isIn: return (b.arrayValue ?? [b]).contains { isEqual(a, $0) }
        case .contains:
            if let items = a.arrayValue { return items.contains { isEqual($0, b) } }
            if let map = a.mappingValue { return b.stringValue.map { map[$0] != nil } ?? false }
            guard let text = a.stringValue, let part = b.stringValue else { return false }
            return text.contains(part)
        default: break
        }
        let order: (isLess: Bool, isEqual: Bool)
        if let first = a.doubleValue, let second = b.doubleValue {
            order = (first < second, first == second)
            if first.isNaN || second.isNaN { return false }
        } else if let first = a.stringValue, let second = b.stringValue {
            order = (first.unicodeScalars.lexicographicallyPrecedes(second.unicodeScalars), first == second)
        } else {
            return false
        }
        switch comparison {
        case .less: return order.isLess
        case .lessOrEqual: return order.isLess || order.isEqual
        case .greater: return !order.isLess && !order.isEqual
        default: return !order.isLess
        }
    }

    private static func isEqual(_ a: AttributeValue, _ b: AttributeValue) -> Bool {
        if let first = a.doubleValue, let second = b.doubleValue { return first == second }
        return a == b
    }

    // MARK: Bytes first

    /// False only if the bytes of the entry in its file show that the query cannot hold.
    private func isPossible(for entry: CatalogEntry) -> Bool {
        guard case .position(let position) = entry.place, case .file(let document) = entry.parent.body.content,
            entry.match == nil
        else { return true }
        let texts = Self.requirements(condition)
        return texts.isEmpty || document.mayHold(texts, child: position)
    }

    /// Texts without which the condition cannot hold: of keys that must be there, and of values they must have.
    private static func requirements(_ condition: Condition) -> [[UInt8]] {
        switch condition {
        case .and(let parts): return parts.flatMap(requirements)
        case .presence(.fact(let path)): return keys(path)
        case .comparison(.fact(let path), let comparison, .value(let value)):
            if comparison == .different || value.isNull { return [] }
            guard path.count > 1, CatalogFacts.mappings.dropLast().contains(path[0]) else { return [] }
            guard comparison == .equal || comparison == .contains, let text = value.stringValue else {
                return keys(path)
            }
            let bytes = Array(text.utf8)
            return keys(path) + (bytes.allSatisfy(YAMLWordProbe.isPlain) && !bytes.isEmpty ? [bytes] : [])
        default: return []
        }
    }

    private static func keys(_ path: [String]) -> [[UInt8]] {
        guard path.count > 1, CatalogFacts.mappings.dropLast().contains(path[0]) else { return [] }
        return path.dropFirst().map { Array($0.utf8) }.filter { $0.allSatisfy(YAMLWordProbe.isPlain) }
    }
}
