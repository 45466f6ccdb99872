import ImageCore

/// Which axis letter each axis of a file gets, by the best the file offers: labels, else kinds, else the count.
enum AxisLabelCoder {
    /// The letters in stored order (slowest first).
    ///
    /// Labels count if each is one of our letters or words and none is repeated. Else kinds: space takes x, y, z from
    /// the fastest axis on, time t, channels and lists c, then i. Axes without a kind take what is left of `itczyx` from
    /// its end.
    /// - Throws: `unsupported` for more than six axes.
    static func decode(_ axes: [StoredAxis]) throws(ImageError) -> AxisOrder {
        guard axes.count <= Axis.allCases.count else {
            throw .unsupported("\(axes.count) axes; an image has at most \(Axis.allCases.count)")
        }
        let labelled = axes.compactMap { $0.label.flatMap(axis) }
        if labelled.count == axes.count, let order = try? AxisOrder(labelled) { return order }

        var letters = [Axis?](repeating: nil, count: axes.count)
        var free = Set(Axis.allCases)
        func take(_ candidates: [Axis], for place: Int) {
            if let choice = candidates.first(where: { free.contains($0) }) {
                letters[place] = choice
                free.remove(choice)
            }
        }
        for place in axes.indices.reversed() {
            switch axes[place].kind {
            case .space: take([.x, .y, .z], for: place)
            case .time: take([.t], for: place)
            case .channel: take([.c], for: place)
            case .list: take([.c, .i], for: place)
            case .unknown: break
            }
        }
        for place in axes.indices.reversed() where letters[place] == nil {
            // A fourth space axis is time in disguise (ITK); other left-overs follow the ancestor's order.
            take(axes[place].kind == .space ? [.t, .c, .i] : [.x, .y, .z, .c, .t, .i], for: place)
        }
        return try AxisOrder(letters.compactMap { $0 })
    }

    /// The inverse: the letter as label, and the kind that goes with it.
    static func encode(_ axis: Axis, length: Int) -> StoredAxis {
        let kind: StoredAxis.Kind =
            switch axis.kind {
            case .space: .space
            case .time: .time
            case .channel: .channel
            case .image: .list
            }
        return StoredAxis(label: axis.description, kind: kind, length: length)
    }

    private static func axis(_ label: String) -> Axis? {
        if label.utf8.count == 1, let letter = label.first, let axis = Axis(letter: letter) { return axis }
        let name = label.trimmingBlanks.lowercased()
        if name.count == 1, let letter = name.first { return Axis(letter: letter) }
        switch name {
        case "channel", "channels": return .c
        case "time", "times": return .t
        default: return nil
        }
    }
}
