/// The tags that the reader knows (TIFF 6.0; its supplements; the private ones of the dialects).
enum TIFFTag {
    static let newSubfileType: UInt16 = 254
    static let subfileType: UInt16 = 255
    static let imageWidth: UInt16 = 256
    static let imageLength: UInt16 = 257
    static let bitsPerSample: UInt16 = 258
    static let compression: UInt16 = 259
    static let photometric: UInt16 = 262
    static let fillOrder: UInt16 = 266
    static let documentName: UInt16 = 269
    static let imageDescription: UInt16 = 270
    static let make: UInt16 = 271
    static let model: UInt16 = 272
    static let stripOffsets: UInt16 = 273
    static let orientation: UInt16 = 274
    static let samplesPerPixel: UInt16 = 277
    static let rowsPerStrip: UInt16 = 278
    static let stripByteCounts: UInt16 = 279
    static let xResolution: UInt16 = 282
    static let yResolution: UInt16 = 283
    static let planarConfiguration: UInt16 = 284
    static let pageName: UInt16 = 285
    static let t4Options: UInt16 = 292
    static let t6Options: UInt16 = 293
    static let resolutionUnit: UInt16 = 296
    static let pageNumber: UInt16 = 297
    static let software: UInt16 = 305
    static let dateTime: UInt16 = 306
    static let artist: UInt16 = 315
    static let predictor: UInt16 = 317
    static let colorMap: UInt16 = 320
    static let tileWidth: UInt16 = 322
    static let tileLength: UInt16 = 323
    static let tileOffsets: UInt16 = 324
    static let tileByteCounts: UInt16 = 325
    static let subIFDs: UInt16 = 330
    static let extraSamples: UInt16 = 338
    static let sampleFormat: UInt16 = 339
    static let jpegTables: UInt16 = 347
    static let jpegProc: UInt16 = 512
    static let jpegInterchangeFormat: UInt16 = 513
    static let jpegInterchangeFormatLength: UInt16 = 514
    static let jpegRestartInterval: UInt16 = 515
    static let jpegQTables: UInt16 = 519
    static let jpegDCTables: UInt16 = 520
    static let jpegACTables: UInt16 = 521
    static let ycbcrCoefficients: UInt16 = 529
    static let ycbcrSubsampling: UInt16 = 530
    static let ycbcrPositioning: UInt16 = 531
    static let referenceBlackWhite: UInt16 = 532
    static let xmp: UInt16 = 700
    static let imageDepth: UInt16 = 32997
    static let tileDepth: UInt16 = 32998
    static let copyright: UInt16 = 33432
    static let imageJByteCounts: UInt16 = 50838
    static let imageJMetadata: UInt16 = 50839
    static let lercParameters: UInt16 = 50674
    static let gdalNoData: UInt16 = 42113

    /// Those that decide how pixels are stored: pages in which they are equal are read in the same way.
    ///
    /// The places of the segments differ from page to page.
    static let layout: Set<UInt16> = [
        newSubfileType, imageWidth, imageLength, bitsPerSample, compression, photometric, fillOrder, samplesPerPixel,
        rowsPerStrip, planarConfiguration, t4Options, t6Options, predictor, tileWidth, tileLength, extraSamples,
        sampleFormat, ycbcrSubsampling, imageDepth, tileDepth,
    ]
}

/// The types of values (TIFF 6.0, section 2; BigTIFF), by their numbers.
enum TIFFFieldType: UInt16, Sendable {
    case byte = 1, ascii, short, long, rational, signedByte, undefined, signedShort, signedLong, signedRational, float
    case double, ifd
    case long8 = 16, signedLong8, ifd8

    /// The bytes of one value.
    var byteCount: Int {
        switch self {
        case .byte, .ascii, .signedByte, .undefined: 1
        case .short, .signedShort: 2
        case .long, .signedLong, .float, .ifd: 4
        case .rational, .signedRational, .double, .long8, .signedLong8, .ifd8: 8
        }
    }
}
