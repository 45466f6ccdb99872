/// The name of one file of a pair, and what that of the other follows from: where `Cat.HDR` is, `Cat.IMG` belongs to it.
struct NIfTIPairName: Sendable, Hashable {
    /// The name without its ending.
    let stem: String
    /// `hdr`, `img`, or `nii` of a header that has its pixels elsewhere, in the letters of the name.
    let ending: String
    /// `.gz` in the letters of the name, or nothing.
    let packing: String

    /// Nil for a name, or a path, that ends otherwise.
    init?(_ name: String) {
        var rest = Substring(name)
        packing = rest.lowercased().hasSuffix(".gz") ? String(rest.suffix(3)) : ""
        rest = rest.dropLast(packing.count)
        guard [".hdr", ".img", ".nii"].contains(where: rest.lowercased().hasSuffix) else { return nil }
        ending = String(rest.suffix(3))
        stem = String(rest.dropLast(4))
    }

    /// Another ending in small and capital letters as this one has them.
    func cased(_ other: String) -> String {
        String(zip(other, ending).flatMap { $1.isUppercase ? $0.uppercased() : $0.lowercased() })
    }

    /// The name of the file of the pair with an ending: this one if it has it.
    func sibling(_ other: String) -> String { "\(stem).\(cased(other))\(packing)" }
}
