import ImageCore

extension OMEDocument {
    /// Parses OME-XML of any year.
    ///
    /// What is wrong with an attribute that can be done without becomes a diagnostic.
    /// - Throws: `ParseError` with the first byte of the element for what is no OME-XML, and for sizes, types, orders
    ///   and places of planes that are missing or make no sense.
    static func parse(_ bytes: RawSpan) throws(ParseError) -> OMEDocument {
        let builder = OMEDocumentBuilder()
        let isLatin = try XMLParser.parse(bytes, builder)
        var document = builder.finished()
        if isLatin { document.diagnostics.append(Diagnostic("the OME-XML is no UTF-8; it was read as Latin-1")) }
        return document
    }
}

/// Makes a document out of the elements, as they come by.
final class OMEDocumentBuilder: XMLHandler {
    /// The elements that mean something here, each only inside of the right one.
    enum Place {
        case root, image, pixels, channel, plane, tiffData, tiffFile, plate, well, wellSample, annotations, annotation
        case modulo, moduloAxis, other
        /// One whose text is kept.
        case date, text, label
    }

    private var document = OMEDocument()
    private var stack: [Place] = []
    private var gathered = ""

    // The image that is being read.
    private var image = ImageParts()
    // The modulo annotation that is being read, and those that have been.
    private var annotationID: String?
    private var modulo: [(id: String?, axis: OMEModulo)] = []
    // The annotations that each image of the document refers to.
    private var references: [Set<String>] = []
    private var fileNumbers: [OMEPixels.FileReference: Int] = [:]
    private var rows = Naming.letter
    private var columns = Naming.number
    private var noteCount = 0
    private typealias Naming = OMEDocument.Naming

    private struct ImageParts {
        var id, name, date, text: String?
        var pixels: OMEPixels?
        var hasMorePixels = false
        var logicalChannels: [OMEPixels.Channel] = []
        var references: Set<String> = []
        var file = OMEPixels.FileReference()
    }

    var wantsText: Bool {
        switch stack.last {
        case .date, .text, .label, .tiffFile: true
        default: false
        }
    }

    func text(_ piece: String) {
        gathered += piece
    }

    /// Something that a user should know; only the first few of very many are kept.
    func note(_ message: String) {
        noteCount += 1
        if noteCount <= 50 { document.diagnostics.append(Diagnostic(message)) }
    }

    // MARK: Elements

    func start(_ name: String, _ attributes: XMLAttributes) throws(ParseError) {
        guard let parent = stack.last else {
            guard name == "OME" else {
                throw ParseError("the first element is '\(OMEText.shown(name))', not 'OME'", at: attributes.offset)
            }
            document.uuid = attributes["UUID"]
            document.creator = attributes["Creator"]
            stack.append(.root)
            return
        }
        stack.append(try place(name, in: parent, OMEAttributes(name, attributes, self)))
        if wantsText { gathered = "" }
    }

    private func place(_ name: String, in parent: Place, _ attributes: OMEAttributes) throws(ParseError) -> Place {
        switch (parent, name) {
        case (.root, "Image"):
            image = ImageParts(id: attributes["ID"], name: attributes["Name"])
            return .image
        case (.root, "BinaryOnly"):
            document.binaryOnly = OMEDocument.BinaryOnly(
                metadataFile: attributes["MetadataFile"], uuid: attributes["UUID"])
        case (.root, "Plate"):
            let name = attributes["Name"]
            document.plates.append(OMEDocument.Plate(name: name))
            rows = attributes.naming("RowNamingConvention") ?? .letter
            columns = attributes.naming("ColumnNamingConvention") ?? .number
            return .plate
        case (.root, "StructuredAnnotations"): return .annotations
        case (.image, "Pixels"):
            guard image.pixels == nil else {
                image.hasMorePixels = true
                return .other
            }
            let pixels = try attributes.pixels()
            image.pixels = pixels
            fileNumbers = [:]
            return .pixels
        case (.image, "AcquisitionDate"), (.image, "AcquiredDate"), (.image, "CreationDate"): return .date
        case (.image, "Description"): return .text
        case (.image, "AnnotationRef"), (.pixels, "AnnotationRef"):
            if let id = attributes["ID"] { image.references.insert(id) }
        case (.image, "LogicalChannel"):
            let channel = attributes.channel()
            image.logicalChannels.append(channel)
        case (.pixels, "Channel"):
            let channel = attributes.channel()
            image.pixels?.channels.append(channel)
            return .channel
        case (.pixels, "Plane"):
            guard let plane = attributes.plane(image.pixels) else { return .other }
            image.pixels?.planes.append(plane)
            return .plane
        case (.plane, "PlaneTiming"), (.plane, "StagePosition"):
            if let last = image.pixels?.planes.indices.last, let plane = image.pixels?.planes[last] {
                let completed = attributes.completed(plane)
                image.pixels?.planes[last] = completed
            }
        case (.pixels, "TiffData"):
            let part = try attributes.tiffData()
            image.pixels?.tiffData.append(part)
            return .tiffData
        case (.tiffData, "UUID"):
            image.file = OMEPixels.FileReference(fileName: attributes["FileName"])
            return .tiffFile
        default: return annotationPlace(name, in: parent, attributes)
        }
        return .other
    }

