"""SAG10: pages that stayed while the code they tell of went on."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG10"
_USUAL_CHANGES = 20
_PAGE = re.compile(r"\.(md|rst|mdx|adoc)$", re.I)
_LASTING = re.compile(  # what was written for its day is not written again
    r"(^|/)(adrs?|decisions?|rfcs?|proposals?|releases?|release[-_]notes|changelogs?|news|blog|posts?|archive)/", re.I
)
_ROOTS = frozenset(["src", "lib", "pkg", "internal", "app", "packages", "docs", "doc"])


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
    for page, code in sorted(pages.items()):
        count = _changes(history[: last.get(page, 0)], code)
        if count >= most:
            words = t("{code} changed {count} times since", code=code, count=count)
            found.append(Finding(_KEY, RuleSeverity.LOW, page, evidence=words, tool="console-audit"))
    return by_share(_KEY, len(pages) - len(found), len(pages), found)


def _changes(commits: tuple[HistoryCommit, ...], code: str) -> int:
    inside = f"{code}/"
    return sum(
        any(
            (c.path == code or c.path.startswith(inside)) and path_class(c.path) is PathClass.SOURCE
            for c in one.changes
        )
        for one in commits
    )


def _told(checkout: Checkout) -> dict[str, str]:
    """Return the part of the code that each page tells of: its folder, or the one file or folder of its name."""
    source = checkout.of(PathClass.SOURCE)
    parts: dict[str, set[str]] = {}
    for path in source:
        for place in range(1, path.count("/") + 1):
            folder = "/".join(path.split("/")[:place])
            parts.setdefault(_plain(posixpath.basename(folder)), set()).add(folder)
        parts.setdefault(_plain(posixpath.splitext(posixpath.basename(path))[0]), set()).add(path)
    found = {}
    for page in sorted(one for one in checkout.paths if _PAGE.search(one) and "/" in one and not _LASTING.search(one)):
        folder, stem = posixpath.dirname(page), _plain(posixpath.splitext(posixpath.basename(page))[0])
        if stem == "readme" and any(one.startswith(f"{folder}/") for one in source):
            found[page] = folder
        elif page.startswith(("docs/", "doc/")) and stem not in _ROOTS:
            known = {
                one for one in parts.get(stem, ()) if not any(one.startswith(f"{o}/") for o in parts[stem] if o != one)
            }
            if len(known) == 1:
                found[page] = next(iter(known))
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
