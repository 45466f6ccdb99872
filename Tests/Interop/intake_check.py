"""Says what intake 0.7.0 reads out of catalogs, as JSON on standard output: one object for each file.

    python intake_check.py CATALOG ...

Each object has the catalog's `name`, `description` and `metadata`, and its `entries` in order: `name`, `description`,
`args` and `metadata` as an opened source gets them, templates rendered. Whatever class of `intake_io` an entry names is
stood in for by one that only remembers its arguments. A file that intake refuses has `error` instead.
"""

import importlib.abc
import importlib.machinery
import json
import sys
import types

import intake
import yaml
from intake.source.base import DataSource


class Remembering(DataSource):
    container = "ndarray"
    name = "remembering"
    version = "0"
    partition_access = False

    def __init__(self, metadata=None, **arguments):
        super().__init__(metadata=metadata)
        self.arguments = arguments


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules below `intake_io` whose every class is the same."""

    def find_spec(self, name, path, target=None):
        if name.split(".")[0] == "intake_io":
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = self.attribute
        return module

    def exec_module(self, module):
        pass

    @staticmethod
    def attribute(name):
        if name.endswith("Source"):
            return Remembering
        raise AttributeError(name)


def entry(catalog, name):
    description = catalog._entries[name].describe()
    if "catalog" in (description["container"] or ""):
        return {"name": name, "description": description["description"], "nested": list(catalog[name])}
    source = catalog[name]
    metadata = dict(source.metadata)
    metadata.pop("catalog_dir", None)
    return {
        "name": name,
        "description": description["description"],
        "args": source.arguments,
        "metadata": metadata,
    }


def facts(path):
    catalog = intake.open_catalog(path)
    return {
        "name": catalog.name,
        "description": catalog.description,
        "metadata": catalog.metadata,
        "entries": [entry(catalog, name) for name in catalog],
    }


def main():
    sys.meta_path.insert(0, StandIns())
    results = {}
    for path in sys.argv[1:]:
        try:
            results[path] = facts(path)
        except Exception as error:  # The report is what intake says, whatever it is.
            results[path] = {"error": f"{type(error).__name__}: {error}"[:500]}
        if "error" not in results[path]:
            # YAML 1.1 and 1.2 must agree: what other readers of 1.1 see is the same text.
            with open(path, encoding="utf-8") as file:
                results[path]["yaml"] = list(yaml.safe_load(file)["sources"] or {})
    json.dump(results, sys.stdout, default=str)


if __name__ == "__main__":
    main()
