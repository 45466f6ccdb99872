"""KLB files by a decoder and an encoder of their own (klb_layout.py) and by pyklb, the library of the format's authors, as
JSON on standard output: a line for each file.

    python klb_check.py read FILE ...
        version, block, sampling, compression, metadata, shape, dtype, sha256; lists slowest axis first, all five axes.
        A file that is not right, or that pyklb reads otherwise, has only `error`.
    python klb_check.py write FOLDER
        makes files of all types, compressions, shapes and blocks, by both; tells path, axes (those that are longer than 1),
        shape, dtype, sha256, spacing, compression, metadata.

SHA-256 is over the bytes in C order, little-endian.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np

import klb_layout
from make_fixtures import pixels

try:
    import pyklb
except ImportError:
    # Elsewhere its old copy of zlib may not compile.
    if sys.platform == "linux":
        raise
    pyklb = None

SHAPES = {
    "yx": (1, 1, 1, 23, 31), "zyx": (1, 1, 7, 13, 11), "cyx": (1, 3, 1, 9, 10), "tyx": (4, 1, 1, 9, 10),
    "czyx": (1, 2, 5, 6, 7), "tzyx": (3, 1, 4, 5, 6), "tczyx": (3, 2, 5, 6, 7),
}
BLOCKS = [(1, 1, 8, 96, 96), (1, 1, 1, 4, 5), (2, 2, 2, 3, 4), (1, 1, 1, 1, 1000), (5, 5, 5, 5, 5)]
SAMPLING = (2.5, 1.0, 0.5, 0.25, 0.125)


def facts(array):
    little = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    return {"shape": list(array.shape), "dtype": array.dtype.name, "sha256": hashlib.sha256(little.tobytes()).hexdigest()}


def library(path):
    """What pyklb says of a file."""
    header = pyklb.readheader(path)
    array = pyklb.readfull(path, 1).reshape(header["imagesize_tczyx"])
    return {
        "block": header["blocksize_tczyx"].tolist(), "sampling": header["pixelspacing_tczyx"].tolist(),
        "compression": header["compression"],
        "metadata": header["metadata"].tobytes().rstrip(b"\0").decode(), **facts(array),
    }


def check(path):
    try:
        found = klb_layout.read(path)
        array = found.pop("array")
        result = {**found, **facts(array)}
        other = library(path) if pyklb else {}
        differing = [f"{key} {other[key]}" for key in other if other[key] != result[key]]
        if differing:
            raise ValueError(f"pyklb reads {', '.join(differing)}")
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return result


def write(folder):
    cases = [(name, "zyx", block, way) for name in klb_layout.TYPES for block in BLOCKS for way in klb_layout.COMPRESSIONS]
    cases += [("uint16", axes, block, way) for axes in SHAPES for block in BLOCKS for way in klb_layout.COMPRESSIONS]
    for number, (dtype, axes, block, way) in enumerate(cases):
        array = pixels(SHAPES[axes], dtype)
        path = str(folder / f"{number}-{dtype}-{axes}-{way}.klb")
        original = number % 7 == 0
        klb_layout.write(path, array, block, way, SAMPLING, b"a note", original=original)
        yield described(path, axes, array, way, "" if original else "a note", original)
        if not pyklb:
            continue
        path = str(folder / f"{number}-{dtype}-{axes}-{way}-pyklb.klb")
        pyklb.writefull(
            array, path, 1, pixelspacing_tczyx=list(SAMPLING), compression=way,
            blocksize_xyzct=np.array(block[::-1], np.uint32))
        yield described(path, axes, array, way, "", False)


def described(path, axes, array, compression, metadata, original):
    return {
        "path": path, "axes": axes, "compression": compression, "metadata": metadata, "original": original,
        "spacing": {axis: size for axis, size in zip("tczyx", SAMPLING) if axis in axes and axis != "c"},
        **facts(array), "shape": [size for size in array.shape if size > 1],
    }


if __name__ == "__main__":
    results = map(check, sys.argv[2:]) if sys.argv[1] == "read" else write(pathlib.Path(sys.argv[2]))
    for result in results:
        print(json.dumps(result))
