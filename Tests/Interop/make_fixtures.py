"""Makes small files of a format with other software and by hand, each with a FILE.expected.json of what is in it.

    python make_fixtures.py FOLDER [nrrd | zarr | tiff | klb | nifti]       without a format: nrrd

The expectations are what was put into the file here, not what some reader made of it: axes in stored order (slowest
first), shape, type, SHA-256 of the pixels in that order (little-endian), spacing, units, origin and channel names.
The files of Tests/ImageFormatsTests/Fixtures were made by this script; the interop tests run it again with the peers
that are installed, and read the result. Zarr stores are made by
zarr_fixtures.py, TIFF files by tiff_fixtures.py, KLB files by klb_fixtures.py, NIfTI files by nifti_fixtures.py.
"""

import bz2
import gzip
import hashlib
import json
import math
import pathlib
import re
import sys

import nrrd
import numpy as np
import SimpleITK as sitk

TYPES = "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64".split()
folder = pathlib.Path()


def pixels(shape, dtype="int16"):
    """Different values at every place, slowest axis first; extremes of the type among them."""
    count = int(np.prod(shape))
    numbers = (np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(12345)) >> np.uint64(5)
    if np.issubdtype(dtype, np.floating):
        values = (numbers % np.uint64(100003)).astype(dtype) / dtype_scale(dtype) - 200
    else:
        info = np.iinfo(dtype)
        span = min(int(info.max) - int(info.min), 1 << 62)
        values = (numbers % np.uint64(span)).astype(np.int64) + max(int(info.min), -(1 << 61))
        values = values.astype(dtype)
        values.flat[0], values.flat[1] = info.min, info.max
    return np.ascontiguousarray(values.reshape(shape).astype(dtype))


def dtype_scale(dtype):
    return np.dtype(dtype).type(7)


def facts(array, axes, spacing=None, units=None, origin=None, channels=None):
    """What is known of an image."""
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return {
        "axes": axes,
        "shape": list(array.shape),
        "dtype": array.dtype.name,
        "sha256": hashlib.sha256(np.ascontiguousarray(little).tobytes()).hexdigest(),
        "spacing": spacing or {},
        "units": units or {},
        "origin": origin or {},
        "channels": channels or [],
    }


def write_facts(path, found):
    """Writes what a file holds beside it."""
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    path.with_name(f"{path.name}.expected.json").write_text(text, "utf-8")


def expect(name, array, axes, *metadata):
    write_facts(folder / name, facts(array, axes, *metadata))


def write(name, array, header, **options):
    """Writes by pynrrd; arrays are slowest axis first here, headers fastest first. The date is left out."""
    nrrd.write(str(folder / name), array, header, index_order="C", **options)
    path = folder / name
    data = path.read_bytes()
    path.write_bytes(re.sub(rb"# on [^\n]*\n", b"", data, count=1))


def header(array, lines, version=4):
    """A header by hand."""
    names = {"f": "float", "d": "double"}
    kind = names.get(array.dtype.char, array.dtype.name)
    sizes = " ".join(str(size) for size in reversed(array.shape))
    fixed = [f"NRRD000{version}", f"type: {kind}", f"dimension: {array.ndim}", f"sizes: {sizes}"]
    return "\n".join(fixed + lines) + "\n"


def types():
    for dtype in TYPES:
        array = pixels((3, 4, 5), dtype)
        write(f"type-{dtype}.nrrd", array, {"encoding": "raw"})
        expect(f"type-{dtype}.nrrd", array, "zyx")
    for dtype in ["uint16", "float64"]:
        array = pixels((3, 4, 5), dtype)
        for encoding in ["raw", "gzip"]:
            name = f"big-endian-{dtype}-{encoding}.nrrd"
            write(name, array.astype(array.dtype.newbyteorder(">")), {"encoding": encoding, "endian": "big"})
            expect(name, array, "zyx")


