import ImageCore

/// A plate of wells in rows and columns.
struct OMEPlate: Sendable, Equatable {
    /// A well with images in it.
    struct Well: Sendable, Equatable {
        /// The group, relative to the plate.
        var path: String
        /// The number of its row, from 0.
        var rowIndex: Int?
        /// The number of its column, from 0.
        var columnIndex: Int?
    }

    /// One run of the microscope over the plate.
    struct Acquisition: Sendable, Equatable {
        /// Its number, which images refer to.
        var id: Int
        /// Its name.
        var name: String?
    }

    /// The name of the plate.
    var name: String?
    /// The names of the rows.
    var rows: [String] = []
    /// The names of the columns.
    var columns: [String] = []
    /// The wells that have images.
    var wells: [Well] = []
    /// The largest number of fields in a well.
    var fieldCount: Int?
    /// The runs.
    var acquisitions: [Acquisition] = []
}

/// A well: images of several fields, and of several runs.
struct OMEWell: Sendable, Equatable {
    /// One image.
    struct Image: Sendable, Equatable {
        /// The group, relative to the well.
        var path: String
        /// The run it belongs to.
        var acquisition: Int?
    }

    /// The images in order.
    var images: [Image] = []
}

extension OMEReader {
    /// The `plate` block.
    mutating func plate(_ map: Attributes) -> OMEPlate {
        var plate = OMEPlate(
            name: Self.text(map["name"]), rows: names(map, "rows"), columns: names(map, "columns"),
            fieldCount: Self.wholeNumber(map["field_count"]))
        let rows = Dictionary(plate.rows.enumerated().map { ($1, $0) }) { first, _ in first }
        let columns = Dictionary(plate.columns.enumerated().map { ($1, $0) }) { first, _ in first }
        for entry in mappings(map, "wells") {
            guard let path = path(entry["path"], of: "wells") else { continue }
            // The first versions had the path alone, made of the names of row and column.
            let parts = path.split(separator: "/").map(String.init)
            plate.wells.append(
                OMEPlate.Well(
                    path: path, rowIndex: Self.wholeNumber(entry["rowIndex"]) ?? parts.first.flatMap { rows[$0] },
                    columnIndex: Self.wholeNumber(entry["columnIndex"]) ?? parts.last.flatMap { columns[$0] }))
        }
        for entry in mappings(map, "acquisitions") {
            if let id = Self.wholeNumber(entry["id"]) {
                plate.acquisitions.append(OMEPlate.Acquisition(id: id, name: Self.text(entry["name"])))
            } else {
                note("an acquisition of the plate has no number; it is left out")
            }
        }
        return plate
    }

    /// The `well` block.
    mutating func well(_ map: Attributes) -> OMEWell {
        var well = OMEWell()
        for entry in mappings(map, "images") {
            guard let path = path(entry["path"], of: "images") else { continue }
            well.images.append(OMEWell.Image(path: path, acquisition: Self.wholeNumber(entry["acquisition"])))
        }
        return well
    }

    /// The names of rows or columns; one without a name keeps its place.
    private mutating func names(_ map: Attributes, _ key: String) -> [String] {
        mappings(map, key).map { Self.text($0["name"]) ?? "" }
    }
}
