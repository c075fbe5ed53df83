"""Which package of a repository a tag releases: ``sdk/v3.1.0``, ``@scope/pkg@4.0.0``; and the changelog of that one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.changelog import is_changelog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.reference import Reference

_V = re.compile(r"(?<![0-9a-z])v$", re.I)
_PLAIN = re.compile(r"(releases?|rel|versions?|ver|tags?|stable|final|prod(uction)?|v|r)?", re.I)


def released_packages(tags: Iterable[Reference]) -> dict[str, str]:
    """Return the package of each tag with a version by the tag's name; empty: the whole repository.

    A name without folders that all tags begin with is that of the repository.
    """
    made = {one.name: _package(one) for one in tags if one.version}
    named = set(made.values())
    return {tag: package if len(named) > 1 or "/" in tag else "" for tag, package in made.items()}


def _package(tag: Reference) -> str:
    words = _V.sub("", tag.name.removesuffix(tag.version)).strip("/-_.").rstrip("@")
    return "" if _PLAIN.fullmatch(words) else words


def package_changelogs(checkout: Checkout) -> Mapping[str, str]:
    """Return the changelog of each package by the name of its folder, the one nearest to the root."""

    def read() -> dict[str, str]:
        split = ((one, *one.rpartition("/")[::2]) for one in checkout.paths)
        known = [(folder.count("/"), path, folder) for path, folder, name in split if folder and is_changelog(name)]
        return {folder.rpartition("/")[2]: path for _, path, folder in sorted(known, reverse=True)}

    return checkout.once("package-changelogs", read)
