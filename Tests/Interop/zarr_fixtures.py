"""The small Zarr stores that make_fixtures.py makes, with zarr-python, tensorstore, ome-zarr-py, xarray and by hand.

A store with several images has the facts of the first at the top of its expectations, and those of all in `images` by
their path; labels are in `labels` by their name.
"""

import gzip
import json
import types
import zipfile

import numcodecs
import numpy as np
import tensorstore as ts
import zarr
from make_fixtures import facts, pixels, write_facts
from ome_zarr.format import FormatV04, FormatV05
from ome_zarr.writer import write_image, write_labels, write_plate_metadata, write_well_metadata
from zarr.codecs import BytesCodec, Crc32cCodec, GzipCodec, TransposeCodec

# What is made is the same at any time.
gzip.time = types.SimpleNamespace(time=lambda: 0.0)

MICROMETRES = {"z": "micrometer", "y": "micrometer", "x": "micrometer"}
SYMBOLS = {"z": "µm", "y": "µm", "x": "µm"}
COLORS = ["0000FF", "00FF00"]


def root_arrays(folder):
    array = pixels((3, 4, 5), "int16")
    store = zarr.create_array(
        folder / "v2-root.zarr", shape=array.shape, chunks=(2, 4, 5), dtype=">i2", zarr_format=2, order="F",
        filters=[numcodecs.Delta(">i2")], compressors=numcodecs.Zlib(6), fill_value=-1,
        attributes={"_ARRAY_DIMENSIONS": ["z", "y", "x"]},
    )
    store[...] = array
    write_facts(folder / "v2-root.zarr", facts(array, "zyx"))

    array = pixels((2, 5, 6), "float32")
    array[0, 0, 1], array[1, 2, 3] = np.nan, -np.inf
    store = zarr.create_array(
        folder / "v3-root.zarr", shape=array.shape, chunks=(2, 5, 8), dtype="float32", fill_value=np.nan,
        filters=[TransposeCodec(order=(2, 0, 1))], serializer=BytesCodec(endian="big"),
        compressors=[GzipCodec(level=6), Crc32cCodec()], dimension_names=["c", "y", "x"],
    )
    store[...] = array
    write_facts(folder / "v3-root.zarr", facts(array, "cyx"))


def sharded(folder):
    """One shard, of which a corner is written: the other chunks are missing."""
    codecs = [
        {"name": "bytes", "configuration": {"endian": "little"}},
        {"name": "blosc", "configuration": {
            "cname": "lz4", "clevel": 5, "shuffle": "shuffle", "typesize": 2, "blocksize": 0,
        }},
    ]
    sharding = {
        "chunk_shape": [2, 8, 10],
        "codecs": codecs,
        "index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}],
        "index_location": "start",
    }
    store = ts.open({
        "driver": "zarr3",
        "kvstore": {"driver": "file", "path": f"{folder}/v3-sharded.zarr/"},
        "metadata": {
            "shape": [6, 15, 17],
            "data_type": "uint16",
            "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [6, 16, 20]}},
            "chunk_key_encoding": {"name": "default"},
            "codecs": [{"name": "sharding_indexed", "configuration": sharding}],
            "fill_value": 7,
            "dimension_names": ["t", "y", "x"],
        },
        "create": True,
    }).result()
    array = np.full((6, 15, 17), 7, "uint16")
    array[1:5, 2:15, 3:9] = pixels((4, 13, 6), "uint16")
    store[1:5, 2:15, 3:9].write(array[1:5, 2:15, 3:9]).result()
    write_facts(folder / "v3-sharded.zarr", facts(array, "tyx"))


def omero(names):
    window = {"min": 0, "max": 65535, "start": 0, "end": 4000}
    channels = [
        {"label": name, "color": color, "active": True, "window": window} for name, color in zip(names, COLORS)
    ]
    return {"channels": channels, "rdefs": {"model": "color"}}


def multiscale(place, array, axes, version, levels=1, **options):
    """An image as ome-zarr-py writes it, each level in one chunk."""
    write_image(
        array, place, axes=axes, fmt=version, storage_options={"chunks": array.shape},
        scale_factors=[2**level for level in range(1, levels)], **options,
    )


