"""PRE05: files that change together though neither names the other."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.foresight.file_heat import YEAR_S
from console.audits.foresight.file_story import DAY_S, stories_of, units_of
from console.audits.foresight.import_hint import is_linked
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "PRE05"
_COUPLED = 0.6
_FEWEST = 5
_WINDOW_S = 2 * YEAR_S
_MOST_FILES = 10
_MOST_TOLD = 30


class _Pair(NamedTuple):
    """How often two files changed together, how often the busier one did, and days since the last time together."""

    path: str
    other: str
    together: int
    changes: int
    days: int


def _check(checkout: Checkout) -> RuleOutcome:
    pairs = _coupled(checkout)
    if not pairs:
        return not_applicable(_KEY, t("No two files change together often enough."))
    hidden = [_finding(one) for one in pairs if not is_linked(checkout, one.path, one.other)]
    return by_share(_KEY, len(pairs) - len(hidden), len(pairs), hidden[:_MOST_TOLD])


def _finding(one: _Pair) -> Finding:
    evidence = t(
        "with {other}: together {together} of {changes} times in two years; last together {days} days before this"
        " commit; neither names the other",
        other=one.other[:120],
        together=one.together,
        changes=one.changes,
        days=one.days,
    )
    return Finding(_KEY, RuleSeverity.LOW, one.path, evidence=evidence, tool="git")


def _coupled(checkout: Checkout) -> list[_Pair]:
    stories, units = stories_of(checkout), units_of(checkout)
    since_s = units[-1].at_s - _WINDOW_S if units else 0
    paths = {number: path for path, number in stories.numbers.items() if path in checkout.paths}
    all_alone: list[int] = []
    all_together: list[tuple[int, int]] = []
    last_s: dict[tuple[int, int], int] = {}
    for unit, numbers in zip(units, stories.together, strict=True):
        if unit.at_s <= since_s or not numbers:
            continue
        known = sorted(one for one in numbers if one in paths)
        if len(known) <= _MOST_FILES:
            pairs = list(combinations(known, 2))
            all_alone += known
            all_together += pairs
            last_s.update(dict.fromkeys(pairs, unit.at_s))
    alone, found = Counter(all_alone), []
    for (one, other), count in Counter(all_together).items():
        most = max(alone[one], alone[other])
        if count >= _FEWEST and count / most >= _COUPLED:
            first, second = sorted((paths[one], paths[other]))
            days = (units[-1].at_s - last_s[one, other]) // DAY_S
            found.append(_Pair(first, second, count, most, days))
    return sorted(found, key=lambda pair: (-pair.together, pair.path, pair.other))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.PREDICTIVE,
        RuleSeverity.LOW,
        title=lambda: t("Files that change together know of each other"),
        why=lambda: t("Whoever changes one and has not heard of the other leaves a fault behind."),
        mend=lambda: t("Bring what they share into one place, or let a test fail when only one of them changes."),
        check=_check,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
