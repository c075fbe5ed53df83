"""Who owns a path by the CODEOWNERS file: its rules, and whether one of them names somebody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.owner_pattern import owner_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.repository.checkout import Checkout

_FILES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_SECTION = re.compile(r"^\^?\[([^\]]+)\](?:\[\d+\])?(.*)$")


class OwnerRule(NamedTuple):
    """``expression`` is the pattern as it is matched; ``section`` is GitLab's, empty outside of any."""

    line: int
    pattern: str
    owners: tuple[str, ...]
    section: str
    expression: re.Pattern[str]


def owners_file(checkout: Checkout) -> str:
    """Return the path of the CODEOWNERS file; empty when there is none."""
    return next((one for one in _FILES if one in checkout.paths), "")


def owner_rules(checkout: Checkout) -> tuple[OwnerRule, ...]:
    """Return the rules of the CODEOWNERS file, in their order."""
    path = owners_file(checkout)
    return checkout.once("owner-rules", lambda: tuple(_rules(checkout.lines(path))) if path else ())


def is_owned(path: str, rules: Sequence[OwnerRule]) -> bool:
    """Return whether the last rule that matches has owners, in one section at least: without them it frees the path."""
    asked: set[str] = set()
    for one in reversed(rules):
        if one.section not in asked and one.expression.match(path):
            if one.owners:
                return True
            asked.add(one.section)
    return False


def _rules(lines: Sequence[str]) -> Iterator[OwnerRule]:
    """Yield each rule; a section of GitLab gives its owners to its rules."""
    section, usual = "", list[str]()
    for number, line in enumerate(lines, 1):
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        head = _SECTION.match(text)
        if head is not None:
            section, usual = head[1].lower(), head[2].split()
        elif text:
            pattern, *owners = re.split(r"(?<!\\)\s+", text)
            plain = pattern.replace("\\ ", " ")
            yield OwnerRule(number, plain, tuple(owners or usual), section, owner_pattern(plain))
