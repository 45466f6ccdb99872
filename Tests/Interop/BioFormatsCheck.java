import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import loci.common.DebugTools;
import loci.formats.FormatTools;
import loci.formats.ImageReader;
import loci.formats.MetadataTools;
import loci.formats.meta.IMetadata;
import ome.units.quantity.Length;
import ome.units.quantity.Quantity;
import ome.units.quantity.Time;

/**
 * Prints what Bio-Formats reads of each file that is named, as a line of JSON.
 *
 *     format     which of its readers takes the file
 *     series     how many there are
 *     levels     the resolutions of the first
 *     sizes      of t, c, z, y and x of the first series
 *     dtype      as numpy names it
 *     sha256     over the bytes of all planes in the order tczyx, little-endian
 *     spacing, units     by axis; null where the file says nothing
 *     names      of the channels
 *
 * A file that cannot be read has only `error`.
 */
public class BioFormatsCheck {
    public static void main(String[] paths) {
        DebugTools.setRootLevel("OFF");
        for (String path : paths) {
            String line;
            try {
                line = check(path);
            } catch (Throwable error) {
                line = "{\"error\": " + quoted(error.toString()) + "}";
            }
            System.out.println(line);
        }
    }

    private static String check(String path) throws Exception {
        try (ImageReader reader = new ImageReader()) {
            IMetadata metadata = MetadataTools.createOMEXMLMetadata();
            reader.setMetadataStore(metadata);
            reader.setFlattenedResolutions(false);
            reader.setId(path);
            reader.setSeries(0);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            int width = FormatTools.getBytesPerPixel(reader.getPixelType());
            for (int t = 0; t < reader.getSizeT(); t++) {
                for (int c = 0; c < reader.getEffectiveSizeC(); c++) {
                    for (int z = 0; z < reader.getSizeZ(); z++) {
                        byte[] plane = reader.openBytes(reader.getIndex(z, c, t));
                        if (!reader.isLittleEndian()) swap(plane, width);
                        digest.update(plane);
                    }
                }
            }
            StringBuilder hash = new StringBuilder();
            for (byte value : digest.digest()) hash.append(String.format("%02x", value));
            List<String> names = new ArrayList<>();
            for (int c = 0; c < metadata.getChannelCount(0); c++) names.add(quoted(metadata.getChannelName(0, c)));
            Length x = metadata.getPixelsPhysicalSizeX(0), y = metadata.getPixelsPhysicalSizeY(0);
            Length z = metadata.getPixelsPhysicalSizeZ(0);
            Time t = metadata.getPixelsTimeIncrement(0);
            return "{\"format\": " + quoted(reader.getFormat()) + ", \"series\": " + reader.getSeriesCount()
                + ", \"levels\": " + reader.getResolutionCount() + ", \"sizes\": [" + reader.getSizeT() + ", "
                + reader.getSizeC() + ", " + reader.getSizeZ() + ", " + reader.getSizeY() + ", " + reader.getSizeX()
                + "], \"dtype\": " + quoted(type(reader.getPixelType())) + ", \"sha256\": " + quoted(hash.toString())
                + ", \"spacing\": {\"x\": " + value(x) + ", \"y\": " + value(y) + ", \"z\": " + value(z) + ", \"t\": "
                + value(t) + "}, \"units\": {\"x\": " + unit(x) + ", \"y\": " + unit(y) + ", \"z\": " + unit(z)
                + ", \"t\": " + unit(t) + "}, \"names\": [" + String.join(", ", names) + "]}";
        }
    }

    private static String type(int pixelType) {
        String name = FormatTools.getPixelTypeString(pixelType);
        return name.equals("float") ? "float32" : name.equals("double") ? "float64" : name;
    }

    private static String value(Quantity quantity) {
        return quantity == null ? "null" : Double.toString(quantity.value().doubleValue());
    }

    private static String unit(Quantity quantity) {
        return quantity == null ? "null" : quoted(quantity.unit().getSymbol());
    }

    private static void swap(byte[] bytes, int width) {
        for (int start = 0; start + width <= bytes.length; start += width) {
            for (int low = start, high = start + width - 1; low < high; low++, high--) {
                byte kept = bytes[low];
                bytes[low] = bytes[high];
                bytes[high] = kept;
            }
        }
    }

    /** A text as ASCII JSON. */
    private static String quoted(String text) {
        if (text == null) return "null";
        StringBuilder result = new StringBuilder("\"");
        for (char unit : text.toCharArray()) {
            if (unit == '"' || unit == '\\') {
                result.append('\\').append(unit);
            } else if (unit < 0x20 || unit > 0x7E) {
                result.append(String.format("\\u%04x", (int) unit));
            } else {
                result.append(unit);
            }
        }
        return result.append('"').toString();
    }
}
