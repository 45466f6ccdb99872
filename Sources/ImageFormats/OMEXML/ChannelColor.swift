import ImageCore

/// The colour a channel is shown in.
struct ChannelColor: Sendable, Hashable {
    /// The parts, and how much they cover: 255 hides what is below.
    var red, green, blue, alpha: UInt8

    /// A colour.
    init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// The colour of a number as OME-XML has it: red in the highest byte, alpha in the lowest.
    init(omeNumber number: Int32) {
        let bits = UInt32(bitPattern: number)
        red = UInt8(bits >> 24)
        green = UInt8(bits >> 16 & 255)
        blue = UInt8(bits >> 8 & 255)
        alpha = UInt8(bits & 255)
    }

    /// The colour as OME-XML has it.
    var omeNumber: Int32 {
        Int32(bitPattern: UInt32(red) << 24 | UInt32(green) << 16 | UInt32(blue) << 8 | UInt32(alpha))
    }

    /// A colour of six hexadecimal digits, with or without `#`.
    init?(hexadecimal text: String) {
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard digits.utf8.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let number = UInt32(digits, radix: 16)
        else { return nil }
        self.init(red: UInt8(number >> 16), green: UInt8(number >> 8 & 255), blue: UInt8(number & 255))
    }

    /// Six hexadecimal digits, without the alpha.
    var hexadecimal: String {
        let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16, uppercase: true)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The colours of channels that an image brought along: from OME-TIFF (`ome`), OME-Zarr (`omero`) or ImageJ
    /// (`imagej`), in this order, each of them only if it tells of as many channels.
    static func known(_ attributes: Attributes, count: Int) -> [ChannelColor?] {
        var colors = [ChannelColor?](repeating: nil, count: count)
        for key in ["imagej", "omero", "ome"] {
            guard let channels = attributes[key]?.mappingValue?["channels"]?.arrayValue, channels.count == count else {
                continue
            }
            for (number, channel) in channels.enumerated() {
                if let text = channel.mappingValue?["color"]?.stringValue, let color = Self(hexadecimal: text) {
                    colors[number] = color
                }
            }
        }
        return colors
    }

    /// The colour of a channel that nobody chose one for: white alone, else one that can be told from its neighbours.
    static func standard(_ number: Int, of count: Int) -> ChannelColor {
        guard count > 1 else { return ChannelColor(red: 255, green: 255, blue: 255) }
        let (r, g, b): (UInt8, UInt8, UInt8) =
            switch number.magnitude % 6 {
            case 0: (0, 255, 0)
            case 1: (255, 0, 255)
            case 2: (0, 255, 255)
            case 3: (255, 255, 0)
            case 4: (255, 0, 0)
            default: (0, 0, 255)
            }
        return ChannelColor(red: r, green: g, blue: b)
    }
}
