"""The small TIFF files that make_fixtures.py makes, with tifffile and imagecodecs.

A file with several images has the facts of the first at the top of its expectations, and those of all in `images` by
their number.
"""

import numpy as np
import tifffile
from make_fixtures import facts, pixels, write_facts

# No date, so that what is made is the same at any time.
COMMON = {"datetime": False, "software": "tifffile"}
TYPES = "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 complex64 complex128".split()


def values(shape, dtype):
    """Different values at every place, of types that `pixels` does not know too."""
    if dtype == "float16":
        return (pixels(shape, "int16") % 1000).astype(dtype) / np.float16(8)
    if dtype.startswith("complex"):
        part = "float32" if dtype == "complex64" else "float64"
        return (pixels(shape, part) - 1j * pixels(shape, part)[..., ::-1]).astype(dtype)
    return pixels(shape, dtype)


def plain(folder, name, array, axes, **options):
    path = folder / name
    tifffile.imwrite(path, array, **{"metadata": None, "photometric": "minisblack", **COMMON, **options})
    write_facts(path, facts(array, axes))


def layouts(folder):
    """All types, one after the other in all the ways to lay them out."""
    ways = [
        {}, {"byteorder": ">"}, {"bigtiff": True, "tile": (16, 32)}, {"rowsperstrip": 3},
        {"bigtiff": True, "byteorder": ">", "rowsperstrip": 5}, {"byteorder": ">", "tile": (16, 16)},
    ]
    for number, dtype in enumerate(TYPES):
        for step in (0, 3):
            way = ways[(number + step) % len(ways)]
            plain(folder, f"type-{dtype}-{step}.tif", values((19, 37), dtype), "yx", **way)
    plain(folder, "pages.tif", values((4, 11, 13), "uint16"), "iyx")
    plain(folder, "pages-apart.tif", values((5, 11, 13), "uint8"), "iyx", contiguous=False, rowsperstrip=4)
    rgb = values((12, 15, 3), "uint8")
    plain(folder, "rgb.tif", rgb, "yxc", photometric="rgb", rowsperstrip=5)
    plain(folder, "rgb-tiles-deflate.tif", rgb, "yxc", photometric="rgb", tile=(16, 16), compression="zlib", predictor=True)
    planar = values((3, 12, 15), "uint16")
    plain(folder, "rgb-planar.tif", planar, "cyx", photometric="rgb", planarconfig="separate", rowsperstrip=4)
    plain(folder, "rgb-planar-lzw.tif", planar, "cyx", photometric="rgb", planarconfig="separate", compression="lzw")
    with tifffile.TiffWriter(folder / "several.tif") as file:
        for array in (first := values((7, 9), "uint8"), second := values((5, 6), "float32")):
            file.write(array, metadata=None, **COMMON)
    found = facts(first, "yx")
    write_facts(folder / "several.tif", {**found, "images": {"0": found, "1": facts(second, "yx")}})


def compressions(folder):
    for compression in ("zlib", "lzw", "packbits", "zstd", "lzma"):
        for dtype, predictor in (("uint8", False), ("uint16", 2), ("int32", 2), ("float32", 3)):
            if compression == "packbits" and predictor:
                continue
            order = ">" if dtype == "int32" else "<"
            plain(
                folder, f"{compression}-{dtype}.tif", values((21, 40), dtype), "yx", compression=compression,
                predictor=predictor, byteorder=order, rowsperstrip=8)
        plain(folder, f"{compression}-tiles.tif", values((21, 40), "uint16"), "yx", compression=compression, tile=(16, 16))
    bits = values((9, 21), "uint16")
    for count in (2, 4, 7, 10, 12, 14):
        few = (bits & ((1 << count) - 1)).astype("uint8" if count <= 8 else "uint16")
        plain(folder, f"bits-{count}.tif", few, "yx", bitspersample=count)
    plain(folder, "bool.tif", bits % 3 == 0, "yx")
    plain(folder, "webp-lossless.tif", values((20, 30, 3), "uint8"), "yxc", photometric="rgb", compression="webp",
          compressionargs={"lossless": True})
    plain(folder, "jpeg2000-lossless.tif", values((20, 30), "uint16"), "yx", compression="jpeg2000",
          compressionargs={"reversible": True, "level": 0})
    plain(folder, "lerc.tif", values((20, 30), "float32"), "yx", compression="lerc")


