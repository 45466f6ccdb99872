"""The Zarr half of `peers.py`: reading and writing stores with zarr-python, zarrs and tensorstore."""

import os
import shutil
import sys
import zipfile

SHAPE, CHUNK, SHARD = (256, 1024, 1024), (32, 256, 256), (64, 1024, 1024)
SMALL_SHAPE, SMALL_CHUNK = (128, 512, 512), (16, 16, 16)
REGION = (slice(60, 70), slice(200, 800), slice(200, 800))
# Where the programs write; what is there is removed before each run.
OUTPUT = "written"

READS = {
    "zarr-raw": "stack-raw.zarr", "zarr-zstd": "stack-zstd.zarr", "zarr-lz4": "stack-lz4.zarr",
    "zarr-sharded": "stack-sharded.zarr", "zarr-small": "small.zarr", "zarr-zip": "small.zarr.zip",
}
REGIONS = {"zarr-zstd-region": "stack-zstd.zarr", "zarr-lz4-region": "stack-lz4.zarr"}
EVERYTHING = (slice(None),) * 3


# The three peers, each as a way to open an array and a way to write one.


def zarr_open(path):
    import zarr

    store = zarr.storage.ZipStore(path, mode="r") if path.endswith(".zip") else path
    return zarr.open_array(store, mode="r")


def zarrs_open(path):
    import zarr
    import zarrs  # noqa: F401

    zarr.config.set({"codec_pipeline.path": "zarrs.ZarrsCodecPipeline"})
    return zarr_open(path)


def tensorstore_open(path):
    import tensorstore

    store = {"driver": "file", "path": path + "/"}
    if path.endswith(".zip"):
        store = {"driver": "zip", "base": {"driver": "file", "path": path}}
    return tensorstore.open({"driver": "zarr3", "kvstore": store}, read=True, open=True).result()


def zarr_read(array, selection):
    return array[selection]


def tensorstore_read(array, selection):
    return array[selection].read().result()


READERS = {
    "zarr-python": (zarr_open, zarr_read), "zarrs": (zarrs_open, zarr_read),
    "tensorstore": (tensorstore_open, tensorstore_read),
}


def zarr_write(path, data):
    import zarr

    zarr.create_array(
        path, shape=data.shape, dtype=data.dtype, chunks=CHUNK, compressors=[zarr.codecs.ZstdCodec(level=3)],
    )[...] = data


def zarrs_write(path, data):
    import zarr
    import zarrs  # noqa: F401

    zarr.config.set({"codec_pipeline.path": "zarrs.ZarrsCodecPipeline"})
    zarr_write(path, data)


def tensorstore_write(path, data):
    import tensorstore

    tensorstore.open(
        {
            "driver": "zarr3", "kvstore": {"driver": "file", "path": path + "/"},
            "metadata": {
                "shape": data.shape, "data_type": "uint16",
                "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": CHUNK}},
                "codecs": [
                    {"name": "bytes", "configuration": {"endian": "little"}},
                    {"name": "zstd", "configuration": {"level": 3}},
                ],
            },
        }, create=True,
    ).result().write(data).result()


WRITERS = {"zarr-python": zarr_write, "zarrs": zarrs_write, "tensorstore": tensorstore_write}


def size(folder):
    """The bytes of all files below a folder."""
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def register(workload, pixels):
    def read(name, file, peer, selection):
        open_array, read_array = READERS[peer]

        @workload(name, peer)
        def _(folder):
            open_array(f"{folder}/small.zarr")  # imports
            return lambda: read_array(open_array(f"{folder}/{file}"), selection), pixels

    for peer in READERS:
        for name, file in READS.items():
            if not (peer == "zarrs" and name == "zarr-zip"):  # zarrs reads no zip files through zarr-python
                read(name, file, peer, EVERYTHING)
        for name, file in REGIONS.items():
            read(name, file, peer, REGION)

    def open_zip(peer):
        @workload("zarr-zip-open", peer)
        def _(folder):
            open_array = READERS[peer][0]
            open_array(f"{folder}/small.zarr")
            return lambda: open_array(f"{folder}/small.zarr.zip"), lambda array: "x".join(map(str, array.shape))

    for peer in ("zarr-python", "tensorstore"):
        open_zip(peer)

    def write(peer):
        @workload("zarr-write", peer)
        def _(folder):
            data = READERS["tensorstore"][1](tensorstore_open(f"{folder}/stack-raw.zarr"), EVERYTHING)
            path = f"{folder}/{OUTPUT}-{peer}.zarr"

            def run():
                WRITERS[peer](path, data)
                return path

            def finish(path):
                print(f"zarr-write {peer}: {size(path)} bytes", file=sys.stderr)
                return pixels(tensorstore_read(tensorstore_open(path), EVERYTHING))

            return run, finish, lambda: shutil.rmtree(path, ignore_errors=True)

    for peer in WRITERS:
        write(peer)

    @workload("zarr-pyramid", "ome-zarr-py")
    def _(folder):
        from ome_zarr.writer import write_image

        data = tensorstore_read(tensorstore_open(f"{folder}/small.zarr"), EVERYTHING)
        path = f"{folder}/{OUTPUT}-ome-zarr-py.zarr"

        def run():
            write_image(data, path, axes="zyx")
            return path

        def finish(path):
            print(f"zarr-pyramid ome-zarr-py: {size(path)} bytes, {sorted(os.listdir(path))}", file=sys.stderr)
            return pixels(zarr_open(f"{path}/s0" if os.path.exists(f"{path}/s0") else f"{path}/0")[...])

        return run, finish, lambda: shutil.rmtree(path, ignore_errors=True)


