"""A package at a version, as a lock file names it."""

from typing import NamedTuple


class LockedPackage(NamedTuple):
    """``ecosystem`` as OSV names it (PyPI, npm, Go, crates.io, Maven, RubyGems, Packagist, NuGet).

    ``line`` is counted from 1; 0 when it is not told.
    """

    ecosystem: str
    name: str
    version: str
    line: int = 0
