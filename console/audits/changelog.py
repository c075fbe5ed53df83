"""The changelog of a project: which versions it tells, where, and whether it tells what is not released yet."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.audits.repository.checkout import Checkout

_FILE = re.compile(
    r"^(docs?/)?(changelog|changes|history|news|release[-_]?notes|releases)(\.(md|rst|txt|adoc|markdown))?$", re.I
)
_HEADING = re.compile(
    r"^(?:#{1,3}\s*|={1,3}\s+|\*\s+|)(?:\[|<a[^>]*>|version |release |v\.? ?|[\w-]+ )?\[?v?"
    r"(?P<version>\d+\.\d+(?:\.\d+)*[0-9a-z.+-]*)\]?(?P<rest>.*)$",
    re.I,
)
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_UNDERLINE = re.compile(r"^([=\-~^*+#])\1{2,}\s*$")


class ToldVersion(NamedTuple):
    """``at_s`` is its date in unix seconds, 0 without one."""

    path: str
    line: int
    version: str
    at_s: float


def changelog_files(checkout: Checkout) -> tuple[str, ...]:
    """Return the files that tell what changed."""
    return tuple(one for one in sorted(checkout.paths) if _FILE.match(one) and checkout.text(one).strip())


def told_versions(checkout: Checkout) -> tuple[ToldVersion, ...]:
    """Return the versions that have a heading, in the order of the files."""
    return checkout.once("told-versions", lambda: tuple(versions_in(checkout, changelog_files(checkout))))


def is_changelog(path: str) -> bool:
    """Return whether a path at the top of a folder has the name of a changelog."""
    return _FILE.match(path) is not None


def versions_in(checkout: Checkout, paths: Iterable[str]) -> Iterator[ToldVersion]:
    """Yield the versions that have a heading in some files."""
    for path in paths:
        lines = checkout.lines(path)
        for number, line in enumerate(lines, 1):
            match = _HEADING.match(line) if len(line) < 200 else None
            below = lines[number] if number < len(lines) else ""
            if match is not None and (line.startswith(("#", "=")) or _UNDERLINE.match(below)):
                yield ToldVersion(path, number, match["version"].rstrip("."), _date(match["rest"]))


def _date(text: str) -> float:
    match = _DATE.search(text)
    try:
        return datetime.fromisoformat(match[0]).replace(tzinfo=UTC).timestamp() if match is not None else 0.0
    except ValueError:
        return 0.0
