"""TDD03: tests that came after the code they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.tested_pair import test_pairs
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD03"
_WINDOW = 1000


def _check(checkout: Checkout) -> RuleOutcome:
    history = history_of(checkout)
    born = _births(history)
    pairs = {test: source for test, source in sorted(test_pairs(checkout).items()) if test in born and source in born}
    recent = {
        test: source for test, source in pairs.items() if len(history) - _WINDOW < born[source] and born[source] > 0
    }
    found = []
    for test, source in recent.items():
        if born[test] > born[source]:
            commit = history[len(history) - 1 - born[test]]
            words = t("{count} commits after {source}", count=born[test] - born[source], source=source)
            found.append(Finding(_KEY, RuleSeverity.LOW, test, evidence=words, commit=commit.id, tool="console-audit"))
    return by_share(
        _KEY, len(recent) - len(found), len(recent), found, t("{count} pairs of test and source.", count=len(recent))
    )


def _births(history: tuple[HistoryCommit, ...]) -> dict[str, int]:
    """Return which commit, counted from the oldest, brought each file; a renamed file keeps its birth."""
    born: dict[str, int] = {}
    for place, one in enumerate(reversed(history)):
        for status, path, old in one.changes:
            if status == "R":
                born[path] = born.get(old, place)
            elif status in {"A", "C"}:
                born[path] = place
    return born


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.LOW,
        title=lambda: t("Tests come with the code or before it"),
        why=lambda: t("A test written afterwards shows what the code does, not what it should do."),
        mend=lambda: t("Commit a module together with its first test."),
        check=_check,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
