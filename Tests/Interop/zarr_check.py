"""Says what other software makes of Zarr and OME-Zarr stores, as JSON on standard output: a line for each store.

    python zarr_check.py STORE ...      STORE is a folder, or a .zip or .ozx file

    format       2 or 3
    groups       path: attributes
    zarr         path: what zarr-python finds in the array: shape, dtype, sha256, chunks, shards, codecs, inner_codecs,
                 fill_value, dimension_names, attrs
    tensorstore  path: the SHA-256 of the array
    xarray       sizes, attrs, data_vars (dims, dtype, sha256, has_nan, attrs), coords (their values), and
                 unconsolidated: "ok" if the same comes out without consolidated metadata
    ome_zarr     the nodes of ome-zarr-py's reader: path, specs, levels, shapes, sha256 of each level, axes,
                 transformations, channel_names, colors, contrast_limits, name, metadata of labels
    bioio        scenes, and for each in images: dims, shape, dtype, sha256, channel_names, pixel_sizes, levels
    models       path of each group with OME metadata: "ok", or what ome-zarr-models says against it

A store that cannot be opened has only `error`. SHA-256 is over the bytes in C order, little-endian; arrays of text have
`values` instead. What a peer refuses is {"error": text}. Numbers that JSON has no word for are the texts NaN, Infinity
and -Infinity.
"""

import hashlib
import json
import logging
import math
import os
import sys
import warnings

import numpy as np
import zarr


def facts(array):
    """Type and contents of an array."""
    array = np.asarray(array)
    if array.dtype.kind in "OUTS":
        return {"dtype": "string", "values": [str(item) for item in array.ravel().tolist()]}
    little = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    return {"dtype": array.dtype.name, "sha256": hashlib.sha256(little.tobytes()).hexdigest()}


def plain(value):
    """A value as JSON knows it."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, complex):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def words(error):
    return f"{type(error).__name__}: {error}"[:1000]


def asked(function, *arguments):
    """What a peer says, whatever it is."""
    try:
        return plain(function(*arguments))
    except Exception as error:
        return {"error": words(error)}


def is_archive(path):
    return path.endswith((".zip", ".ozx"))


def opened(path):
    return zarr.storage.ZipStore(path, mode="r") if is_archive(path) else zarr.storage.LocalStore(path, read_only=True)


def nodes(path):
    """All groups and arrays by path, the root's path is empty."""
    root = zarr.open(opened(path), mode="r")
    if isinstance(root, zarr.Array):
        return {"": root}
    return {"": root, **dict(sorted(root.members(max_depth=None)))}


# Arrays.


def codec_names(codecs):
    return [codec["name"] for codec in codecs]


def by_zarr(array):
    metadata = array.metadata.to_dict()
    if array.metadata.zarr_format == 2:
        compressor, filters = array.metadata.compressor, array.metadata.filters or ()
        codecs, inner = [codec.codec_id for codec in [*filters, compressor] if codec], None
    else:
        codecs, inner = codec_names(metadata["codecs"]), None
        for codec in metadata["codecs"]:
            if codec["name"] == "sharding_indexed":
                inner = codec_names(codec["configuration"]["codecs"])
    names = getattr(array.metadata, "dimension_names", None)
    return {
        "shape": array.shape,
        **facts(array[...]),
        "chunks": array.chunks,
        "shards": array.shards,
        "codecs": codecs,
        "inner_codecs": inner,
        "fill_value": array.fill_value,
        "dimension_names": names,
        "attrs": dict(array.attrs),
    }


def by_tensorstore(path, name, zarr_format):
    import tensorstore

    inner = f"{name}/" if name else ""
    if is_archive(path):
        kvstore = {"driver": "zip", "base": {"driver": "file", "path": os.path.abspath(path)}, "path": inner}
    else:
        kvstore = {"driver": "file", "path": f"{os.path.abspath(path)}/{inner}"}
    spec = {"driver": {2: "zarr", 3: "zarr3"}[zarr_format], "kvstore": kvstore}
    return facts(tensorstore.open(spec, read=True).result().read().result())["sha256"]


# Datasets.


def dataset(path, **options):
    import xarray

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with xarray.open_zarr(opened(path), chunks=None, **options) as found:
            variables = {
                name: {
                    "dims": variable.dims,
                    **facts(variable.values),
                    "has_nan": bool(variable.isnull().any()),
                    "attrs": variable.attrs,
                }
                for name, variable in found.data_vars.items()
            }
            coords = {name: coordinate.values.tolist() for name, coordinate in found.coords.items()}
            return plain({"sizes": dict(found.sizes), "attrs": found.attrs, "data_vars": variables, "coords": coords})


