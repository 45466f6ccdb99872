"""The small KLB files that make_fixtures.py makes, by klb_layout.py, and some by pyklb, the format's own library.

pyklb has to be compiled; where it is not there, its files stay as they are.
"""

import numpy as np

import klb_layout
from make_fixtures import facts, pixels, write_facts

SAMPLING = (2.5, 1.0, 0.5, 0.25, 0.125)
ORDER = "tczyx"


def described(path, array, sampling, channels=None):
    """Writes what a file with five axes holds beside it."""
    kept = [place for place, size in enumerate(array.shape) if size > 1 or place > 2]
    axes = "".join(ORDER[place] for place in kept)
    spacing = {ORDER[place]: float(np.float32(sampling[place])) for place in kept if place != 1}
    units = {axis: "s" if axis == "t" else "µm" for axis in spacing}
    squeezed = array.reshape([array.shape[place] for place in kept])
    write_facts(path, facts(squeezed, axes, spacing, units, channels=channels))


def plain(folder, name, shape, dtype, block, compression, sampling=SAMPLING, channels=None, **options):
    array = pixels(shape, dtype)
    path = folder / name
    klb_layout.write(path, array, block, compression, sampling, **options)
    described(path, array, sampling, channels)


def library(folder):
    try:
        import pyklb
    except ModuleNotFoundError:
        return
    for name, shape, dtype, block, compression in [
        ("pyklb-volume.klb", (1, 1, 7, 19, 23), "uint16", (1, 1, 3, 8, 10), "bzip2"),
        ("pyklb-default.klb", (1, 1, 1, 30, 41), "float32", None, "zlib"),
        ("pyklb-series.klb", (3, 2, 2, 6, 7), "int16", (2, 1, 2, 4, 5), "none"),
    ]:
        array, path = pixels(shape, dtype), folder / name
        pyklb.writefull(
            array, str(path), pixelspacing_tczyx=list(SAMPLING), compression=compression,
            blocksize_xyzct=block and np.array(block[::-1], np.uint32))
        described(path, array, SAMPLING)


def make(folder):
    for number, dtype in enumerate(klb_layout.TYPES):
        compression = klb_layout.COMPRESSIONS[number % 3]
        plain(folder, f"type-{dtype}.klb", (1, 1, 4, 7, 9), dtype, (1, 1, 3, 4, 5), compression)
    for compression in klb_layout.COMPRESSIONS:
        plain(folder, f"blocks-{compression}.klb", (2, 3, 4, 5, 6), "uint16", (2, 2, 3, 3, 4), compression)
        plain(folder, f"plane-{compression}.klb", (1, 1, 1, 21, 17), "uint8", (1, 1, 1, 200, 5), compression)
    plain(folder, "original.klb", (1, 1, 2, 3, 258), "uint16", (1, 1, 2, 2, 96), "bzip2", original=True)
    plain(folder, "time-without-depth.klb", (3, 1, 1, 4, 5), "uint16", (1, 1, 8, 96, 96), "zlib")
    plain(folder, "row.klb", (1, 1, 1, 1, 12), "int32", (1, 1, 1, 1, 5), "bzip2")
    names = '{"channels": ["DAPI", "GFP µ"]}'
    plain(
        folder, "channels.klb", (1, 2, 1, 6, 7), "uint16", (1, 1, 8, 96, 96), "bzip2", channels=["DAPI", "GFP µ"],
        metadata=names.encode())
    library(folder)
