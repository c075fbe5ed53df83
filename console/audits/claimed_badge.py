"""Badges of workflows that are called by their name, as GitHub did it first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_BADGE = re.compile(r"github\.com/([\w.-]+/[\w.-]+)/workflows/([^/\s()\"'<>]{1,200})/badge\.svg", re.I)
_WORKFLOW = re.compile(r"\.github/workflows/[^/]+\.ya?ml$")
_NAME, _NOTE = re.compile(r"^name:[^\S\n]*([^\s#][^\n]*)$", re.M), re.compile(r"\s#")


def named_badges(checkout: Checkout, text: str) -> Iterator[tuple[int, str, str]]:
    """Yield place, repository and workflow of each badge of a page whose name no workflow of the checkout has."""
    for match in _BADGE.finditer(text):
        name = unquote(match[2])
        if not name.endswith((".yml", ".yaml")) and name not in _names(checkout):
            yield match.start(), match[1], name


def _names(checkout: Checkout) -> frozenset[str]:
    def read() -> frozenset[str]:
        paths = [one for one in checkout.paths if _WORKFLOW.match(one)]
        checkout.folder_with(paths)
        return frozenset(_plain(one) for path in paths for one in _NAME.findall(checkout.text(path)))

    return checkout.once("workflow-names", read)


def _plain(value: str) -> str:
    """Return a name without the note behind it and its quotes."""
    return _NOTE.split(value, maxsplit=1)[0].strip().strip("\"'")
