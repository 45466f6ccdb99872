"""Says what pynrrd and ITK read out of files, as JSON on standard output: one object for each file.

    python peers.py READER FILE ...        READER is pynrrd or itk

Arrays are reported slowest axis first: shape, type, and the SHA-256 of the pixels in that order, little-endian.
A file that the reader refuses has `error` instead.
"""

import hashlib
import json
import sys

import nrrd
import numpy as np
import SimpleITK as sitk


def facts(array):
    little = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    return {
        "shape": list(array.shape),
        "dtype": array.dtype.name,
        "sha256": hashlib.sha256(little.tobytes()).hexdigest(),
    }


def plain(value):
    """A header field as JSON knows it; NaN is null."""
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def by_pynrrd(path):
    array, header = nrrd.read(path, index_order="C")
    return facts(array) | {"header": {key: plain(value) for key, value in header.items()}}


def by_itk(path):
    image = sitk.ReadImage(path)
    # Components of a vector come last in the array.
    return facts(sitk.GetArrayFromImage(image)) | {
        "components": image.GetNumberOfComponentsPerPixel(),
        "spacing": list(image.GetSpacing()),
        "origin": list(image.GetOrigin()),
        "direction": list(image.GetDirection()),
    }


def main():
    reader = {"pynrrd": by_pynrrd, "itk": by_itk}[sys.argv[1]]
    results = {}
    for path in sys.argv[2:]:
        try:
            results[path] = reader(path)
        except Exception as error:  # The report is what the peer says, whatever it is.
            results[path] = {"error": f"{type(error).__name__}: {error}"[:500]}
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
