"""SAG04: CODEOWNERS that name nobody, nothing, or leave the busiest files out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.declared_owner import is_owned, owner_rules, owners_file
from console.audits.outcome import not_applicable
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout


_KEY = "SAG04"
_OWNER = re.compile(r"^(@[A-Za-z0-9][\w.-]*(/[\w.-]+)*|@@[\w-]+|[^@\s]+@[^@\s]+\.[^@\s]+)$")
_WILD = re.compile(r"[*?]")
_YEAR_S = 365 * 86_400.0
_HOT = 10
_FEWEST_CHANGES = 5


def _check(checkout: Checkout) -> RuleOutcome:
    path = owners_file(checkout)
    if not path:
        return not_applicable(_KEY, t("There is no CODEOWNERS file."))
    rules = owner_rules(checkout)
    found = [] if rules else [_finding(path, 0, t("names no owner"))]
    for rule in rules:
        if not any(map(rule.expression.match, _candidates(checkout, rule.pattern))):
            found.append(_finding(path, rule.line, t("{pattern} matches nothing", pattern=rule.pattern[:120])))
        bad = [one for one in rule.owners if not _OWNER.match(one)]
        found += [_finding(path, rule.line, t("{owner} is no owner", owner=one[:120])) for one in bad]
    loose = [one for one in _hot(checkout) if not is_owned(one, rules)]
    found += [_finding(one, 0, t("changes often and has no owner")) for one in loose]
    return RuleOutcome(_KEY, RuleState.MEASURED, 1.0 / (1.0 + len(found)), tuple(found))


def _finding(path: str, line: int, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=evidence, tool="console-audit")


def _candidates(checkout: Checkout, pattern: str) -> Iterator[str]:
    """Yield what a pattern may match: of a place the paths below it, of a mere name all names, each once."""
    plain = pattern.strip("/")
    if "/" not in plain and not pattern.startswith("/"):
        yield from checkout.once("path-names", lambda: {part for one in checkout.paths for part in one.split("/")})
        return
    ordered = checkout.once("ordered-paths", lambda: sorted(checkout.paths))
    head = _WILD.split(plain, maxsplit=1)[0]
    yield from takewhile(lambda one: one.startswith(head), islice(ordered, bisect_left(ordered, head), None))


def _hot(checkout: Checkout) -> list[str]:
    """Return the source files that changed most in the last year."""
    since = checkout.now_s - _YEAR_S
    recent = [one for one in history_of(checkout) if one.at_s >= since]
    counts = Counter(
        change.path for one in recent for change in one.changes if path_class(change.path) is PathClass.SOURCE
    )
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [path for path, count in ranked if count >= _FEWEST_CHANGES and path in checkout.paths][:_HOT]


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.MEDIUM,
        title=lambda: t("CODEOWNERS names owners of what is there"),
        why=lambda: t("A rule that matches nothing asks nobody to review, and nobody notices."),
        mend=lambda: t("Correct the pattern or the owner, and add a rule for what changes most."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="day",
        past=PastContents.RENAMED,
    )
)