def encodings():
    spacing = {"z": 2.5, "y": 0.65, "x": 0.65}
    for encoding in ["raw", "gzip", "bzip2", "ascii"]:
        for dtype in ["int16", "float32"]:
            array = pixels((3, 4, 5), dtype)
            name = f"encoding-{encoding}-{dtype}.nrrd"
            write(name, array, {"encoding": encoding, "spacings": [0.65, 0.65, 2.5]})
            expect(name, array, "zyx", spacing)
    array = pixels((4, 6), "uint16")
    text = header(array, ["endian: little", "encoding: hex"]) + "\n"
    digits = array.tobytes().hex()
    lines = "\n".join(digits[start : start + 20] for start in range(0, len(digits), 20))
    (folder / "encoding-hex.nrrd").write_bytes((text + lines + "\n").encode())
    expect("encoding-hex.nrrd", array, "yx")


def compressed_members():
    """Several gzip members and bzip2 streams one after the other, as parallel compressors write them."""
    array = pixels((8, 30, 40), "uint16")
    data = array.tobytes()
    text = header(array, ["endian: little", "encoding: gzip"]) + "\n"
    cuts = [0, 1, 5000, 5000, len(data)]
    parts = b"".join(gzip.compress(data[a:b], 6, mtime=0) for a, b in zip(cuts, cuts[1:]))
    (folder / "gzip-members.nrrd").write_bytes(text.encode() + parts)
    expect("gzip-members.nrrd", array, "zyx")
    text = header(array, ["endian: little", "encoding: bz2"]) + "\n"
    (folder / "bzip2-streams.nrrd").write_bytes(
        text.encode() + bz2.compress(data[:7001]) + bz2.compress(data[7001:])
    )
    expect("bzip2-streams.nrrd", array, "zyx")


def detached():
    array = pixels((3, 4, 5), "int32")
    for encoding in ["raw", "gzip"]:
        name = f"detached-{encoding}.nhdr"
        write(name, array, {"encoding": encoding}, detached_header=True)
        expect(name, array, "zyx")
    for number, plane in enumerate(array):
        (folder / f"slice-{number:02d}.raw").write_bytes(plane.tobytes())
    fields = ["endian: little", "encoding: raw"]
    names = "".join(f"slice-{number:02d}.raw\n" for number in range(3))
    (folder / "detached-list.nhdr").write_text(header(array, fields) + "data file: LIST\n" + names)
    (folder / "detached-pattern.nhdr").write_text(header(array, fields + ["data file: slice-%02d.raw 0 2 1"]))
    for name in ["detached-list.nhdr", "detached-pattern.nhdr"]:
        expect(name, array, "zyx")
    plain = array.tobytes()
    skipped = b"a line of text\nanother one\n" + plain
    (folder / "skipped.bin").write_bytes(b"12345" + skipped)
    (folder / "line-skip.nhdr").write_text(header(array, fields + ["line skip: 2", "data file: skipped.bin"]))
    (folder / "byte-skip-last.nhdr").write_text(header(array, fields + ["byte skip: -1", "data file: skipped.bin"]))
    for name in ["line-skip.nhdr", "byte-skip-last.nhdr"]:
        expect(name, array, "zyx")