# The stores that all read.


def noise(shape):
    """Smooth light with the noise of counted photons on top: the noise decides how well it compresses."""
    import numpy

    random = numpy.random.default_rng(2)
    y, x = numpy.mgrid[0 : shape[1], 0 : shape[2]].astype(numpy.float32)
    stack = numpy.empty(shape, numpy.uint16)
    for z in range(shape[0]):
        light = 300 + 250 * numpy.sin(x / 37 + z / 11) * numpy.cos(y / 53 - z / 17)
        # So many photons that the normal distribution is theirs.
        stack[z] = numpy.clip(light + numpy.sqrt(light) * random.standard_normal(light.shape, numpy.float32), 0, 65535)
    return stack


def make_stores(folder):
    last = f"{folder}/small.zarr.zip"
    if os.path.exists(last):
        return
    import zarr

    print(f"making the Zarr stores in {folder}", file=sys.stderr)
    stack = noise(SHAPE)
    zstd = zarr.codecs.ZstdCodec(level=3)
    lz4 = zarr.codecs.BloscCodec(cname="lz4", clevel=5, shuffle="shuffle", typesize=2)
    for name, compressors, shards in (
        ("raw", None, None), ("zstd", [zstd], None), ("lz4", [lz4], None), ("sharded", [zstd], SHARD),
    ):
        path = f"{folder}/stack-{name}.zarr"
        shutil.rmtree(path, ignore_errors=True)
        zarr.create_array(
            path, shape=SHAPE, dtype="uint16", chunks=CHUNK, shards=shards, compressors=compressors,
            dimension_names=["z", "y", "x"],
        )[...] = stack
    small = f"{folder}/small.zarr"
    shutil.rmtree(small, ignore_errors=True)
    zarr.create_array(
        small, shape=SMALL_SHAPE, dtype="uint16", chunks=SMALL_CHUNK, compressors=None, dimension_names=["z", "y", "x"],
    )[...] = stack[: SMALL_SHAPE[0], : SMALL_SHAPE[1], : SMALL_SHAPE[2]]
    with zipfile.ZipFile(last + ".part", "w", zipfile.ZIP_STORED) as archive:
        for path, _, names in sorted(os.walk(small)):
            for name in sorted(names):
                file = os.path.join(path, name)
                archive.write(file, os.path.relpath(file, small))
    os.rename(last + ".part", last)


def make_large(folder):
    """An NRRD file and a TIFF file of 4 GiB: the same stack eight times."""
    path, picture = f"{folder}/large.nrrd", f"{folder}/large.tif"
    if os.path.exists(path) and os.path.exists(picture):
        return
    import tifffile

    print(f"making {path} and {picture}", file=sys.stderr)
    stack = noise(SHAPE).tobytes()
    depth, height, width = SHAPE
    with open(path + ".part", "wb") as file:
        file.write(
            f"NRRD0004\ntype: uint16\ndimension: 3\nsizes: {width} {height} {8 * depth}\n"
            f"encoding: raw\nendian: little\n\n".encode()
        )
        for _ in range(8):
            file.write(stack)
    os.rename(path + ".part", path)
    shape = (8 * SHAPE[0], *SHAPE[1:])
    planes = tifffile.memmap(picture + ".part", shape=shape, dtype="<u2", bigtiff=True, metadata={"axes": "ZYX"})
    for part in range(8):
        planes[part * SHAPE[0] : (part + 1) * SHAPE[0]] = noise(SHAPE)
    planes.flush()
    os.rename(picture + ".part", picture)
