"""SAG10: pages that stayed while the code they tell of went on."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share, not_applicable
from console.audits.release_title import is_release_title
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG10"
_USUAL_CHANGES = 20
_PAGE = re.compile(r"\.(md|rst|mdx|adoc)$", re.I)
_LASTING = re.compile(  # what was written for its day is not written again
    r"(^|/)(adrs?|decisions?|rfcs?|proposals?|releases?|release[-_]notes|changelogs?|news|blog|posts?|archived?|legacy"
    r"|deprecated|postmortems?|incidents?|meetings?|minutes|versions?|v?\d+\.[\dx.]+)/",
    re.I,
)
_ROOTS = frozenset(["src", "lib", "pkg", "internal", "app", "packages", "docs", "doc"])
# What pages are called whatever they tell of, as files of code are for another reason.
_ANY_PAGE = frozenset(
    ["index", "readme", "setup", "main", "conf", "home", "faq", "changelog", "changes", "history", "contributing",
     "license", "licence", "_index", "__init__", "mod"]
)  # fmt: skip
_NO_PART = _ROOTS | _ANY_PAGE
_DRAWN = re.compile(
    r"^[ \t]*(\.\. (auto(module|class|function|doc)|click|argparse|doxygen\w+|openapi|program-output)::|::: [\w.]+"
    r"|```\{auto\w+)|<!--[^\n]{0,80}(generated|do not edit)",
    re.M | re.I,
)
"""A page that is drawn from the code goes on with it."""


def _check(checkout: Checkout) -> RuleOutcome:
    pages = _told(checkout)
    if not pages:
        return not_applicable(_KEY, t("No page belongs to a part of the code by its name."))
    history = history_of(checkout)
    last: dict[str, int] = {}
    for place, one in enumerate(history):
        for change in one.changes:
            last.setdefault(change.path, place)
    most = threshold(_USUAL_CHANGES, checkout.profile.strictness)
    found = []
    own = frozenset(code for page, code in pages.items() if posixpath.dirname(page) == code)
    changes = _changes(history[: max(last.get(one, 0) for one in pages)], frozenset(pages.values()), own)
    for page, code in sorted(pages.items()):
        count = bisect_left(changes[code], last.get(page, 0))
        worked = (one for one in changes[code][:count] if not is_release_title(history[one].subject))
        if sum(1 for _ in islice(worked, ceil(most))) >= most and not _DRAWN.search(checkout.text(page)):
            words = t("{code} changed {count} times since", code=code, count=count)
            found.append(Finding(_KEY, RuleSeverity.LOW, page, evidence=words, tool="console-audit"))
    return by_share(_KEY, len(pages) - len(found), len(pages), found)


def _changes(history: tuple[HistoryCommit, ...], codes: frozenset[str], own: frozenset[str]) -> dict[str, list[int]]:
    """Return by part of the code the places of the commits of people that change its source, in one pass.

    What lies in a folder with a page of its own (``own``) is not of the pages of the folders above.
    """
    found: dict[str, list[int]] = {one: [] for one in codes}
    for place, one in enumerate(history):
        touched = {part for change in one.changes for part in _of_pages(_parts(change.path), found, own)}
        if touched and not one.is_bot:
            for part in touched:
                found[part].append(place)
    return found


def _of_pages(parts: tuple[str, ...], codes: Container[str], own: frozenset[str]) -> list[str]:
    """Return those of a source and its folders, outermost first, that pages tell of."""
    known = [one for one in parts if one in codes]
    inner = next((one for one in reversed(known) if one in own), "")
    return [one for one in known if one == inner or one not in own] if inner else known


@lru_cache(maxsize=1 << 16)
def _parts(path: str) -> tuple[str, ...]:
    """Return a source and the folders that it is in; nothing for what is none."""
    if path_class(path) is not PathClass.SOURCE:
        return ()
    return (*(path[:place] for place, sign in enumerate(path) if sign == "/"), path)


def _told(checkout: Checkout) -> dict[str, str]:
    """Return the part of the code that each page tells of: its folder, or the one file or folder of its name."""
    source = checkout.of(PathClass.SOURCE)
    parts: dict[str, set[str]] = {}
    folders = {one[:place] for one in source for place, sign in enumerate(one) if sign == "/"}
    for one in folders:
        parts.setdefault(_plain(posixpath.basename(one)), set()).add(one)
    for one in source:
        parts.setdefault(_plain(posixpath.splitext(posixpath.basename(one))[0]), set()).add(one)
    found, named = dict[str, str](), dict[str, list[str]]()
    for page in sorted(one for one in checkout.paths if _PAGE.search(one) and "/" in one and not _LASTING.search(one)):
        folder, stem = posixpath.dirname(page), _plain(posixpath.splitext(posixpath.basename(page))[0])
        if stem == "readme" and folder in folders:
            found[page] = folder
        elif page.startswith(("docs/", "doc/")) and stem not in _NO_PART:
            if stem not in named:
                named[stem] = _outermost(parts.get(stem, ()))
            if len(named[stem]) == 1:
                found[page] = named[stem][0]
    return found


def _outermost(places: Iterable[str]) -> list[str]:
    """Return the places that are inside of no other one of them."""
    found: list[str] = []
    for one in sorted(places, key=lambda one: one.replace("/", "\0")):
        if not found or not one.startswith(f"{found[-1]}/"):
            found.append(one)
    return found


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.LOW,
        title=lambda: t("Pages keep up with the code they tell of"),
        why=lambda: t("After twenty changes a page describes something that is no longer there."),
        mend=lambda: t("Read the page against the code, correct it, or say that it still holds."),
        check=_check,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