def by_xarray(path):
    found, again = dataset(path), asked(lambda: dataset(path, consolidated=False))
    if again == found:
        return {**found, "unconsolidated": "ok"}
    return {**found, "unconsolidated": again if "error" in again else {"error": "another dataset", "found": again}}


# Multiscales.


def color(colormap):
    """The brighter end of a colour map, as six hexadecimal digits."""
    return "".join(f"{round(255 * part):02X}" for part in colormap[-1])


def by_ome_zarr(path):
    from ome_zarr.io import parse_url
    from ome_zarr.reader import Reader

    logging.getLogger("ome_zarr").setLevel(logging.CRITICAL)
    location = parse_url(path, mode="r")
    if location is None:
        raise ValueError("there is no such store")
    found = []
    for node in Reader(location)():
        metadata = node.metadata
        found.append({
            "path": os.path.relpath(node.zarr.path, os.path.abspath(path)),
            "version": node.zarr.version,
            "specs": [type(spec).__name__ for spec in node.specs],
            "levels": len(node.data),
            "shapes": [level.shape for level in node.data],
            "sha256": [facts(level.compute())["sha256"] for level in node.data],
            "dtype": node.data[0].dtype.name if node.data else None,
            "axes": metadata.get("axes"),
            "transformations": metadata.get("coordinateTransformations"),
            "name": metadata.get("name"),
            "channel_names": metadata.get("channel_names"),
            "colors": [color(one) for one in metadata.get("colormap", [])],
            "contrast_limits": metadata.get("contrast_limits"),
            "label_colors": metadata.get("color"),
            "label_properties": metadata.get("properties"),
        })
    return found


def by_bioio(path):
    from bioio_ome_zarr import Reader

    reader = Reader(os.path.abspath(path))
    images = []
    for scene in reader.scenes:
        reader.set_scene(scene)
        sizes = reader.physical_pixel_sizes
        images.append({
            "scene": scene,
            "dims": reader.dims.order,
            "shape": reader.shape,
            **facts(reader.data),
            "channel_names": reader.channel_names,
            "pixel_sizes": {"z": sizes.Z, "y": sizes.Y, "x": sizes.X},
            "levels": [reader.resolution_level_dims[level] for level in reader.resolution_levels],
        })
    return {"scenes": reader.scenes, "images": images}


def model(attributes, zarr_format):
    """The class of ome-zarr-models for a group with these attributes, or None."""
    from ome_zarr_models import v04, v05

    version = {2: v04, 3: v05}[zarr_format]
    if zarr_format == 3:
        attributes = attributes.get("ome", {})
    kinds = {
        "image-label": version.ImageLabel,
        "multiscales": version.Image,
        "plate": version.HCS,
        "well": version.Well,
        "labels": version.Labels,
        "bioformats2raw.layout": version.BioFormats2Raw,
    }
    return next((kind for key, kind in kinds.items() if key in attributes), None)


def by_models(path):
    found = {}
    for name, node in nodes(path).items():
        if isinstance(node, zarr.Group) and (kind := model(dict(node.attrs), node.metadata.zarr_format)):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    kind.from_zarr(node)
                found[name] = "ok"
            except Exception as error:
                found[name] = words(error)
    return found


def report(path):
    try:
        found = nodes(path)
    except Exception as error:
        return {"error": words(error)}
    inside = {name: node for name, node in found.items() if isinstance(node, zarr.Array)}
    zarr_format = found[""].metadata.zarr_format
    return {
        "format": zarr_format,
        "groups": plain({name: dict(node.attrs) for name, node in found.items() if isinstance(node, zarr.Group)}),
        "zarr": {name: asked(by_zarr, node) for name, node in inside.items()},
        "tensorstore": {name: asked(by_tensorstore, path, name, zarr_format) for name in inside},
        "xarray": asked(by_xarray, path),
        "ome_zarr": asked(by_ome_zarr, path),
        "bioio": asked(by_bioio, path),
        "models": asked(by_models, path),
    }


def main():
    warnings.simplefilter("ignore")
    for path in sys.argv[1:]:
        print(json.dumps(report(path)))


if __name__ == "__main__":
    main()
