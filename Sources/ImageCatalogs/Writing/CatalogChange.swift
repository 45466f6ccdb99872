import ImageCore

/// Edits of a catalog file together with what they are meant to do, so that the result can be compared with it.
struct CatalogChange {
    /// What becomes of an entry.
    enum Outcome {
        case removed
        case renamed(String)
        case written(Attributes)
    }

    var edits: [YAMLEdit] = []
    /// What becomes of the entries that do not stay as they are, by their positions.
    var outcomes: [Int: Outcome] = [:]
    /// The entries that come at the end.
    var added: [(name: String, value: Attributes)] = []

    /// The edited bytes.
    func applied(to document: YAMLDocument) -> Bytes {
        Bytes(YAMLEdit.apply(edits, to: document.bytes.array))
    }

    /// Parses the edited file and compares: all that is not meant to change is the same bytes in the same order, aliases
    /// in it refer to the same anchors, and entries that were written read as what was to be written.
    ///
    /// Of a large file only the lines around the edits are parsed, where that tells the same; see `CatalogWindow`.
    /// - Returns: the lines of the entries that were written, by name.
    /// - Throws: `unsupported` if that is not so; the file is not to be written then.
    func check(_ old: YAMLDocument, _ bytes: Bytes) throws(ImageError) -> [String: String] {
        do throws(ImageError) {
            guard bytes.count <= min(old.limits.fileSize, Int(Int32.max)) else {
                throw .limitExceeded("the file would have \(bytes.count) bytes")
            }
            if let window = CatalogWindow(of: old, around: self) {
                return try window.change.compared(window.document, window.change.applied(to: window.document))
            }
            return try compared(old, bytes)
        } catch {
            throw ImageError(
                .unsupported, "this edit cannot be made safely: \(error.message)", at: error.location,
                hint: error.hint ?? "edit the file by hand", underlying: error)
        }
    }

    private func compared(_ old: YAMLDocument, _ bytes: Bytes) throws(ImageError) -> [String: String] {
        let new = try YAMLDocument(bytes, indexing: CatalogParser.sourcesKey, limits: old.limits)
        // What is the same bytes before and after.
        var (before, after): ([YAMLPair], [YAMLPair]) = ([], [])
        var texts: [String: String] = [:]
        var next = new.children.records.makeIterator()
        func take() throws(ImageError) -> YAMLPair {
            guard let pair = next.next() else { throw Self.mismatch("an entry would be lost") }
            return pair
        }
        for (position, pair) in old.children.records.enumerated() {
            switch outcomes[position] {
            case nil:
                before.append(pair)
                after.append(try take())
            case .removed: continue
            case .renamed(let name):
                let renamed = try take()
                guard new.name(of: renamed) == name else { throw Self.mismatch("the name reads otherwise") }
                before.append(old.withoutKey(pair))
                after.append(new.withoutKey(renamed))
            case .written(let value):
                let name = old.name(of: pair)
                texts[name] = try written(try take(), name, value, in: new)
            }
        }
        for (name, value) in added { texts[name] = try written(try take(), name, value, in: new) }
        guard next.next() == nil, Self.sameBytes(before, of: old, after, of: new) else {
            throw Self.mismatch("other entries would change")
        }
        let (oldParts, newParts) = (Self.otherParts(of: old), Self.otherParts(of: new))
        guard Self.sameBytes(oldParts, of: old, newParts, of: new) else {
            throw Self.mismatch("other parts of the file would change")
        }
        guard try old.aliasTargets(in: before + oldParts) == (try new.aliasTargets(in: after + newParts)) else {
            throw Self.mismatch("an alias in the rest of the file would refer to another anchor")
        }
        return texts
    }

    /// The lines of an entry that reads as what was to be written.
    private func written(
        _ pair: YAMLPair, _ name: String, _ value: Attributes, in new: YAMLDocument
    ) throws(ImageError) -> String {
        let node = try YAMLComposer.value(of: pair, in: new)
        let found = try YAMLDecoder(new).value(node)
        // As text, since a NaN equals nothing.
        let isMeant = found == .mapping(value) || YAMLEmitter().flow(found) == YAMLEmitter().flow(.mapping(value))
        guard new.name(of: pair) == name, isMeant else {
            throw Self.mismatch("the new entry reads otherwise than it was to be")
        }
        return Self.lines(of: pair, in: new)
    }

    private static func mismatch(_ what: String) -> ImageError { .corrupt(what) }

    /// The top level without the entries.
    private static func otherParts(of document: YAMLDocument) -> [YAMLPair] {
        document.pairs.records.filter { document.name(of: $0) != CatalogParser.sourcesKey }
    }

    /// An entry as it stands in the file, from the start of its line if it has that for itself.
    private static func lines(of pair: YAMLPair, in document: YAMLDocument) -> String {
        let key = pair.key.lowerBound
        let start = document.startOfLine(before: key) ?? key
        let text = document.text(start..<pair.whole.upperBound)
        return text.last?.isNewline == true ? text : text + "\n"
    }

    private static func sameBytes(
        _ old: [YAMLPair], of oldDocument: YAMLDocument, _ new: [YAMLPair], of newDocument: YAMLDocument
    ) -> Bool {
        guard old.count == new.count else { return false }
        return oldDocument.bytes.withBytes { one in
            newDocument.bytes.withBytes { other in
                one.withUnsafeBytes { a in
                    other.withUnsafeBytes { b in
                        zip(old, new).allSatisfy { a[$0.whole].elementsEqual(b[$1.whole]) }
                    }
                }
            }
        }
    }
}