def metadata():
    array = pixels((2, 3, 2, 4, 5), "uint16")
    write(
        "labels-tczyx.nrrd",
        array,
        {
            "labels": ["x", "y", "z", "c", "t"],
            "kinds": ["domain", "domain", "domain", "list", "time"],
            "spacings": [0.1, 0.1, 0.3, float("nan"), 1.5],
            "units": ["um", "um", "um", "", "s"],
            "channels": '"DAPI" "a \\"quoted\\" name" "GFP"',
        },
        custom_field_map={"channels": "string"},
    )
    units = {"z": "µm", "y": "µm", "x": "µm", "t": "s"}
    spacing = {"z": 0.3, "y": 0.1, "x": 0.1, "t": 1.5}
    expect("labels-tczyx.nrrd", array, "tczyx", spacing, units, {}, ["DAPI", 'a "quoted" name', "GFP"])

    array = pixels((4, 5, 3), "uint8")
    text = header(
        array,
        [
            "# a comment", "space dimension: 2", "kinds: list domain domain", "space directions: none (0.5,0) (0,0.25)",
            'space units: "mm" "mm"', "space origin: (10,-20)", "encoding: raw", "key:=a value",
        ],
    )
    (folder / "channel-first-crlf.nrrd").write_bytes(text.replace("\n", "\r\n").encode() + b"\r\n" + array.tobytes())
    expect(
        "channel-first-crlf.nrrd", array, "yxc", {"y": 0.25, "x": 0.5}, {"y": "mm", "x": "mm"}, {"x": 10, "y": -20}
    )

    array = pixels((3, 6), "float32")
    write("two-kinds.nrrd", array, {"kinds": ["space", "time"], "spacings": [2.0, 0.1], "units": ["nm", "ms"]})
    expect("two-kinds.nrrd", array, "tx", {"x": 2.0, "t": 0.1}, {"x": "nm", "t": "ms"})

    array = pixels((2, 2, 2, 2, 3, 3), "uint8")
    write("six-axes.nrrd", array, {})
    expect("six-axes.nrrd", array, "itczyx")
    write("one-axis.nrrd", array.reshape(-1), {})
    expect("one-axis.nrrd", array.reshape(-1), "x")


def from_itk():
    for dtype in TYPES:
        array = pixels((3, 4, 5), dtype)
        image = sitk.GetImageFromArray(array)
        image.SetSpacing((0.5, 0.25, 2.0))
        image.SetOrigin((1.0, -2.0, 3.5))
        name = f"itk-{dtype}.nrrd"
        sitk.WriteImage(image, str(folder / name), useCompression=dtype.startswith("u"))
        expect(name, array, "zyx", {"z": 2.0, "y": 0.25, "x": 0.5}, {}, {"z": 3.5, "y": -2.0, "x": 1.0})

    array = pixels((3, 4, 5), "uint16")
    image = sitk.GetImageFromArray(array)
    angle = math.radians(30)
    cosine, sine = math.cos(angle), math.sin(angle)
    image.SetDirection((cosine, -sine, 0, sine, cosine, 0, 0, 0, 1))
    image.SetSpacing((0.5, 0.25, 2.0))
    image.SetOrigin((1.0, 2.0, 3.0))
    sitk.WriteImage(image, str(folder / "itk-rotated.nrrd"))
    expect("itk-rotated.nrrd", array, "zyx", {"z": 2.0, "y": 0.25, "x": 0.5})

    array = pixels((3, 4, 5, 2), "float32")
    sitk.WriteImage(sitk.GetImageFromArray(array, isVector=True), str(folder / "itk-vector.nrrd"))
    one = {"z": 1.0, "y": 1.0, "x": 1.0}
    expect("itk-vector.nrrd", array, "zyxc", one, {}, {"z": 0.0, "y": 0.0, "x": 0.0})


def nrrd_files():
    for part in [types, encodings, compressed_members, detached, metadata, from_itk]:
        part()


def zarr_stores():
    import zarr_fixtures

    zarr_fixtures.make(folder)


def tiff_files():
    import tiff_fixtures

    tiff_fixtures.make(folder)


def klb_files():
    import klb_fixtures

    klb_fixtures.make(folder)


def nifti_files():
    import nifti_fixtures

    nifti_fixtures.make(folder)


def main():
    global folder
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    makers = {
        "nrrd": nrrd_files, "zarr": zarr_stores, "tiff": tiff_files, "klb": klb_files, "nifti": nifti_files,
    }
    makers[sys.argv[2] if len(sys.argv) > 2 else "nrrd"]()
    print(len(list(folder.glob("*.expected.json"))), "files with what is in them")


if __name__ == "__main__":
    main()
