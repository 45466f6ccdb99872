"""Checks YAML files against a JSON Schema, as JSON on standard output: for each file a list of what does not fit.

    python schema_check.py SCHEMA FILE ...
"""

import json
import sys

import jsonschema
import yaml


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    results = {}
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            found = validator.iter_errors(yaml.safe_load(file))
            results[path] = [f"{'.'.join(map(str, error.absolute_path))}: {error.message}"[:300] for error in found]
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
