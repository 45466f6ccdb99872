import ByteStores
import ImageCore
import ImageSources

/// A parsed KLB header and the way to the blocks.
struct KLBReader: EagerImageReader {
    let series: [StoredSeries]

    /// - Throws: `corrupt` if header and file do not fit each other.
    init(_ object: any ByteObject) async throws {
        let file = try await KLBFile(object)
        let header = file.header
        let remainder = KLBRemainder.fields(of: header.metadata)
        // The format always has five axes: those that make no difference are left out, unless the writer says that the
        // image had them.
        let wanted = KLBRemainder.axes(of: remainder)
        let kept = KLBHeader.axes.indices.reversed().filter { place in
            let axis = KLBHeader.axes[place]
            return header.sizes[place] > 1 || (wanted?.contains(axis) ?? (axis == .y || axis == .x))
        }
        var axes = kept.map { place in
            StoredAxis(KLBHeader.axes[place], length: header.sizes[place], sampling: header.sampling[place])
        }
        var metadata = StoredMetadata(diagnostics: file.diagnostics)
        if let remainder { KLBRemainder.restore(remainder, &axes, &metadata) }
        metadata.attributes["fileheader"] = header.attribute
        let image = StoredImage(
            axes: axes, elementType: header.elementType, byteOrder: .little,
            chunkShape: kept.map { min(header.block[$0], header.sizes[$0]) }, hasCroppedChunks: true,
            access: .chunks(KLBBlockReader(file: file, blockCounts: kept.map { header.blockCounts[$0] })),
            metadata: metadata)
        series = [StoredSeries(images: [image])]
    }
}

extension StoredAxis {
    /// An axis as a KLB header describes it: distances are in µm and s, those of channels mean nothing.
    fileprivate init(_ axis: Axis, length: Int, sampling: Float) {
        let kind: Kind = axis == .c ? .channel : axis == .t ? .time : .space
        let isPhysical = axis.isPhysical
        self.init(
            label: axis.description, kind: kind, length: length, spacing: isPhysical ? Double(sampling) : nil,
            unit: isPhysical ? KLBRemainder.unit(axis).symbol : nil)
    }
}
