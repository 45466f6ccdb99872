"""Says what nibabel and ITK read out of NIfTI files, as JSON on standard output: a line for each file.

    python nifti_check.py FILE ...

    nibabel      class, shape, dtype and sha256 of the stored numbers, the matrix and those of qform and sform with their
                 codes, zooms, units of space and time, toffset, descrip, intent, cal, and the number of extensions
    itk          shape, dtype, sha256, components, spacing, origin, direction

Shapes are slowest axis first, and so are the pixels that SHA-256 is over, little-endian. Where one of them cannot open
a file it has only `error`.
"""

import json
import sys

import nibabel as nib
import numpy as np
import SimpleITK as sitk

from peers import facts, plain


def rows(matrix):
    return None if matrix is None else np.asarray(matrix, "float64").tolist()


def by_nibabel(path):
    image = nib.load(path)
    head = image.header
    (qform, qcode), (sform, scode) = image.get_qform(coded=True), image.get_sform(coded=True)
    space, time = head.get_xyzt_units()
    return facts(np.asanyarray(image.dataobj.get_unscaled()).T) | {
        "class": type(image).__name__,
        "scaling": [plain(value) for value in (image.dataobj.slope, image.dataobj.inter)],
        "affine": rows(image.affine),
        "qform": rows(qform),
        "qcode": int(qcode),
        "sform": rows(sform),
        "scode": int(scode),
        "zooms": [float(value) for value in head.get_zooms()],
        "space": space,
        "time": time,
        "toffset": float(head["toffset"]),
        "descrip": head["descrip"].item().decode(),
        "intent": int(head["intent_code"]),
        "cal": [float(head["cal_min"]), float(head["cal_max"])],
        "extensions": len(head.extensions),
    }


def by_itk(path):
    image = sitk.ReadImage(path)
    return facts(sitk.GetArrayFromImage(image)) | {
        "components": image.GetNumberOfComponentsPerPixel(),
        "spacing": list(image.GetSpacing()),
        "origin": list(image.GetOrigin()),
        "direction": list(image.GetDirection()),
    }


for path in sys.argv[1:]:
    said = {"path": path}
    for name, reader in (("nibabel", by_nibabel), ("itk", by_itk)):
        try:
            said[name] = reader(path)
        except Exception as error:  # The report is what the peer says, whatever it is.
            said[name] = {"error": f"{type(error).__name__}: {error}"[:500]}
    print(json.dumps(said))
