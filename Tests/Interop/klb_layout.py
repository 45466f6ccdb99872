"""KLB files by the published layout of their header, in a few lines of NumPy: what our reader and writer are compared with.

    fixed part, little-endian, lists in the order x y z c t
        u8 version (2), u32[5] sizes, f32[5] sampling, u8 type, u8 compression, char[256] metadata, u32[5] block
    u64[number of blocks] end of each block, counted from the end of this table
    blocks, x fastest, then y, z, c, t; those at the edges end there

The first files of 2014 have neither version nor metadata.
"""

import bz2
import itertools
import struct
import zlib

import numpy as np

TYPES = "uint8 uint16 uint32 uint64 int8 int16 int32 int64 float32 float64".split()
COMPRESSIONS = ("none", "bzip2", "zlib")


def boxes(shape, block):
    """The boxes of the blocks in their order, slowest axis first."""
    starts = [range(0, size, step) for size, step in zip(shape, block)]
    for start in itertools.product(*starts):
        yield tuple(slice(low, min(low + step, size)) for low, step, size in zip(start, block, shape))


def write(path, array, block, compression, *options, **more):
    """Writes an array of five axes; see `save`."""
    assert array.ndim == 5
    encode = {"none": bytes, "bzip2": lambda raw: bz2.compress(raw, 5), "zlib": zlib.compress}[compression]
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    blocks = [encode(little[box].tobytes()) for box in boxes(array.shape, block)]
    save(path, array, block, compression, blocks, *options, **more)


def save(
    path, array, block, compression, blocks, sampling=(1, 1, 1, 1, 1), metadata=b"", original=False, version=2
):
    """Writes what blocks hold that are encoded already; lists are slowest axis first."""
    ends = list(itertools.accumulate(map(len, blocks)))
    header = struct.pack("<5I5fBB", *array.shape[::-1], *sampling[::-1], TYPES.index(array.dtype.name),
                         COMPRESSIONS.index(compression))
    if not original:
        header = struct.pack("<B", version) + header + struct.pack("<256s", metadata)
    header += struct.pack("<5I", *block[::-1]) + struct.pack(f"<{len(ends)}Q", *ends)
    with open(path, "wb") as file:
        file.write(header + b"".join(blocks))


def read(path):
    """The fields and the array of a file; its size has to be what they say."""
    with open(path, "rb") as file:
        data = file.read()
    fields = struct.unpack_from("<B5I5fBB256s5I", data)
    version, shape, sampling = fields[0], fields[1:6][::-1], fields[6:11][::-1]
    dtype, compression, metadata, block = np.dtype(TYPES[fields[11]]), COMPRESSIONS[fields[12]], fields[13], fields[14:][::-1]
    places = list(boxes(shape, block))
    ends = struct.unpack_from(f"<{len(places)}Q", data, 319)
    base = 319 + 8 * len(places)
    if base + ends[-1] != len(data):
        raise ValueError(f"{len(data)} bytes, the header says {base + ends[-1]}")
    array = np.empty(shape, dtype)
    for box, low, high in zip(places, (0, *ends), ends):
        decoder = {"bzip2": bz2.BZ2Decompressor, "zlib": zlib.decompressobj}.get(compression)
        raw = data[base + low : base + high]
        if decoder:
            decoder = decoder()
            raw = decoder.decompress(raw)
            if not decoder.eof or decoder.unused_data:
                raise ValueError(f"the block at {box} is not one whole stream")
        piece = array[box]
        array[box] = np.frombuffer(raw, dtype.newbyteorder("<")).reshape(piece.shape)
    return {
        "version": version, "sampling": list(sampling), "block": list(block), "compression": compression,
        "metadata": metadata.rstrip(b"\0").decode(), "array": array,
    }
