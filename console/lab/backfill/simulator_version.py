"""The version of the simulator: written history is only good for the simulator that made it."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from console.lab import simulator


def simulator_version() -> str:
    """Return eight hexadecimal digits of the simulator's source, or the program's version where there is no source."""
    digest = hashlib.sha256()
    files = sorted(Path(simulator.__path__[0]).rglob("*.py"))
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8] if files else version("cell-console")