def described(folder):
    def write(name, array, axes, metadata, spacing=None, units=None, channels=None, **options):
        tifffile.imwrite(folder / name, array, metadata=metadata, photometric="minisblack", **COMMON, **options)
        write_facts(folder / name, facts(array.squeeze(), axes, spacing, units, None, channels))

    hyper = values((2, 3, 2, 8, 9), "uint16")
    # An ImageJ resolution is pixels per unit.
    write(
        "imagej-tzcyx.tif", hyper, "tzcyx",
        {"axes": "TZCYX", "spacing": 2.5, "unit": "um", "finterval": 0.5, "fps": 2.0,
         "Labels": ["DAPI", "GFP"] * 6},
        {"t": 0.5, "z": 2.5, "y": 0.25, "x": 0.25}, {"t": "s", "z": "µm", "y": "µm", "x": "µm"}, ["DAPI", "GFP"],
        imagej=True, resolution=(4, 4))
    write(
        "imagej-zyx-big-endian.tif", values((4, 8, 9), "float32"), "zyx", {"axes": "ZYX", "spacing": 0.5, "unit": "nm"},
        {"z": 0.5, "y": 0.1, "x": 0.1}, {"z": "nm", "y": "nm", "x": "nm"}, imagej=True, resolution=(10, 10),
        byteorder=">")
    write("imagej-yx.tif", values((8, 9), "uint8"), "yx", {"axes": "YX"}, imagej=True)
    write("shaped-tzyx.tif", values((2, 3, 8, 9), "int32"), "tzyx", {"axes": "TZYX"})
    write("shaped-czyx.tif", values((3, 2, 8, 9), "float64"), "czyx", {"axes": "CZYX"})
    ome = {
        "axes": "TCZYX", "PhysicalSizeX": 0.15, "PhysicalSizeXUnit": "µm", "PhysicalSizeY": 0.2, "PhysicalSizeYUnit": "µm",
        "PhysicalSizeZ": 1.5, "PhysicalSizeZUnit": "µm", "TimeIncrement": 30.0, "TimeIncrementUnit": "s",
        "Channel": {"Name": ["nuclei", "actin"]},
    }
    full = ({"t": 30.0, "z": 1.5, "y": 0.2, "x": 0.15}, {"t": "s", "z": "µm", "y": "µm", "x": "µm"}, ["nuclei", "actin"])
    write("ome-tczyx.ome.tif", values((2, 2, 3, 8, 9), "uint16"), "tczyx", ome, *full)
    write(
        "ome-tczyx-deflate-big.ome.tif", values((2, 2, 3, 40, 50), "uint16"), "tczyx", ome, *full, bigtiff=True,
        compression="zlib", tile=(16, 16))
    with tifffile.TiffWriter(folder / "ome-pyramid.ome.tif") as file:
        array = values((2, 64, 48), "uint8")
        file.write(array, subifds=2, tile=(16, 16), metadata={"axes": "CYX"}, photometric="minisblack", **COMMON)
        for step in (2, 4):
            file.write(
                array[:, ::step, ::step], subfiletype=1, tile=(16, 16), metadata=None, photometric="minisblack", **COMMON)
    write_facts(folder / "ome-pyramid.ome.tif", facts(array, "cyx"))
    with tifffile.TiffWriter(folder / "shaped-truncated.tif", shaped=True) as file:
        array = values((3, 5, 9, 8), "uint16")
        file.write(array, metadata={"axes": "CZYX"}, truncate=True, photometric="minisblack", **COMMON)
    write_facts(folder / "shaped-truncated.tif", facts(array, "czyx"))
    path = folder / "calibrated.tif"
    array = values((8, 9), "uint8")
    tifffile.imwrite(
        path, array, metadata=None, resolution=(20000, 40000), resolutionunit="CENTIMETER", photometric="minisblack",
        **COMMON)
    write_facts(path, facts(array, "yx", {"y": 0.25, "x": 0.5}, {"y": "µm", "x": "µm"}))


def make(folder):
    layouts(folder)
    compressions(folder)
    described(folder)
