"""Makes small Zarr stores of every kind at random, and says what zarr-python reads out of them.

    python zarr_cases.py SEED COUNT FOLDER

The same seed gives the same stores. FOLDER/cases.json lists them: where the store is, the path of its one array, the
names of its axes or null, shape and type, a few regions with the SHA-256 of what zarr-python reads there (C order,
little-endian, one byte for a boolean), and the SHA-256 of the whole array as tensorstore reads it, or "error" where it
refuses it. `what` says in words how the store was made.
"""

import gzip
import hashlib
import json
import lzma
import math
import pathlib
import sys
import types
import warnings

import numcodecs
import numcodecs.blosc
import numpy as np
import tensorstore as ts
import zarr
from zarr.codecs import (
    BloscCodec,
    BytesCodec,
    Crc32cCodec,
    GzipCodec,
    ShardingCodec,
    TransposeCodec,
    ZstdCodec,
)

# Blocks of threads come in any order and gzip notes the time: neither may make two runs differ.
numcodecs.blosc.use_threads = False
gzip.time = types.SimpleNamespace(time=lambda: 0.0)

INTEGERS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split()
FLOATS = "float16 float32 float64".split()
TYPES = ["bool", *INTEGERS, *FLOATS, "complex64", "complex128"]
BLOSC = "lz4 lz4hc blosclz zstd zlib".split()
MOST_ELEMENTS = 40_000
MOST_CHUNKS = 100
MOST_INNER_CHUNKS = 32


def digest(array):
    array = np.asarray(array)
    little = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    return hashlib.sha256(little.tobytes()).hexdigest()


