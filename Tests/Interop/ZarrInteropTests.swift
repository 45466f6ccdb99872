import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// What we write is read by zarr-python, tensorstore, xarray, ome-zarr-py and bioio with equal pixels and facts, and has
/// nothing that ome-zarr-models minds; we read it back as it was.
@Suite("OME-Zarr and other software") struct ZarrInteropTests {
    @Test("peers read what we write, and so do we", arguments: ["0.5", "0.4"]) func written(version: String)
        async throws
    {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let stores = try await WrittenStores.write(to: folder, version: version)
            let output = try peers.run("zarr_check.py", stores.map(\.path))
            let lines = output.split(separator: UInt8(ascii: "\n"))
            #expect(lines.count == stores.count)
            for (store, line) in zip(stores, lines) {
                let said = PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8](line))))
                let what = version + " " + (store.path.split(separator: "/").last ?? "")
                try await arrays(store, said, what)
                xarray(store, said, what)
                if !store.isArchive {
                    try await omeZarr(store, said, what)
                    try bioio(store, said, what)
                }
                let models = said["models"].mapping
                #expect(!models.isEmpty && models.allSatisfy { $0.value.string == "ok" }, "\(what): \(models)")
                try await readBack(store, what)
            }
        }
    }

    /// zarr-python and tensorstore: every array and level.
    private func arrays(_ store: WrittenStores.Store, _ said: PeerReport, _ what: String) async throws {
        for array in store.dataset.arrays {
            let path = array.name == "image" ? "image" : "labels/\(array.name)/0"
            let sha256 = try ExpectedImage.digest(of: array)
            let found = said["zarr"][path]
            #expect(found["sha256"].string == sha256, "\(what) \(path): zarr-python: \(found.text)")
            #expect(found["dtype"].string == array.elementType.rawValue, "\(what) \(path)")
            #expect(found["shape"].numbers == array.shape.map(Double.init), "\(what) \(path)")
            #expect((found["shards"].numbers != nil) == store.hasShards, "\(what) \(path)")
            let tensorstore = said["tensorstore"][path]
            #expect(tensorstore.string == sha256, "\(what) \(path): tensorstore: \(tensorstore.text)")
        }
    }

    /// xarray: dimensions, positions, names; whole numbers stay whole.
    private func xarray(_ store: WrittenStores.Store, _ said: PeerReport, _ what: String) {
        let (image, found) = (store.dataset.image, said["xarray"])
        #expect(found["error"].isMissing, "\(what): xarray: \(found.text)")
        #expect(found["unconsolidated"].string == "ok", "\(what): xarray: \(found["unconsolidated"].text)")
        let variable = found["data_vars"]["image"]
        #expect(variable["dims"].strings == image.axes.map(\.description), "\(what)")
        #expect(variable["dtype"].string == image.elementType.rawValue, "\(what)")
        #expect(variable["sha256"].string == (try? ExpectedImage.digest(of: image)), "\(what)")
        #expect(variable["has_nan"].value?.boolValue == false, "\(what)")
        for (axis, length) in zip(image.axes, image.shape) {
            let coords = found["coords"][axis.description]
            switch image.metadata.coords[axis] {
            case .labels(let names)?: #expect(coords.strings == names, "\(what) \(axis)")
            case .values(let values)?: #expect(coords.numbers == values, "\(what) \(axis)")
            case nil:
                let start = image.metadata.origin[axis] ?? 0
                let positions = image.metadata.spacing[axis].map { step in
                    (0..<length).map { start + Double($0) * step }
                }
                #expect(coords.numbers == positions, "\(what) \(axis)")
            }
        }
    }

    /// ome-zarr-py: levels with shapes, pixels, scales, and the names of the channels.
    private func omeZarr(_ store: WrittenStores.Store, _ said: PeerReport, _ what: String) async throws {
        let (image, nodes) = (store.dataset.image, said["ome_zarr"])
        let found = try #require(nodes.list.first { $0["path"].string == "." }, "\(what): \(nodes.text)")
        let source = try await imopen(store.path)
        let shapes = try await source.discover(Selection(order: .stored)).images[0].levels
        #expect(shapes.count == 2, "\(what)")
        #expect(found["shapes"].list.map(\.numbers) == shapes.map { $0.map(Double.init) }, "\(what)")
        for (level, sha256) in found["sha256"].list.enumerated() {
            let ours = try await source.read(Selection(order: .stored, level: level)).image
            #expect(sha256.string == (try ExpectedImage.digest(of: ours)), "\(what) level \(level)")
        }
        let scale = found["transformations"].list.first?.list.first?["scale"].numbers
        #expect(scale == image.axes.map { image.metadata.spacing[$0] ?? 1 }, "\(what)")
        if case .labels(let names)? = image.metadata.coords[.c] {
            #expect(found["channel_names"].strings == names, "\(what)")
        }
        for array in store.dataset.arrays.dropFirst() {
            let label = nodes.list.first { $0["path"].string == "labels/\(array.name)" }
            #expect(label?["sha256"].list.first?.string == (try ExpectedImage.digest(of: array)), "\(what)")
        }
    }

    /// bioio: dimensions, names, sizes of pixels, pixels.
    private func bioio(_ store: WrittenStores.Store, _ said: PeerReport, _ what: String) throws {
        let image = store.dataset.image
        let found = try #require(said["bioio"]["images"].list.first, "\(what): bioio: \(said["bioio"].text)")
        #expect(found["dims"].string == image.axes.letters.uppercased(), "\(what)")
        #expect(found["sha256"].string == (try ExpectedImage.digest(of: image)), "\(what)")
        if case .labels(let names)? = image.metadata.coords[.c] {
            #expect(found["channel_names"].strings == names, "\(what)")
        }
        for axis in image.axes where axis.kind == .space {
            let size = found["pixel_sizes"][axis.description].value?.doubleValue
            #expect(size == image.metadata.spacing[axis] ?? 1, "\(what) \(axis)")
        }
    }

    private func readBack(_ store: WrittenStores.Store, _ what: String) async throws {
        let read = try await imload(store.path, axes: .stored)
        #expect(read.names == store.dataset.names, "\(what)")
        for (array, original) in zip(read.arrays, store.dataset.arrays) {
            let (one, other) = (array.metadata, original.metadata)
            #expect(array.axes == original.axes && array.elementType == original.elementType, "\(what)")
            #expect(try ExpectedImage.digest(of: array) == ExpectedImage.digest(of: original), "\(what)")
            #expect(one.spacing == other.spacing, "\(what) \(array.name)")
            #expect(one.units == other.units, "\(what) \(array.name)")
            #expect(one.origin == other.origin, "\(what) \(array.name)")
            #expect(one.coords == other.coords, "\(what) \(array.name)")
            #expect(one.diagnostics.isEmpty, "\(what) \(array.name): \(one.diagnostics.map(\.message))")
        }
    }
}
