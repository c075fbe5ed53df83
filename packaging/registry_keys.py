"""Import every module of the product and print what its registries hold and which files it ships, as JSON.

Run by the source tree's interpreter and by the frozen program (``cell-console registry_keys.py``); the two must agree.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from console.kernel.registry import Registry, load_module

PACKAGES = ("console", "connectors", "views", "resources")


def modules(package: str) -> Iterator[str]:
    """Yield the dotted names of all modules below a package, by its files."""
    root = Path(load_module(package).__path__[0])
    for folder, names, files in os.walk(root):
        names[:] = sorted(one for one in names if one != "__pycache__")
        inner = Path(folder).relative_to(root).parts
        if "__init__.py" not in files and inner:
            continue
        for file in sorted(files):
            if file.endswith(".py") and file != "__main__.py":
                stem = () if file == "__init__.py" else (file.removesuffix(".py"),)
                yield ".".join((package, *inner, *stem))


def shipped(package: str) -> Iterator[str]:
    """Yield the files of a package that are not modules."""
    root = Path(load_module(package).__path__[0])
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            yield f"{package}/{path.relative_to(root).as_posix()}"


def main() -> None:
    """Print the answer."""
    names = [name for package in PACKAGES for name in modules(package)]
    held: dict[str, list[str]] = {}
    for name in names:
        for value in vars(load_module(name)).values():
            if isinstance(value, Registry):
                held[value.name] = sorted(one.key for one in value)
    files = [name for package in PACKAGES for name in shipped(package)]
    json.dump({"modules": names, "registries": held, "files": files}, sys.stdout)


if __name__ == "__main__":
    main()
