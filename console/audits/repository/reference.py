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
_BRANCHES, _TAGS = "refs/heads/", "refs/tags/"
_VERSION = re.compile(
    r"(?:^|[^0-9a-z.])(?:v(?:er(?:sion)?)?)?(\d+\.\d+(?:\.\d+)*(?:[-.+_]?[0-9a-z][0-9a-z.+-]*)?)$", re.I
)


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
    return _once(checkout, _BRANCHES)


def tags_of(checkout: Checkout) -> tuple[Reference, ...]:
    """Return the tags; raise ``ConnectorError`` when git fails."""
    return _once(checkout, _TAGS)


def _once(checkout: Checkout, prefix: str) -> tuple[Reference, ...]:
    """A later checkout of the same repository sees the same ones: they depend on no commit."""
    whose = checkout.later or checkout
    return whose.once(f"references-{prefix}", lambda: tuple(parse_references(_told(whose), prefix)))


def _told(checkout: Checkout) -> str:
    """Return what git prints of branches and tags: who asks for some mostly asks for the others too."""
    return checkout.once(
        "references",
        lambda: git_output(checkout.repository, "for-each-ref", f"--format={_FORMAT}", _BRANCHES, _TAGS).decode(
            "utf-8", "surrogateescape"
        ),
    )


def parse_references(output: str, prefix: str) -> Iterator[Reference]:
    """Yield the references below ``prefix`` of those that git prints in our form."""
    for row in output.split("\x01"):
        fields = row.lstrip("\n").split("\0")
        if len(fields) != 6 or not fields[0].startswith(prefix):
            continue
        name, own, target, at, kind, signature = fields
        is_signed = bool(signature.strip())
        yield Reference(name.removeprefix(prefix), target or own, unix_time(at), kind == "tag", is_signed)
