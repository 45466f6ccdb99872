import ImageCore

/// Edits of a catalog file together with what they are meant to do, so that the result can be compared with it.
struct CatalogChange {
    var edits: [YAMLEdit]
    /// The positions of the entries that go.
    var removed: Set<Int>
    /// The entry that comes: at the end, or at the position of the one it replaces.
    var added: (name: String, value: Attributes, at: Int?)?

    /// Parses the edited file and compares: the other entries and the other top-level keys are the same bytes in the
    /// same order, their aliases refer to the same anchors, and the new entry reads as what was to be written.
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
                text = Self.lines(of: pair, in: new)
            }
            let before = old.children.records.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
            guard Self.sameBytes(before, of: old, kept, of: new) else {
                throw Self.mismatch("other entries would change")
            }
            let (oldParts, newParts) = (Self.otherParts(of: old), Self.otherParts(of: new))
            guard Self.sameBytes(oldParts, of: old, newParts, of: new) else {
                throw Self.mismatch("other parts of the file would change")
            }
            guard try old.aliasTargets(in: before + oldParts) == (try new.aliasTargets(in: kept + newParts)) else {
                throw Self.mismatch("an alias in the rest of the file would refer to another anchor")
            }
            return text
        } catch {
            throw ImageError(
                .unsupported, "this edit cannot be made safely: \(error.message)", at: error.location,
                hint: error.hint ?? "edit the file by hand", underlying: error)
        }
    }

    private static func mismatch(_ what: String) -> ImageError { .corrupt(what) }

    /// The top level without the entries.
    private static func otherParts(of document: YAMLDocument) -> [YAMLPair] {
        document.pairs.records.filter { document.name(of: $0) != CatalogParser.sourcesKey }
    }

    /// An entry as it stands in the file, from the start of its line if it has that for itself.
    private static func lines(of pair: YAMLPair, in document: YAMLDocument) -> String {
        let lines = YAMLLines(bytes: document.bytes.array)
        let key = pair.key.lowerBound
        let start = lines.isFirstOnLine(key) ? lines.start(of: key) : key
        let text = document.text(start..<pair.whole.upperBound)
        return text.last?.isNewline == true ? text : text + lines.lineBreak
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
