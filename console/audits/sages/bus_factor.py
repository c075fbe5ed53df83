"""SAG07: knowledge that only one person has, or that has left."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import not_applicable
from console.audits.repository.history import people_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit


_KEY = "SAG07"
_DAY = 86_400.0
_YEAR_S, _GONE_S, _YOUNG_S = 365 * _DAY, 180 * _DAY, 90 * _DAY
_FEWEST, _GOOD = 20, 3
_FEWEST_IN_FOLDER = 5
_OWNED = 0.8


def _check(checkout: Checkout) -> RuleOutcome:
    people = people_of(checkout)
    recent = [one for one in people if one.at_s >= checkout.now_s - _YEAR_S]
    if len(recent) < _FEWEST:
        return not_applicable(_KEY, t("Fewer than {count} commits in the last year.", count=_FEWEST))
    if people[-1].at_s > checkout.now_s - _YOUNG_S:
        return not_applicable(_KEY, t("The history is younger than {days} days.", days=round(_YOUNG_S / _DAY)))
    who = _persons(people)
    count = _half(Counter(who[one.id] for one in recent))
    found = list(_left(checkout, people, who))
    if count == 1:
        words = t("one author made half of the {count} commits of the last year", count=len(recent))
        found.insert(0, Finding(_KEY, RuleSeverity.MEDIUM, evidence=words, tool="console-audit"))
    score = min(1.0, count / _GOOD) / (1.0 + len(found) - (count == 1))
    note = t("{count} authors made half of the commits of the last year.", count=count)
    return RuleOutcome(_KEY, RuleState.MEASURED, score, tuple(found), note)


def _persons(people: tuple[HistoryCommit, ...]) -> dict[str, str]:
    """Return who made each commit: one address, or one full name, is one person."""
    groups: dict[str, str] = {}
    made = {}
    for one in people:
        keys = _keys(one.author, one.email)
        who = groups.get(keys[0]) or next((groups[key] for key in keys if key in groups), keys[0])
        made[one.id] = who
        for key in keys:
            groups[key] = who
    return made


@lru_cache(maxsize=1 << 14)
def _keys(author: str, email: str) -> tuple[str, ...]:
    name = author.casefold().strip()
    return (email.casefold() or name, *([name] if " " in name else []))


def _half(counts: Counter[str]) -> int:
    """Return how few authors made more than half of the commits."""
    total = 0
    for place, (_, count) in enumerate(counts.most_common(), 1):
        total += count
        if 2 * total > counts.total():
            return place
    return 0


def _left(checkout: Checkout, people: tuple[HistoryCommit, ...], who_made: dict[str, str]) -> Iterator[Finding]:
    """Yield the folders of source that one person wrote who has not been seen for half a year, while others have."""
    seen: dict[str, int] = {}
    for one in people:
        who = who_made[one.id]
        if who not in seen or one.at_s > seen[who]:
            seen[who] = max(one.at_s, 0)
    away_s = threshold(_GONE_S, checkout.profile.strictness)
    gone = {who for who, at_s in seen.items() if at_s < max(seen.values()) - away_s}
    folders: defaultdict[str, Counter[str]] = defaultdict(Counter)
    living = {_source_folder(one) for one in checkout.of(PathClass.SOURCE)} - {""}
    for one in people:
        touched = []
        for _, path, _ in one.changes:
            folder = _source_folder(path)
            if folder in living and folder not in touched:
                touched.append(folder)
                folders[folder][who_made[one.id]] += 1
    for folder, counts in sorted(folders.items()):
        who, most = counts.most_common(1)[0]
        if who in gone and counts.total() >= _FEWEST_IN_FOLDER and most >= _OWNED * counts.total():
            percent, days = round(100 * most / counts.total()), round((checkout.now_s - seen[who]) / _DAY)
            words = t(
                "{who} wrote {percent} % of it and was last seen {days} days ago",
                who=who[:80],
                percent=percent,
                days=days,
            )
            yield Finding(_KEY, RuleSeverity.MEDIUM, folder, evidence=words, tool="console-audit")


@lru_cache(maxsize=1 << 14)
def _source_folder(path: str) -> str:
    """Return the folder of a source; nothing for what is none, or is at the top."""
    return posixpath.dirname(path) if path_class(path) is PathClass.SOURCE else ""


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.MEDIUM,
        title=lambda: t("More than one person knows each part"),
        why=lambda: t("When the only one who knows a part leaves, its next fault takes days instead of hours."),
        mend=lambda: t("Let a second person review and change it, and write down what only one knows."),
        check=_check,
        scope="day",
        past=PastContents.RENAMED,
    )
)
