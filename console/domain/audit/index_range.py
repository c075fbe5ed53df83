"""Indexes as Kubernetes tells them: ``0-3,5,7-9``."""

import re

_PART = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def indexes_of(text: str, count: int) -> frozenset[int]:
    """Return the indexes below ``count`` that a text names; parts that are none are left out."""
    found: set[int] = set()
    for part in text.split(","):
        known = _PART.fullmatch(part.strip())
        if known is not None:
            first, last = int(known[1]), int(known[2] or known[1])
            found.update(range(first, min(last, count - 1) + 1))
    return frozenset(one for one in found if one < count)


def text_of(indexes: frozenset[int]) -> str:
    """Return indexes as Kubernetes writes them, the shortest way."""
    parts: list[list[int]] = []
    for one in sorted(indexes):
        if parts and one == parts[-1][1] + 1:
            parts[-1][1] = one
        else:
            parts.append([one, one])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
