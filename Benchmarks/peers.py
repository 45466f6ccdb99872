"""The peers' half of the benchmarks: times one workload in this process and prints the median.

    peers.py WORKLOAD --peer NAME [--data FOLDER] [--repeat N] [--json]

`imbench` takes the same arguments and does the same for ours. `peers.py data --data FOLDER` makes the files that both
read, `peers.py list` prints the workloads with their peers, `peers.py versions` what is compared.
"""

import argparse
import hashlib
import json
import os
import pathlib
import resource
import statistics
import sys
import tempfile
import time

WORKLOADS = {}

# After so many seconds, nothing is repeated.
SLOW = 10


def workload(name, peer):
    """Registers a function that prepares a workload: it returns what is timed, which returns what is left of it."""

    def register(prepare):
        WORKLOADS.setdefault(name, {})[peer] = prepare
        return prepare

    return register


def pixels(array):
    """The checksum of an array in C order."""
    import numpy

    return hashlib.sha256(memoryview(numpy.ascontiguousarray(array)).cast("B")).hexdigest()


def texts(lines):
    """The checksum of texts."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# Reading NRRD files.


def pynrrd_read(name):
    import nrrd

    return lambda: nrrd.read(name, index_order="C")[0]


def simpleitk_read(name):
    import SimpleITK

    return lambda: SimpleITK.ReadImage(name)


def simpleitk_pixels(image):
    import SimpleITK

    return pixels(SimpleITK.GetArrayViewFromImage(image))


@workload("nrrd-raw", "pynrrd")
def _(folder):
    return pynrrd_read(f"{folder}/volume.nrrd"), pixels


@workload("nrrd-raw", "SimpleITK")
def _(folder):
    return simpleitk_read(f"{folder}/volume.nrrd"), simpleitk_pixels


@workload("nrrd-gzip", "pynrrd")
def _(folder):
    return pynrrd_read(f"{folder}/volume-gzip.nrrd"), pixels


@workload("nrrd-gzip", "SimpleITK")
def _(folder):
    return simpleitk_read(f"{folder}/volume-gzip.nrrd"), simpleitk_pixels


@workload("nrrd-region", "pynrrd")
def _(folder):
    read = pynrrd_read(f"{folder}/volume.nrrd")
    return lambda: read()[60:68, 256:512, 256:512], pixels


@workload("nrrd-region", "SimpleITK")
def _(folder):
    import SimpleITK

    def run():
        reader = SimpleITK.ImageFileReader()
        reader.SetFileName(f"{folder}/volume.nrrd")
        reader.SetExtractIndex([256, 256, 60])
        reader.SetExtractSize([256, 256, 8])
        return reader.Execute()

    return run, simpleitk_pixels


# Arrays.


@workload("transpose", "NumPy")
def _(folder):
    import numpy

    array = pynrrd_read(f"{folder}/volume.nrrd")()
    return lambda: numpy.ascontiguousarray(array.transpose(2, 1, 0)), pixels


# Catalogs.


def load_yaml(folder):
    import yaml

    with open(f"{folder}/catalog.yaml", "rb") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)["sources"]


@workload("catalog-open", "PyYAML (C loader)")
def _(folder):
    import yaml  # noqa: F401

    return lambda: list(load_yaml(folder)), texts


@workload("catalog-decode", "PyYAML (C loader)")
def _(folder):
    import yaml  # noqa: F401

    def run():
        return [f"{name} {entry['driver']} {entry['args']['uri']}" for name, entry in load_yaml(folder).items()]

    return run, texts


# Zarr. Opening counts. Each does its work once before it is timed, so that threads and the page cache are there; what
# writes, a part of it.


STACKS = {"zarr-raw": "raw", "zarr-zstd": "zstd", "zarr-lz4": "lz4", "zarr-sharded": "sharded", "zarr-small": "small"}
CHUNKS = (8, 256, 256)
EVERYTHING = (Ellipsis,)
BLOCK = (slice(100, 110), slice(212, 812), slice(212, 812))


def warm(run):
    run()
    return run


def tensorstore_spec(path):
    file = {"driver": "file", "path": f"{path}/"}
    if path.endswith(".zip"):
        file = {"driver": "zip", "base": {"driver": "file", "path": path}}
    return {"driver": "zarr3", "kvstore": file}


def tensorstore_read(path, region=EVERYTHING):
    import tensorstore

    spec = tensorstore_spec(os.path.abspath(path))
    return lambda: tensorstore.open(spec, read=True).result()[region].read().result()


def zarr_open(path):
    import zarr

    store = zarr.storage.ZipStore(path, mode="r") if path.endswith(".zip") else path
    return zarr.open_array(store, mode="r")


def zarr_read(path, region=EVERYTHING):
    return lambda: zarr_open(path)[region]


def use_zarrs():
    import zarr
    import zarrs  # noqa: F401

    zarr.config.set({"codec_pipeline.path": "zarrs.ZarrsCodecPipeline"})


def zarr_reading(name, stack, region=EVERYTHING):
    """One reading by all peers."""
    path = f"stack-{stack}.zarr"

    @workload(name, "zarr-python")
    def _(folder):
        return warm(zarr_read(f"{folder}/{path}", region)), pixels

    @workload(name, "zarr-python with zarrs")
    def _(folder):
        use_zarrs()
        return warm(zarr_read(f"{folder}/{path}", region)), pixels

    @workload(name, "tensorstore")
    def _(folder):
        return warm(tensorstore_read(f"{folder}/{path}", region)), pixels


for name, stack in STACKS.items():
    zarr_reading(name, stack)
zarr_reading("zarr-region", "zstd", BLOCK)
zarr_reading("zarr-region-sharded", "sharded", BLOCK)


@workload("zarr-zip", "zarr-python")
def _(folder):
    return warm(zarr_read(f"{folder}/stack-small.zarr.zip")), pixels


@workload("zarr-zip", "tensorstore")
def _(folder):
    return warm(tensorstore_read(f"{folder}/stack-small.zarr.zip")), pixels


def shape_and_type(array):
    return texts(["x".join(map(str, array.shape)), str(getattr(array.dtype, "name", array.dtype))])


@workload("zarr-zip-open", "zarr-python")
def _(folder):
    return warm(lambda: zarr_open(f"{folder}/stack-small.zarr.zip")), shape_and_type


@workload("zarr-zip-open", "tensorstore")
def _(folder):
    import tensorstore

    spec = tensorstore_spec(os.path.abspath(f"{folder}/stack-small.zarr.zip"))
    return warm(lambda: tensorstore.open(spec, read=True).result()), shape_and_type


def places(folder):
    """New names in a folder that is removed at the end."""
    scratch = tempfile.TemporaryDirectory(dir=folder)
    numbers = iter(range(1_000_000))
    return lambda: pathlib.Path(scratch.name, f"{next(numbers)}.zarr")


def written(path):
    return pixels(tensorstore_read(str(path))())


def written_level(path):
    return written(path / "s0")


def zarr_write(folder):
    import zarr

    array, place = tensorstore_read(f"{folder}/stack-raw.zarr")(), places(folder)

    def run(part=array):
        path = place()
        store = zarr.create_array(
            path, shape=part.shape, chunks=CHUNKS, dtype=part.dtype, compressors=zarr.codecs.ZstdCodec(level=3)
        )
        store[...] = part
        return path

    run(array[: CHUNKS[0]])
    return run, written


@workload("zarr-write", "zarr-python")
def _(folder):
    return zarr_write(folder)


@workload("zarr-write", "zarr-python with zarrs")
def _(folder):
    use_zarrs()
    return zarr_write(folder)


@workload("zarr-write", "tensorstore")
def _(folder):
    array, place = tensorstore_read(f"{folder}/stack-raw.zarr")(), places(folder)

    def run(part=array):
        path = place()
        tensorstore_write(path, part, CHUNKS, zstd(3))
        return path

    run(array[: CHUNKS[0]])
    return run, written


@workload("ome-zarr-write", "ome-zarr-py")
def _(folder):
    import ome_zarr.writer
    import zarr

    array, place = tensorstore_read(f"{folder}/stack-small.zarr")(), places(folder)

    def run():
        path = place()
        ome_zarr.writer.write_image(
            array, zarr.open_group(path, mode="w"), axes="zyx", scale={"z": 0.5, "y": 0.2, "x": 0.2},
            axes_units=dict.fromkeys("zyx", "micrometer"), scale_factors=(2, 4),
            storage_options={"chunks": CHUNKS, "compressors": zarr.codecs.ZstdCodec(level=3)},
        )
        return path

    return run, written_level


# The files that all read.


def make_data(folder):
    os.makedirs(folder, exist_ok=True)
    make_catalog(f"{folder}/catalog.yaml")
    make_volumes(folder)
    make_stacks(folder)


def make_catalog(path):
    if os.path.exists(path):
        return
    print(f"making {path}", file=sys.stderr)
    with open(path + ".part", "w") as file:
        file.write("# 100,000 images\nname: large\nmetadata: {version: 1}\nsources:\n")
        for number in range(100_000):
            file.write(
                f"  run{number // 96:04d}-well{number % 96:02d}:\n"
                f"    description: Plate {number // 96}, well {number % 96}, stained on day {number % 7}\n"
                f"    driver: intake_io.source.nrrd.NrrdSource\n"
                f"    metadata:\n"
                f"      spacing: {{z: 0.5, y: 0.25, x: 0.25}}\n"
                f"      coords: {{c: [nuclei, actin]}}\n"
                f"    args:\n"
                f"      uri: images/{number // 96:04d}/{number % 96:02d}.nrrd\n"
            )
    os.rename(path + ".part", path)


def make_volumes(folder):
    raw, packed = f"{folder}/volume.nrrd", f"{folder}/volume-gzip.nrrd"
    if os.path.exists(raw) and os.path.exists(packed):
        return
    import nrrd
    import numpy

    # 256 MiB of blobs as a camera sees them: the noise, not the shape, decides how well they compress.
    print(f"making {raw} and {packed}", file=sys.stderr)
    random = numpy.random.default_rng(1)
    y, x = numpy.mgrid[0:1024, 0:1024].astype(numpy.float32)
    volume = numpy.empty((128, 1024, 1024), numpy.uint16)
    for z in range(128):
        light = 300 + 250 * numpy.sin(x / 37 + z / 11) * numpy.cos(y / 53 - z / 17)
        volume[z] = numpy.clip(light + numpy.sqrt(light) * random.standard_normal(light.shape, numpy.float32), 0, 4095)
    header = {"space dimension": 3, "space directions": numpy.diag([0.2, 0.2, 0.5])}
    nrrd.write(packed, volume, {**header, "encoding": "gzip"}, compression_level=4, index_order="C")
    nrrd.write(raw, volume, {**header, "encoding": "raw"}, index_order="C")


def zstd(level):
    return {"name": "zstd", "configuration": {"level": level}}


def tensorstore_write(path, array, chunks, codec=None, shards=None):
    """Writes Zarr v3. As the others, without waiting for the disk."""
    import tensorstore

    codecs = [{"name": "bytes", "configuration": {"endian": "little"}}, *([codec] if codec else [])]
    if shards:
        index = [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}]
        settings = {"chunk_shape": chunks, "codecs": codecs, "index_codecs": index, "index_location": "end"}
        codecs = [{"name": "sharding_indexed", "configuration": settings}]
    spec = {
        **tensorstore_spec(os.path.abspath(path)),
        "metadata": {
            "shape": array.shape,
            "data_type": array.dtype.name,
            "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": shards or chunks}},
            "chunk_key_encoding": {"name": "default"},
            "codecs": codecs,
            "fill_value": 0,
            "dimension_names": ["z", "y", "x"],
        },
        "create": True,
        "context": {"file_io_sync": False},
    }
    tensorstore.open(spec).result().write(array).result()


def make_stacks(folder):
    """512 MiB as Zarr with several codecs, and 64 MiB of it in 8,192 chunks, as a folder and as a ZIP file."""
    blosc = {"cname": "lz4", "clevel": 5, "shuffle": "shuffle", "typesize": 2, "blocksize": 0}
    kinds = {
        "raw": (256, CHUNKS, None, None),
        "zstd": (256, CHUNKS, zstd(3), None),
        "lz4": (256, CHUNKS, {"name": "blosc", "configuration": blosc}, None),
        "sharded": (256, (32, 256, 256), zstd(3), (64, 1024, 1024)),
        "small": (32, (1, 64, 64), zstd(3), None),
    }
    packed = f"{folder}/stack-small.zarr.zip"
    paths = {kind: f"{folder}/stack-{kind}.zarr" for kind in kinds}
    missing = {kind: path for kind, path in paths.items() if not os.path.exists(path)}
    if missing:
        stack = make_stack()
        for kind, path in missing.items():
            print(f"making {path}", file=sys.stderr)
            planes, chunks, codec, shards = kinds[kind]
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                tensorstore_write(f"{scratch}/new", stack[:planes], chunks, codec, shards)
                os.rename(f"{scratch}/new", path)
    if not os.path.exists(packed):
        make_zip(f"{folder}/stack-small.zarr", packed)


def make_stack():
    """Blobs with the noise of counted light; zstd makes them smaller by a third to a half."""
    import numpy

    random = numpy.random.default_rng(2)
    y, x = numpy.mgrid[0:1024, 0:1024].astype(numpy.float32)
    stack = numpy.empty((256, 1024, 1024), numpy.uint16)
    for z in range(len(stack)):
        stack[z] = random.poisson(150 + 120 * numpy.sin(x / 37 + z / 11) * numpy.cos(y / 53 - z / 17))
    return stack


def make_zip(store, path):
    """A store as a ZIP file, its metadata first, nothing compressed again."""
    import zipfile

    print(f"making {path}", file=sys.stderr)
    files = sorted(pathlib.Path(store).rglob("*"), key=lambda file: (file.name != "zarr.json", file))
    with zipfile.ZipFile(path + ".part", "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            if file.is_file():
                archive.write(file, file.relative_to(store))
    os.rename(path + ".part", path)


# Measuring.


def peak_bytes():
    """The largest memory this process has had. On Linux, getrusage also counts the process that started this one."""
    if sys.platform == "linux":
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def bytes_on_disk(result):
    """The size of a store that was written."""
    if not isinstance(result, pathlib.Path):
        return None
    return sum(file.stat().st_size for file in result.rglob("*") if file.is_file())


def measure(prepare, folder, repeat):
    run, checksum = prepare(folder)
    seconds = []
    for _ in range(repeat):
        if sum(seconds) > SLOW:
            break
        result = None
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return {
        "seconds": seconds,
        "median": statistics.median(seconds),
        "peak": peak_bytes(),
        "bytes": bytes_on_disk(result),
        "checksum": checksum(result),
    }


def versions():
    from importlib.metadata import version

    names = {
        "pynrrd": "pynrrd", "SimpleITK": "SimpleITK", "NumPy": "numpy", "PyYAML": "PyYAML", "zarr-python": "zarr",
        "zarrs": "zarrs", "tensorstore": "tensorstore", "ome-zarr-py": "ome-zarr",
    }
    return {"Python": sys.version.split()[0], **{name: version(package) for name, package in names.items()}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload")
    parser.add_argument("--peer")
    parser.add_argument("--data", default="Benchmarks/data")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.workload == "data":
        make_data(arguments.data)
    elif arguments.workload == "list":
        print(json.dumps({name: list(peers) for name, peers in WORKLOADS.items()}))
    elif arguments.workload == "versions":
        print(json.dumps(versions()))
    else:
        result = measure(WORKLOADS[arguments.workload][arguments.peer], arguments.data, arguments.repeat)
        if arguments.json:
            print(json.dumps(result))
        else:
            size = "" if result["bytes"] is None else f", {result['bytes'] >> 20} MiB on disk"
            print(f"{arguments.workload}: {result['median']} s, {result['peak'] >> 20} MiB{size}, {result['checksum']}")


if __name__ == "__main__":
    main()
