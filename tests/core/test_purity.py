"""The core runs without the platform: an outsider can check with it and nothing else."""

import subprocess
import sys

IMPORT_ALL = """
import importlib, pkgutil, sys
import declare.core
for module in pkgutil.iter_modules(declare.core.__path__, "declare.core."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names))
"""


def test_importing_the_core_loads_cryptography_and_cbor2_only():
    run = [sys.executable, "-c", IMPORT_ALL]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    packages = {name for name in loaded if not name.startswith("_")}
    assert packages == {"cbor2", "cryptography", "declare"}
