import ByteStores
import ImageCore
import ImageSources

extension ZarrLayout {
    /// The variables of a group that xarray wrote, by name, without those that are positions along axes; nil for any
    /// other group.
    func xarrayVariables(in path: String) async throws -> [(name: String, node: ZarrNode)]? {
        var arrays: [(name: String, node: ZarrNode, metadata: ZarrArrayMetadata)] = []
        for (name, node) in try await hierarchy.children(of: path) where node.kind == .array {
            guard let metadata = try? node.array().metadata,
                metadata.dimensionNames != nil || metadata.shape.isEmpty
            else { return nil }
            arrays.append((name, node, metadata))
        }
        var coordinates = Set(arrays.filter { $0.metadata.dimensionNames == [$0.name] }.map(\.name))
        let isVersion2 = arrays.contains { $0.node.format == 2 }
        guard isVersion2 || !coordinates.isEmpty else { return nil }
        for array in arrays {
            let listed = array.metadata.attributes["coordinates"]?.stringValue ?? ""
            coordinates.formUnion(listed.split(separator: " ").map(String.init))
        }
        var variables = arrays.filter { array in
            if case .number = array.metadata.type, !array.metadata.shape.isEmpty {
                !coordinates.contains(array.name)
            } else {
                false
            }
        }
        guard !variables.isEmpty else { return nil }
        if let place = variables.firstIndex(where: { $0.name == "image" }) {
            variables.insert(variables.remove(at: place), at: 0)
        }
        return variables.map { ($0.name, $0.node) }
    }

    func xarrayImages(_ variables: [(name: String, node: ZarrNode)], group: ZarrNode) async throws -> [StoredImage] {
        var images: [StoredImage] = []
        for (name, node) in variables {
            images.append(try await xarrayImage(try node.array(), node, name: name, group: group))
        }
        return images
    }

    /// A variable, with the positions along its axes that arrays of their names beside it give.
    func xarrayImage(_ array: ZarrArray, _ node: ZarrNode, name: String, group: ZarrNode) async throws -> StoredImage {
        let units = Self.unitTexts(array.metadata.attributes) ?? Self.unitTexts(group.attributes) ?? Attributes()
        var axes: [StoredAxis] = []
        var diagnostics: [Diagnostic] = []
        for (place, length) in array.metadata.shape.enumerated() {
            let label = array.metadata.dimensionNames?[place]
            var axis = StoredAxis(label: label, length: length)
            axis.unit = label.flatMap { units[$0]?.stringValue }
            if let label, label != name, ZarrHierarchy.isInside(label),
                let node = try await hierarchy.node(at: label), node.kind == .array
            {
                do {
                    try await ZarrCoordinate(node, length: length).complete(&axis)
                } catch let error as ImageError {
                    diagnostics.append(Diagnostic("the coordinates along \(label) are left out: \(error.message)"))
                }
            }
            axes.append(axis)
        }
        for key in ["scale_factor", "add_offset"] where array.metadata.attributes[key] != nil {
            diagnostics.append(Diagnostic("the numbers are as stored; the attribute '\(key)' is not applied"))
        }
        var attributes = plain(node, array)
        if !group.attributes.isEmpty { attributes["fileheader"] = .mapping(group.attributes) }
        return try stored(
            array, name: name, axes: axes, metadata: StoredMetadata(attributes: attributes, diagnostics: diagnostics))
    }

    /// The units by axis, as intake_io wrote them.
    private static func unitTexts(_ attributes: Attributes) -> Attributes? {
        (attributes["metadata"]?.mappingValue ?? attributes)["spacing_units"]?.mappingValue
    }
}
