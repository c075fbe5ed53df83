"""The kinds of commits that the settings of commitlint allow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_FILES = re.compile(r"^(commitlint\.config\.\w+|\.commitlintrc(\.\w+)?)$")
_SCRIPT = re.compile(r"\.[cm]?[jt]s$")
_USUAL = frozenset(["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"])
_RULE = re.compile(r"[\"']?(?<![\w/-])type-enum[\"']?\s*:(.*)", re.S)
_NEXT = re.compile(r"[\"']?\b[a-z]+-[a-z-]+[\"']?\s*:|\b[\"']?[a-z]\w*[\"']?\s*:\s")  # the next rule or setting
_NOTE = re.compile(r"/\*.*?\*/|(?<![:\"'\w])//[^\n]*|^[^\S\n]*#[^\n]*|\s#\s[^\n]*", re.S | re.M)
_OWN_FORM = re.compile(r"parserPreset|parserOpts|headerPattern")
_QUOTED = re.compile(r"[\"']([a-z][a-z0-9_-]*)[\"']")
_BARE = re.compile(r"[A-Za-z_$.][\w$.]*")
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*")
_HOW = frozenset({"always"})
_LONGEST = 20_000  # nobody writes longer settings


def declared_types(checkout: Checkout, declared: str) -> frozenset[str] | None:
    """Return the kinds that the file which declares the convention allows; ``None``: it does not tell them in words."""
    if not _FILES.match(declared):
        return None
    text = checkout.text(declared)
    if len(text) > _LONGEST:
        return None
    text = _NOTE.sub("", text)
    rule = _RULE.search(text)
    if _OWN_FORM.search(text):
        return None
    if rule is None:
        return _USUAL if "@commitlint/config-conventional" in text else None
    told = _NEXT.split(rule[1], maxsplit=1)[0]
    if _SCRIPT.search(declared) and _BARE.search(_QUOTED.sub("", told)):
        return None  # made by a program
    words = _QUOTED if _SCRIPT.search(declared) else _PLAIN
    kinds = frozenset(words.findall(told)) - _HOW
    return kinds if len(kinds) > 1 and "never" not in kinds else None
