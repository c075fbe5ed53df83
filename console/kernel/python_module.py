"""Running a module of this program in a process of its own."""

import os
import sys
from pathlib import Path

import console


def module_command(module: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line; the working directory is no place to import from (``-P``)."""
    return (sys.executable, "-P", "-m", module, *arguments)


def module_environment() -> dict[str, str]:
    """Return this process' environment, in which the new one finds the packages that this one found."""
    root = str(Path(console.__file__).resolve().parent.parent)
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{known}" if known else root}
