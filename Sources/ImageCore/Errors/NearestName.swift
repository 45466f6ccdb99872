/// The candidate that looks most like a mistyped name, for "did you mean ...?".
///
/// Compares without case, by edit distance (insertions, deletions, substitutions, and swaps of neighbours); nothing is
/// near that differs in more than a third of its letters. Long names and long lists are cut off, because a catalog may
/// hold many thousands.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
    guard !wanted.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates.lazy.prefix(20_000) {
        let letters = Array(candidate.lowercased().unicodeScalars.prefix(64))
        let allowed = max(1, max(wanted.count, letters.count) / 3)
        guard abs(letters.count - wanted.count) <= min(allowed, (best?.distance ?? .max)) else { continue }
        let distance = editDistance(wanted, letters)
        if distance <= allowed, distance < (best?.distance ?? .max) { best = (candidate, distance) }
    }
    return best?.name
}

/// " did you mean 'x'?" for the nearest candidate, else the hint to use when nothing is near.
public func nearestNameHint(to name: String, among candidates: some Sequence<String>, else fallback: String? = nil)
    -> String?
{
    nearestName(to: name, among: candidates).map { "did you mean '\($0)'?" } ?? fallback
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            row[j] = min(substitution, last[j] + 1, row[j - 1] + 1)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                row[j] = min(row[j], beforeLast[j - 2] + 1)
            }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