def ome(folder):
    spacing = {"z": 0.5, "y": 0.25, "x": 0.25}
    zero = {"z": 0.0, "y": 0.0, "x": 0.0}
    name, array, names = "ome-0.4-labels.zarr", pixels((2, 3, 16, 20), "uint16"), ["DAPI", "GFP é"]
    group = zarr.open_group(folder / name, mode="w", zarr_format=2)
    multiscale(group, array, "czyx", FormatV04(), 2, scale=spacing, axes_units=MICROMETRES, omero=omero(names))
    labels = (np.indices((3, 16, 20)).sum(axis=0) // 7).astype("int32")
    write_labels(
        labels, group, name="cells", axes="zyx", fmt=FormatV04(), scaler=None, scale_factors=[2], scale=spacing,
        axes_units=MICROMETRES, storage_options={"chunks": labels.shape}, label_metadata={
            "colors": [{"label-value": 1, "rgba": [255, 0, 0, 255]}], "source": {"image": "../../"},
        },
    )
    found = facts(array, "czyx", spacing, SYMBOLS, zero, names)
    write_facts(folder / name, {**found, "labels": {"cells": facts(labels, "zyx", spacing, SYMBOLS, zero)}})

    name, array = "ome-0.5.zarr", pixels((2, 2, 3, 8, 10), "uint8")
    group = zarr.open_group(folder / name, mode="w", zarr_format=3)
    spacing = {"t": 1.5, **spacing}
    multiscale(
        group, array, "tczyx", FormatV05(), 2, scale=spacing, axes_units={"t": "second", **MICROMETRES},
        omero=omero(names),
    )
    found = facts(array, "tczyx", spacing, {"t": "s", **SYMBOLS}, {"t": 0.0, **zero}, names)
    write_facts(folder / name, found)
    comment = json.dumps({"ome": {"version": "0.5", "zipFile": {"centralDirectory": {"jsonFirst": True}}}})
    for archive, method, text in [
        ("ome-0.5.zarr.zip", zipfile.ZIP_DEFLATED, ""), ("ome-0.5.ozx", zipfile.ZIP_STORED, comment)
    ]:
        pack(folder / name, folder / archive, method, text)
        write_facts(folder / archive, found)


def pack(store, archive, method, comment):
    """A store as a ZIP file: metadata first, breadth first, without dates."""
    paths = [path.relative_to(store) for path in store.rglob("*") if path.is_file()]
    paths.sort(key=lambda path: (path.name != "zarr.json", len(path.parts), path.as_posix()))
    with zipfile.ZipFile(archive, "w") as file:
        file.comment = comment.encode()
        for path in paths:
            file.writestr(zipfile.ZipInfo(path.as_posix()), (store / path).read_bytes(), method)


def from_xarray(folder):
    """A dataset as intake_io wrote it."""
    import xarray

    name, array = "xarray.zarr", pixels((2, 3, 6, 7), "uint16")
    coords = {"c": ["DAPI", "GFP"], "z": np.arange(3) * 2.0, "y": np.arange(6) * 0.5, "x": np.arange(7) * 0.5}
    attrs = {"metadata": {"spacing_units": {"z": "um", "y": "um", "x": "um"}}}
    image = xarray.DataArray(array, coords, ["c", "z", "y", "x"], attrs=attrs)
    packed = {"compressors": numcodecs.Blosc("zstd", 4, numcodecs.Blosc.SHUFFLE), "chunks": array.shape}
    coordinate = {"compressors": numcodecs.Blosc("lz4", 5, numcodecs.Blosc.SHUFFLE)}
    encoding = {"image": packed, **{axis: coordinate for axis in coords}}
    dataset = xarray.Dataset({"image": image})
    dataset.to_zarr(folder / name, mode="w", zarr_format=2, consolidated=True, encoding=encoding)
    found = facts(array, "czyx", {"z": 2.0, "y": 0.5, "x": 0.5}, SYMBOLS, {}, ["DAPI", "GFP"])
    # Whether a first coordinate of 0 says anything is for the reader to decide.
    write_facts(folder / name, {**found, "origin": None})


def several(folder):
    """A plate of two wells with two fields each, and two series in the layout of bioformats2raw."""
    spacing, units = {"y": 0.5, "x": 0.5}, {"y": "micrometer", "x": "micrometer"}
    symbols, zero = {"y": "µm", "x": "µm"}, {"y": 0.0, "x": 0.0}
    name, images = "plate-0.4.zarr", {}
    group = zarr.open_group(folder / name, mode="w", zarr_format=2)
    write_plate_metadata(
        group, rows=["A", "B"], columns=["1", "2"], wells=["A/1", "B/2"], fmt=FormatV04(), field_count=2,
        name="plate",
    )
    for place, well in enumerate(["A/1", "B/2"]):
        row = group.require_group(well.split("/")[0]).require_group(well.split("/")[1])
        write_well_metadata(row, ["0", "1"], fmt=FormatV04())
        for field in range(2):
            array = pixels((6, 8), "uint8") ^ np.uint8(2 * place + field)
            multiscale(
                row.require_group(str(field)), array, "yx", FormatV04(), scale=spacing, axes_units=units
            )
            images[f"{well}/{field}"] = facts(array, "yx", spacing, symbols, zero)
    write_facts(folder / name, {**images["A/1/0"], "images": images})

    name, images = "bioformats2raw.zarr", {}
    group = zarr.open_group(folder / name, mode="w", zarr_format=2)
    group.attrs["bioformats2raw.layout"] = 3
    series = group.require_group("OME")
    series.attrs["series"] = ["0", "1"]
    described = ""
    for number, shape in enumerate([(2, 6, 8), (3, 5, 4)]):
        array = pixels(shape, "uint16")
        multiscale(
            group.require_group(str(number)), array, "zyx", FormatV04(), scale={"z": 1.5, **spacing},
            axes_units=MICROMETRES, name=f"series {number}",
        )
        found = facts(array, "zyx", {"z": 1.5, **spacing}, SYMBOLS, {"z": 0.0, **zero})
        images[str(number)] = found
        z, y, x = shape
        described += (
            f'<Image ID="Image:{number}" Name="series {number}"><Pixels ID="Pixels:{number}" BigEndian="false" '
            f'DimensionOrder="XYZCT" SizeX="{x}" SizeY="{y}" SizeZ="{z}" SizeC="1" SizeT="1" Type="uint16">'
            f'<Channel ID="Channel:{number}:0" SamplesPerPixel="1"/><MetadataOnly/></Pixels></Image>'
        )
    xml = f'<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">{described}</OME>\n'
    (folder / name / "OME" / "METADATA.ome.xml").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}')
    write_facts(folder / name, {**images["0"], "images": images})


def make(folder):
    for part in [root_arrays, sharded, ome, from_xarray, several]:
        part(folder)
