"""Says what intake makes of catalogs, as JSON on standard output: one object for each request.

    python catalog_check.py FOLDER

FOLDER holds `requests.json`: a list of {catalog, entry, values}; with `flatten: true` intake is given what PyYAML makes of
the catalog's merge keys, which it refuses itself. An entry is reported with the arguments its driver is
called with, its metadata, its description and its parameters; without an entry the names are. Drivers are stand-ins under
the names that catalogs use, so that nothing is opened.
"""

import json
import os
import sys
import types

import intake
import yaml
from intake.source.base import DataSource


class StandIn(DataSource):
    container = "ndarray"
    name = "tif"

    def __init__(self, metadata=None, **kwargs):
        self.arguments = kwargs
        super().__init__(metadata=metadata)


class TifSource(StandIn):
    pass


class NrrdSource(StandIn):
    name = "nrrd"


def register():
    intake.register_driver("tif", StandIn)
    intake.register_driver("nrrd", NrrdSource)
    for path, members in [
        ("intake_io", {}),
        ("intake_io.source", {"TifSource": TifSource, "NrrdSource": NrrdSource}),
        ("intake_io.source.tif", {"TifSource": TifSource}),
        ("intake_io.source.nrrd", {"NrrdSource": NrrdSource}),
    ]:
        module = types.ModuleType(path)
        for name, member in members.items():
            setattr(module, name, member)
        sys.modules[path] = module


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def parameters(entry):
    keys = ("name", "description", "type", "default", "min", "max", "allowed")
    return [{key: plain(item[key]) for key in keys if key in item} for item in entry.describe()["user_parameters"]]


def flattened(path):
    copy = path + ".flat.yaml"
    with open(path, encoding="utf-8") as file, open(copy, "w", encoding="utf-8") as flat:
        yaml.safe_dump(yaml.safe_load(file), flat, sort_keys=False, allow_unicode=True)
    return copy


def answer(request):
    catalog = intake.open_catalog(flattened(request["catalog"]) if request.get("flatten") else request["catalog"])
    name = request.get("entry")
    if name is None:
        return {
            "names": list(catalog),
            "name": catalog.name,
            "description": catalog.description or "",
            "metadata": plain(catalog.metadata),
            "walked": sorted(catalog.walk(depth=5)),
        }
    parts = name.split("/")
    for part in parts[:-1]:
        catalog = catalog[part]
    try:
        catalog[parts[-1]]  # The parameters of the catalog reach the entry only so.
    except Exception:
        pass  # It may need the values.
    entry = catalog._entries[parts[-1]]
    source = entry(**request.get("values", {}))
    if entry.describe()["driver"] == ["alias"] or type(source).__name__ == "AliasSource":
        source._get_source()
        source = source.source
    metadata = plain(source.metadata)
    metadata.pop("catalog_dir", None)
    return {
        "driver": "nrrd" if isinstance(source, NrrdSource) else "tif",
        "arguments": plain(source.arguments),
        "metadata": metadata,
        "description": source.description or "",
        "parameters": parameters(entry),
    }


def main():
    register()
    os.chdir(sys.argv[1])
    with open("requests.json", encoding="utf-8") as file:
        requests = json.load(file)
    results = []
    for request in requests:
        try:
            results.append(answer(request))
        except Exception as error:  # The report is what the peer says, whatever it is.
            results.append({"error": f"{type(error).__name__}: {error}"[:500]})
    json.dump(results, sys.stdout)


main()
