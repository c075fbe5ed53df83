"""Branches and tags of a repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.git_reading import git_output
from console.audits.repository.history import unix_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_FORMAT = (
    "%(refname)%00%(objectname)%00%(*objectname)%00%(committerdate:unix)%00%(objecttype)%00%(contents:signature)%01"
)
_VERSION = re.compile(r"(?:^|[^0-9a-z.])v?(\d+\.\d+(?:\.\d+)*(?:[-.+_]?[0-9a-z][0-9a-z.+-]*)?)$", re.I)


class Reference(NamedTuple):
    """``name`` without refs/heads/ or refs/tags/; ``at_s`` is when its commit was made, 0 for an annotated tag."""

    name: str
    commit: str
    at_s: int
    is_annotated: bool
    is_signed: bool

    @property
    def version(self) -> str:
        """Return the version at the end of its name (``v1.2.0``, ``pkg@1.2.0``): 1.2.0; empty: none."""
        match = _VERSION.search(self.name)
        return match[1] if match is not None else ""


def branches_of(checkout: Checkout) -> tuple[Reference, ...]:
    """Return the branches; raise ``ConnectorError`` when git fails."""
    return _once(checkout, "branches", "refs/heads/")


def tags_of(checkout: Checkout) -> tuple[Reference, ...]:
    """Return the tags; raise ``ConnectorError`` when git fails."""
    return _once(checkout, "tags", "refs/tags/")


def _once(checkout: Checkout, name: str, prefix: str) -> tuple[Reference, ...]:
    """A later checkout of the same repository sees the same ones: they depend on no commit."""
    whose = checkout.later or checkout
    return whose.once(name, lambda: _read(whose, prefix))


def _read(checkout: Checkout, prefix: str) -> tuple[Reference, ...]:
    output = git_output(checkout.repository, "for-each-ref", f"--format={_FORMAT}", prefix)
    return tuple(parse_references(output.decode("utf-8", "surrogateescape"), prefix))


def parse_references(output: str, prefix: str) -> Iterator[Reference]:
    """Yield the references that git prints in our form."""
    for row in output.split("\x01"):
        fields = row.lstrip("\n").split("\0")
        if len(fields) != 6:
            continue
        name, own, target, at, kind, signature = fields
        is_signed = bool(signature.strip())
        yield Reference(name.removeprefix(prefix), target or own, unix_time(at), kind == "tag", is_signed)
