"""Branches, commits and what lies between two of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch and its newest commit; ``protected`` is ``None`` when the forge does not tell."""

    name: str
    sha: str
    protected: bool | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """``subject`` is the first line of the message; ``at_s`` when it was committed."""

    sha: str
    subject: str
    author: str
    at_s: float | None
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file between two commits: ``kind`` is added, changed, removed or renamed (from ``old_path``)."""

    path: str
    kind: str
    old_path: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What ``head`` has that ``base`` has not, newest commit first; ``cut`` says that the forge told only a part.

    ``behind`` counts commits that ``base`` has more (``None``: not told).
    """

    base: str
    head: str
    commits: tuple[Commit, ...]
    files: tuple[FileChange, ...]
    behind: int | None = None
    cut: bool = False