class Dice:
    """Random choices, as plain Python values."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def between(self, low, high):
        """A whole number, both ends included."""
        return int(self.random.integers(low, high, endpoint=True))

    def pick(self, *choices):
        return choices[self.between(0, len(choices) - 1)]

    def chance(self, probability):
        return bool(self.random.random() < probability)

    def permutation(self, count):
        return [int(place) for place in self.random.permutation(count)]


# What an array holds.


def make_shape(dice):
    """Extents and those of the chunks; ones, zeros, and chunks beyond the edges among them."""
    rank = 0 if dice.chance(0.03) else dice.pick(1, 2, 2, 3, 3, 3, 4, 5)
    while True:
        top = {0: 1, 1: 2000, 2: 150, 3: 30, 4: 14, 5: 9}[rank]
        shape = [1 if dice.chance(0.12) else dice.between(1, top) for _ in range(rank)]
        if rank and dice.chance(0.04):
            shape[dice.between(0, rank - 1)] = 0
        chunks = []
        for size in shape:
            kind = dice.random.random()
            if kind < 0.2:
                chunks.append(max(size, 1))
            elif kind < 0.35:
                chunks.append(size + dice.between(1, 5))
            else:
                chunks.append(max(1, -(-size // dice.between(2, 4)) + dice.between(-1, 1)))
        grid = [-(-size // chunk) for size, chunk in zip(shape, chunks)]
        elements = max(math.prod(shape), math.prod(chunks) // 2)
        if elements <= MOST_ELEMENTS and math.prod(grid) <= MOST_CHUNKS:
            return shape, chunks


def make_pixels(dice, shape, dtype):
    """Numbers of all sizes, or small ones with runs as images have them."""
    dtype, random = np.dtype(dtype), dice.random
    smooth = dice.chance(0.5)
    if dtype == bool:
        return random.random(shape) < (0.1 if smooth else 0.5)
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        if smooth:
            return random.integers(0, 100, shape).astype(dtype)
        return random.integers(info.min, info.max, shape, dtype, endpoint=True)
    values = random.normal(0, 100, shape)
    if dtype.kind == "c":
        values = values + 1j * random.normal(0, 1, shape)
    if smooth:
        values = np.round(values)
    values = np.asarray(values).astype(dtype)
    if not smooth and values.size:
        for special in [np.nan, np.inf, -np.inf, -0.0]:
            values.flat[dice.between(0, values.size - 1)] = special
    return values


def make_fill(dice, dtype):
    dtype = np.dtype(dtype)
    if dice.chance(0.35):
        return dtype.type(0)
    if dtype == bool:
        return np.bool_(dice.chance(0.5))
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        return dtype.type(dice.pick(info.min, info.max, 1, 42))
    special = [np.nan, np.inf, -np.inf, -1.5, 0.1, 65504.0, -0.0]
    if dtype.kind == "f":
        return dtype.type(dice.pick(*special))
    return dtype.type(complex(dice.pick(*special), dice.pick(*special)))


def make_axes(dice, rank):
    """Names for some arrays: those we know, others, and now and then none for one of the axes."""
    if rank == 0 or dice.chance(0.4):
        return None
    if dice.chance(0.7):
        return list("tczyx"[5 - rank :])
    names = [["row", "y", "depth", "x", "wavelength"][place] for place in dice.permutation(5)][:rank]
    if dice.chance(0.3):
        names[dice.between(0, rank - 1)] = None
    return names


def make_region(dice, shape, steps):
    start, stop, step = [], [], []
    for size in shape:
        first = dice.between(0, max(size - 1, 0))
        last = dice.between(first, size)
        if dice.chance(0.9):
            last = min(max(last, first + 1), size)
        start.append(first)
        stop.append(last)
        step.append(dice.between(1, 4) if steps else 1)
    return {"start": start, "stop": stop, "step": step}


def slices(region):
    return tuple(slice(*ends) for ends in zip(region["start"], region["stop"], region["step"]))


def write_pixels(dice, write, shape, dtype):
    """Fills an array, or only a part of it, so that chunks are missing; some chunks hold nothing but the fill value."""
    kind = dice.random.random()
    if 0 in shape or kind < 0.08:
        return "empty"
    if kind < 0.6:
        write(tuple(slice(0, size) for size in shape), make_pixels(dice, shape, dtype))
        return "full"
    region = make_region(dice, shape, steps=False)
    part = slices(region)
    write(part, make_pixels(dice, [max(0, piece.stop - piece.start) for piece in part], dtype))
    return "partial"


# Zarr v2.


def v2_compressor(dice):
    def blosc():
        shuffle, size = dice.pick(-1, 0, 1, 2), dice.pick(0, 0, 0, 4096)
        return numcodecs.Blosc(dice.pick(*BLOSC), dice.between(0, 9), shuffle, size)

    level = dice.between(1, 9)
    return dice.pick(
        lambda: None,
        blosc,
        blosc,
        blosc,
        lambda: numcodecs.Zlib(level),
        lambda: numcodecs.GZip(level),
        lambda: numcodecs.Zstd(dice.pick(-5, 0, 1, 3, 9, 19), dice.chance(0.5)),
        lambda: numcodecs.LZ4(dice.between(1, 10)),
        lambda: numcodecs.BZ2(level),
        lambda: v2_lzma(dice),
    )()


def v2_lzma(dice):
    preset = dice.between(0, 6)
    if dice.chance(0.2):
        return numcodecs.LZMA(format=lzma.FORMAT_ALONE, preset=preset)
    return numcodecs.LZMA(check=dice.pick(-1, lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_SHA256), preset=preset)


def v2_filters(dice, dtype):
    """Filters that fit a type, with a function that makes the numbers fit the filters."""
    if dice.chance(0.5):
        return None, None
    text, kind, width = dtype.str, dtype.kind, dtype.itemsize
    choices = [lambda: ([numcodecs.Shuffle(width)], None)]
    if kind == "b":
        choices += [lambda: ([numcodecs.PackBits()], None)] * 2
    if kind in "iu":
        choices += [
            lambda: ([numcodecs.Delta(text)], None),
            lambda: ([numcodecs.Delta(text), numcodecs.Shuffle(width)], None),
            lambda: ([numcodecs.AsType(dtype.newbyteorder("<").str.replace(str(width), "1"), text)], small),
        ]
        if width < 8 and kind == "i":
            choices.append(lambda: ([numcodecs.Delta(text, astype="<i8")], small))
    if kind == "f" and width > 2:
        scaled = dict(offset=dice.pick(0, -5, 1000), scale=dice.pick(1, 10, 0.5), dtype=text)
        choices += [
            lambda: ([numcodecs.Delta(text)], small),
            lambda: ([numcodecs.FixedScaleOffset(**scaled, astype=dice.pick("<i2", ">i4", "<i8"))], moderate),
            lambda: ([numcodecs.Quantize(dice.between(0, 3), text)], finite),
            lambda: ([numcodecs.Quantize(1, text, astype="<f4")], finite),
            lambda: ([numcodecs.AsType("<f4" if width == 8 else "<f8", text)], None),
            lambda: ([numcodecs.AsType(">i4", text), numcodecs.Shuffle(4)], small),
        ]
    if kind == "f" and text.startswith("<"):
        choices.append(lambda: ([numcodecs.BitRound(dice.between(1, {2: 10, 4: 23, 8: 52}[width]))], finite))
    return dice.pick(*choices)()


def small(array):
    """Whole numbers below 100, which every type holds."""
    with np.errstate(invalid="ignore"):
        return (np.nan_to_num(np.abs(array), nan=3, posinf=7) % 100).round().astype(array.dtype)


def finite(array):
    return np.nan_to_num(array, nan=1.25, posinf=2.5, neginf=-3)


def moderate(array):
    """Numbers that are whole ones of two bytes after scaling."""
    return np.clip(finite(array), -100, 100)


def make_v2(dice, path, name):
    shape, chunks = make_shape(dice)
    native = dice.pick(*TYPES)
    dtype = np.dtype(native).newbyteorder(dice.pick("<", "<", ">"))
    filters, fit = v2_filters(dice, dtype)
    compressor = v2_compressor(dice)
    fill = None if dice.chance(0.2) else make_fill(dice, native)
    if fit and fill is not None:
        # The fill value goes through the filters, too, where a chunk is written in part.
        fill = fit(np.asarray(fill))[()]
    order, separator, axes = dice.pick("C", "F"), dice.pick(".", "/"), make_axes(dice, len(shape))
    writes_empty = dice.chance(0.5)
    array = zarr.create_array(
        path,
        name=name or None,
        shape=shape,
        chunks=chunks,
        dtype=dtype,
        filters=filters,
        compressors=compressor,
        order=order,
        fill_value=fill,
        zarr_format=2,
        chunk_key_encoding={"name": "v2", "separator": separator},
        attributes={"_ARRAY_DIMENSIONS": axes} if axes and None not in axes else {},
        config={"write_empty_chunks": writes_empty},
    )

    def write(part, values):
        array[part] = fit(values) if fit else values

    written = write_pixels(dice, write, shape, native)
    what = {
        "chunks": chunks, "dtype": dtype.str, "order": order, "separator": separator, "fill": str(fill),
        "compressor": compressor and compressor.get_config(), "filters": [one.get_config() for one in filters or []],
        "written": written,
    }
    return axes if axes and None not in axes else None, what


def make_v2_by_tensorstore(dice, path, name):
    shape, chunks = make_shape(dice)
    native = dice.pick(*TYPES)
    dtype = np.dtype(native).newbyteorder(dice.pick("<", ">"))
    level = dice.between(1, 9)
    blosc = {"id": "blosc", "cname": dice.pick(*BLOSC), "clevel": level, "shuffle": dice.pick(-1, 0, 1, 2)}
    metadata = {
        "shape": shape,
        "chunks": chunks,
        "dtype": dtype.str,
        "order": dice.pick("C", "F") if len(shape) > 1 else "C",
        "dimension_separator": dice.pick(".", "/"),
        "compressor": dice.pick(
            None, blosc, blosc, {"id": "zlib", "level": level}, {"id": "gzip", "level": level},
            {"id": "bz2", "level": level}, {"id": "zstd", "level": level},
        ),
        "fill_value": v2_fill_text(None if dice.chance(0.3) else make_fill(dice, native)),
        "filters": None,
    }
    written = write_by_tensorstore(dice, "zarr", path, name, metadata, native)
    return None, {"by": "tensorstore", **metadata, "written": written}


def v2_fill_text(value):
    if value is None:
        return None
    if isinstance(value, np.complexfloating):
        return [v2_fill_text(value.real), v2_fill_text(value.imag)]
    if isinstance(value, np.floating) and not np.isfinite(value):
        return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value.item()


def kvstore(path, name):
    return {"driver": "file", "path": f"{path}/{name}/" if name else f"{path}/"}


def write_by_tensorstore(dice, driver, path, name, metadata, dtype):
    if "/" in name:
        zarr.create_group(path, path=name.rpartition("/")[0], zarr_format={"zarr": 2, "zarr3": 3}[driver])
    elif name:
        zarr.create_group(path, zarr_format={"zarr": 2, "zarr3": 3}[driver])
    store = ts.open({
        "driver": driver,
        "kvstore": kvstore(path, name),
        "metadata": metadata,
        "create": True,
        "store_data_equal_to_fill_value": dice.chance(0.5),
    }).result()

    def write(part, values):
        store[part].write(values).result()

    return write_pixels(dice, write, metadata["shape"], dtype)


# Zarr v3. Codecs are written as their JSON, and made from it for zarr-python.


def v3_compressors(dice, width):
    kinds = []
    kind = dice.random.random()
    if kind < 0.2:
        kinds.append({"name": "gzip", "configuration": {"level": dice.between(0, 9)}})
    elif kind < 0.45:
        settings = {"level": dice.pick(-5, 0, 1, 3, 9, 19), "checksum": dice.chance(0.5)}
        kinds.append({"name": "zstd", "configuration": settings})
    elif kind < 0.75:
        shuffle = dice.pick("noshuffle", "shuffle", "bitshuffle")
        settings = {"cname": dice.pick(*BLOSC), "clevel": dice.between(0, 9), "shuffle": shuffle, "blocksize": 0}
        kinds.append({"name": "blosc", "configuration": {**settings, "typesize": width}})
    if dice.chance(0.2):
        kinds.append({"name": "crc32c"})
    return kinds


def v3_bytes(dice, width):
    return {"name": "bytes", **({"configuration": {"endian": dice.pick("little", "big")}} if width > 1 else {})}


def v3_codecs(dice, chunks, width, sharding, sums=True):
    """Codecs for chunks of a shape. Shards may hold shards, `sharding` levels of them; `sums`: checked as a whole."""
    order = dice.permutation(len(chunks)) if dice.chance(0.3) else list(range(len(chunks)))
    if sharding and chunks:
        # After a transposition zarr-python wants shards that can be divided as they lie before it, too.
        most = [math.gcd(size, chunks[place]) for size, place in zip(chunks, order)]
        if chunk_count([chunks[place] for place in order], most) > MOST_INNER_CHUNKS:
            order, most = list(range(len(chunks))), chunks
    codecs = []
    if order != sorted(order) or chunks and dice.chance(0.05):
        codecs.append({"name": "transpose", "configuration": {"order": order}})
    if sharding and chunks:
        chunks = [chunks[place] for place in order]
        inner = [dice.pick(*divisors(size)) for size in most]
        while chunk_count(chunks, inner) > MOST_INNER_CHUNKS:
            place = dice.between(0, len(inner) - 1)
            inner[place] = most[place]
        index = [{"name": "bytes", "configuration": {"endian": dice.pick("little", "little", "big")}}]
        settings = {
            "chunk_shape": inner,
            "codecs": v3_codecs(dice, inner, width, sharding - 1, sums),
            "index_codecs": index + ([{"name": "crc32c"}] if dice.chance(0.8) else []),
            "index_location": dice.pick("start", "end"),
        }
        codecs.append({"name": "sharding_indexed", "configuration": settings})
        return codecs + ([{"name": "crc32c"}] if sums and dice.chance(0.05) else [])
    return codecs + [v3_bytes(dice, width)] + v3_compressors(dice, width)


def chunk_count(outer, inner):
    return math.prod(size // part for size, part in zip(outer, inner))


def divisors(number):
    return [part for part in range(1, number + 1) if number % part == 0]


def python_codec(entry):
    settings = entry.get("configuration", {})
    if entry["name"] == "sharding_indexed":
        return ShardingCodec(
            chunk_shape=settings["chunk_shape"],
            codecs=[python_codec(one) for one in settings["codecs"]],
            index_codecs=[python_codec(one) for one in settings["index_codecs"]],
            index_location=settings["index_location"],
        )
    if entry["name"] == "bytes":
        return BytesCodec(endian=settings.get("endian"))
    kinds = {
        "transpose": TransposeCodec, "gzip": GzipCodec, "zstd": ZstdCodec, "blosc": BloscCodec, "crc32c": Crc32cCodec
    }
    return kinds[entry["name"]](**settings)


def v3_settings(dice, sums=True):
    shape, chunks = make_shape(dice)
    dtype = dice.pick(*TYPES)
    sharding = dice.pick(0, 0, 0, 1, 1, 2) if shape else 0
    if sharding:
        common = dice.between(1, 6)
        even = [-(-size // common) * common for size in chunks]
        chunks = even if math.prod(even) <= MOST_ELEMENTS else chunks
    codecs = v3_codecs(dice, chunks, np.dtype(dtype).itemsize, sharding, sums)
    encoding = dice.pick("default", "default", "v2")
    separator = dice.pick("/", ".")
    return shape, chunks, dtype, codecs, encoding, separator, make_fill(dice, dtype), make_axes(dice, len(shape))


def make_v3(dice, path, name):
    shape, chunks, dtype, codecs, encoding, separator, fill, axes = v3_settings(dice)
    serializers = ("bytes", "sharding_indexed")
    place = next(place for place, one in enumerate(codecs) if one["name"] in serializers)
    made = [python_codec(one) for one in codecs]
    array = zarr.create_array(
        path,
        name=name or None,
        shape=shape,
        chunks=chunks,
        dtype=dtype,
        filters=made[:place],
        serializer=made[place],
        compressors=made[place + 1 :],
        fill_value=fill,
        zarr_format=3,
        chunk_key_encoding={"name": encoding, "separator": separator},
        dimension_names=axes,
        config={"write_empty_chunks": dice.chance(0.5)},
    )
    written = write_pixels(dice, lambda part, values: array.__setitem__(part, values), shape, dtype)
    what = {
        "chunks": chunks, "codecs": codecs, "encoding": encoding, "separator": separator, "fill": str(fill),
        "written": written,
    }
    return axes, what


def make_v3_by_tensorstore(dice, path, name):
    shape, chunks, dtype, codecs, encoding, separator, fill, axes = v3_settings(dice, sums=False)
    metadata = {
        "shape": shape,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": chunks}},
        "chunk_key_encoding": {"name": encoding, "configuration": {"separator": separator}},
        "data_type": dtype,
        "codecs": codecs,
        "fill_value": v2_fill_text(fill),
        **({"dimension_names": axes} if axes else {}),
    }
    written = write_by_tensorstore(dice, "zarr3", path, name, metadata, dtype)
    return axes, {"by": "tensorstore", **metadata, "written": written}


# What is read.


def by_tensorstore(path, name, zarr_format):
    spec = {"driver": {2: "zarr", 3: "zarr3"}[zarr_format], "kvstore": kvstore(path, name)}
    try:
        return digest(ts.open(spec, read=True).result().read().result())
    except (ValueError, NotImplementedError):
        return "error"


def make_case(dice, folder, number):
    maker = dice.pick(make_v2, make_v2, make_v3, make_v3, make_v2_by_tensorstore, make_v3_by_tensorstore)
    path, name = f"case-{number:04d}.zarr", dice.pick("", "", "a", "group/image")
    axes, what = maker(dice, str(folder / path), name)
    array = zarr.open_array(str(folder / path), path=name or None, mode="r")
    shape = list(array.shape)
    full = {"start": [0] * len(shape), "stop": shape, "step": [1] * len(shape)}
    others = [make_region(dice, shape, steps) for steps in (False, False, True)] if shape else []
    regions = [{**region, "sha256": digest(array[slices(region)])} for region in [full, *others]]
    return {
        "path": path,
        "array": name,
        "axes_in_store": axes,
        "shape": shape,
        "dtype": array.dtype.name,
        "regions": regions,
        "tensorstore": by_tensorstore(folder / path, name, array.metadata.zarr_format),
        "what": json.dumps({"format": array.metadata.zarr_format, **what}, default=str),
    }


def main():
    seed, count, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    dice = Dice(seed)
    warnings.filterwarnings("ignore", "Combining a `sharding_indexed` codec")
    cases = [make_case(dice, folder, number) for number in range(count)]
    (folder / "cases.json").write_text(json.dumps(cases, indent=1) + "\n", "utf-8")
    print(len(cases), "stores")


if __name__ == "__main__":
    main()
