import ImageCore

/// Edits of a catalog file together with what they are meant to do, so that the result can be compared with it.
struct CatalogChange {
    var edits: [YAMLEdit]
    /// The positions of the entries that go.
    var removed: Set<Int>
    /// The entry that comes: at the end, or at the position of the one it replaces.
    var added: (name: String, value: Attributes, at: Int?)?

    /// Parses the edited file and compares: the other entries and the other top-level keys are the same bytes in the
    /// same order, and the new entry reads as what was to be written.
    ///
    /// - Returns: the text of the new entry.
    /// - Throws: `unsupported` if that is not so; the file is not to be written then.
    func check(_ old: YAMLDocument, _ bytes: Bytes) throws(ImageError) -> String {
        do throws(ImageError) {
            let new = try YAMLDocument(bytes, indexing: CatalogParser.sourcesKey, limits: old.limits)
            var kept = new.children.records
            var text = ""
            if let added {
                guard let position = new.position(of: added.name, in: new.children),
                    position == added.at ?? kept.count - 1
                else { throw Self.mismatch("the new entry is not where it should be") }
                let pair = kept.remove(at: position)
                let node = try YAMLComposer.value(of: pair, in: new)
                guard try YAMLDecoder(new).value(node) == .mapping(added.value) else {
                    throw Self.mismatch("the new entry reads otherwise than it was to be")
                }
                text = new.text(pair.whole)
            }
            let before = old.children.records.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
            guard Self.sameBytes(before, of: old, kept, of: new) else {
                throw Self.mismatch("other entries would change")
            }
            let isOther = { (document: YAMLDocument, pair: YAMLPair) in
                document.name(of: pair) != CatalogParser.sourcesKey
            }
            guard
                Self.sameBytes(
                    old.pairs.records.filter { isOther(old, $0) }, of: old,
                    new.pairs.records.filter { isOther(new, $0) }, of: new)
            else { throw Self.mismatch("other parts of the file would change") }
            return text
        } catch {
            throw ImageError(
                .unsupported, "this edit cannot be made safely: \(error.message)", at: error.location,
                hint: error.hint ?? "edit the file by hand", underlying: error)
        }
    }

    private static func mismatch(_ what: String) -> ImageError { .corrupt(what) }

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
