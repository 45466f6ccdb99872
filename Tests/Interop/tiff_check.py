"""Says what tifffile and ome-types make of TIFF files, as JSON on standard output: a line for each file.

    python tiff_check.py FILE ...

    kind         imagej, ome or shaped: whose description tifffile finds
    big          whether it is a BigTIFF
    axes, shape, dtype, sha256      of the first series, axes in lower case
    series       how many there are
    levels       the shapes of all levels
    compression, predictor, tile    of the first page, by number; tile is null where there are strips
    pages        how many directories there are in the chain
    imagej       tifffile's imagej_metadata, with the labels of all planes
    spacing      1 / XResolution and 1 / YResolution, and the unit's number
    ome          what ome-types finds after it has validated the XML: order, type, sizes, pixel_sizes, units, names, colors,
                 uuid, and times of the first planes; {"error": text} if it is not valid

A file that cannot be opened has only `error`. SHA-256 is over the bytes in C order, little-endian.
"""

import json
import sys
import warnings

import tifffile
from ome_types import from_xml

from zarr_check import facts, plain, words


def ome(xml):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            document = from_xml(xml, validate=True)
    except Exception as error:
        return {"error": words(error)}
    (image,) = document.images
    pixels = image.pixels
    (block,) = pixels.tiff_data_blocks
    return {
        "uuid": document.uuid,
        "order": pixels.dimension_order.value,
        "type": pixels.type.value,
        "sizes": {axis: getattr(pixels, f"size_{axis}") for axis in "tczyx"},
        "pixel_sizes": {axis: getattr(pixels, f"physical_size_{axis}") for axis in "zyx"} | {"t": pixels.time_increment},
        "units": {axis: getattr(pixels, f"physical_size_{axis}_unit").value for axis in "zyx"}
        | {"t": pixels.time_increment_unit.value},
        "names": [channel.name for channel in pixels.channels],
        "colors": [channel.color.as_hex() for channel in pixels.channels if channel.color],
        "planes": block.plane_count,
        "times": [plane.delta_t for plane in pixels.planes if plane.the_z == plane.the_c == 0],
    }


def check(path):
    with tifffile.TiffFile(path) as file:
        series, page = file.series[0], file.pages.first
        kinds = [name for name in ("imagej", "ome", "shaped") if getattr(file, "is_" + name)]
        spacing = None
        if 282 in page.tags:
            x, y = page.tags[282].value, page.tags[283].value
            spacing = {"x": x[1] / x[0], "y": y[1] / y[0], "unit": int(page.tags[296].value)}
        return facts(series.asarray()) | {
            "kind": " ".join(kinds),
            "big": file.is_bigtiff,
            "axes": series.axes.lower(),
            "shape": series.shape,
            "series": len(file.series),
            "levels": [level.shape for level in series.levels],
            "compression": int(page.compression),
            "predictor": int(page.predictor),
            "tile": page.tilewidth if page.is_tiled else None,
            "pages": len(file.pages),
            "imagej": plain(file.imagej_metadata),
            "spacing": spacing,
            "ome": ome(file.ome_metadata) if file.is_ome else None,
        }


for path in sys.argv[1:]:
    try:
        said = check(path)
    except Exception as error:
        said = {"error": words(error)}
    print(json.dumps(plain(said)))