    private func annotationPlace(_ name: String, in parent: Place, _ attributes: OMEAttributes) -> Place {
        switch (parent, name) {
        case (.plate, "Well"):
            guard let row = attributes.wholeNumber("Row"), let column = attributes.wholeNumber("Column"),
                let last = document.plates.indices.last
            else {
                note("a Well has no row and column; it is left out")
                return .other
            }
            document.plates[last].wells.append(
                OMEDocument.Plate.Well(
                    row: row, column: column,
                    name: OMEDocument.wellName(row: row, column: column, rows: rows, columns: columns)))
            return .well
        case (.well, "WellSample"):
            changeLastWell { $0.fields.append(nil) }
            return .wellSample
        case (.wellSample, "ImageRef"):
            let image = attributes["ID"]
            changeLastWell { well in
                if let last = well.fields.indices.last { well.fields[last] = image }
            }
        case (.annotations, "XMLAnnotation"):
            annotationID = attributes["ID"]
            return .annotation
        case (.annotation, "Value"): return .annotation
        case (.annotation, "Modulo"): return .modulo
        case (.modulo, "ModuloAlongZ"), (.modulo, "ModuloAlongC"), (.modulo, "ModuloAlongT"):
            guard let axis = name.last.flatMap({ Axis(letter: $0) }) else { return .other }
            let division = attributes.modulo(axis)
            modulo.append((annotationID, division))
            return .moduloAxis
        case (.moduloAxis, "Label"): return .label
        default: break
        }
        return .other
    }

    private func changeLastWell(_ change: (inout OMEDocument.Plate.Well) -> Void) {
        guard let plate = document.plates.indices.last, let well = document.plates[plate].wells.indices.last else {
            return
        }
        change(&document.plates[plate].wells[well])
    }

    func end() {
        switch stack.popLast() {
        case .image: finishImage()
        case .date: image.date = OMEText.trimmed(gathered)
        case .text: image.text = gathered
        case .tiffFile: finishFile()
        case .label:
            if let last = modulo.indices.last { modulo[last].axis.labels.append(OMEText.trimmed(gathered) ?? "") }
        default: break
        }
    }

    private func finishFile() {
        guard let last = image.pixels?.tiffData.indices.last, let count = image.pixels?.files.count else { return }
        var file = image.file
        file.uuid = OMEText.trimmed(gathered)
        let number = fileNumbers[file] ?? count
        if number == count {
            fileNumbers[file] = number
            image.pixels?.files.append(file)
        }
        image.pixels?.tiffData[last].file = number
    }

    private func finishImage() {
        guard var pixels = image.pixels else {
            note("the image \(OMEText.shown(image.name ?? image.id ?? "without a name")) has no Pixels; it is left out")
            return
        }
        if image.hasMorePixels { note("an image has several Pixels; the first are used") }
        if pixels.channels.isEmpty { pixels.channels = image.logicalChannels }
        document.images.append(
            OMEImage(
                id: image.id, name: image.name, acquisitionDate: image.date, text: image.text, pixels: pixels))
        references.append(image.references)
        image = ImageParts()
    }

    // MARK: The whole

    /// The document, once all elements came by.
    func finished() -> OMEDocument {
        let isReferredTo = Set(references.joined())
        for (number, axis) in modulo {
            for place in document.images.indices {
                // What nothing refers to can belong to a single image only.
                let belongs = number.map { references[place].contains($0) } ?? false
                let isAlone = document.images.count == 1 && !(number.map { isReferredTo.contains($0) } ?? false)
                if belongs || isAlone { add(axis, to: place) }
            }
        }
        if noteCount > 50 { document.diagnostics.append(Diagnostic("and \(noteCount - 50) more of this kind")) }
        return document
    }

    private func add(_ axis: OMEModulo, to place: Int) {
        let pixels = document.images[place].pixels
        let size =
            switch axis.axis {
            case .z: pixels.sizeZ
            case .c: pixels.sizeC / pixels.samplesPerPlane
            default: pixels.sizeT
            }
        guard !document.images[place].modulo.contains(where: { $0.axis == axis.axis }) else {
            return note("axis \(axis.axis) is divided twice; the first division is used")
        }
        guard let count = axis.count, count <= size, size % count == 0 else {
            return note("a division of axis \(axis.axis) does not fit its size of \(size); it is left out")
        }
        if count > 1 { document.images[place].modulo.append(axis) }
    }
}

/// Texts of files, for values and for messages.
enum OMEText {
    /// The text without blanks around it, or nil if nothing is left.
    static func trimmed(_ text: String) -> String? {
        let isBlank = { (character: Character) in character.isWhitespace || character == "\0" }
        guard let start = text.firstIndex(where: { !isBlank($0) }),
            let end = text.lastIndex(where: { !isBlank($0) })
        else { return nil }
        return String(text[start...end])
    }

    /// The beginning of a text that may be long or hold anything.
    static func shown(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(40).map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }
        return start.joined() + (text.unicodeScalars.count > 40 ? "..." : "")
    }
}
