"""PRE02: a hot file whose changes come with fewer tests than before, or that nobody owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.declared_owner import is_owned, owner_rules
from console.audits.foresight.file_heat import YEAR_S, FileHeat
from console.audits.foresight.file_keeper import file_keeper
from console.audits.foresight.file_story import Touch, stories_of, units_of
from console.audits.foresight.heat_reason import heat_reasons
from console.audits.foresight.hot_file import hot_files, ranking_of
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "PRE02"
_FALL = 0.25
_FEWEST = 4


def _check(checkout: Checkout) -> RuleOutcome:
    hot = hot_files(checkout)
    if not hot:
        return not_applicable(_KEY, t("No file is hot."))
    findings = [found for one in hot if (found := _finding(checkout, one)) is not None]
    return by_share(_KEY, len(hot) - len(findings), len(hot), findings)


def _finding(checkout: Checkout, one: FileHeat) -> Finding | None:
    why = [*_falling(checkout, one.path), *_ownerless(checkout, one.path)]
    if not why:
        return None
    reasons = heat_reasons(one, ranking_of(checkout), units_of(checkout)[-1].at_s)
    evidence = "; ".join([*why, *reasons[:2]])[:300]
    return Finding(_KEY, RuleSeverity.HIGH, one.path, evidence=evidence, tool="git")


def _falling(checkout: Checkout, path: str) -> list[str]:
    stories = stories_of(checkout)
    touches = stories.touches[stories.numbers[path]]
    now_s = units_of(checkout)[-1].at_s
    late = [one for one in touches if one.at_s > now_s - YEAR_S]
    early = [one for one in touches if now_s - 2 * YEAR_S < one.at_s <= now_s - YEAR_S]
    if min(len(late), len(early)) < _FEWEST or _share(early) - _share(late) < _FALL:
        return []
    return [
        t(
            "changes with tests: {before} % the year before, {after} % now",
            before=round(100 * _share(early)),
            after=round(100 * _share(late)),
        )
    ]


def _share(touches: Sequence[Touch]) -> float:
    return sum(one.with_tests for one in touches) / len(touches)


def _ownerless(checkout: Checkout, path: str) -> list[str]:
    keeper = file_keeper(checkout, path)
    if not keeper.people or not keeper.is_missing or is_owned(path, owner_rules(checkout)):
        return []
    return [
        t(
            "nobody who is active made a quarter of its changes (people: {people}, most by one: {share} %)",
            people=keeper.people,
            share=round(100 * keeper.share),
        )
    ]


RULES.add(
    AuditRule(
        _KEY,
        AuditName.PREDICTIVE,
        RuleSeverity.HIGH,
        title=lambda: t("Hot files have an owner and tests"),
        why=lambda: t(
            "Faults in a file that draws fixes stay unseen where tests fall behind and nobody knows it well."
        ),
        mend=lambda: t("Name an owner for it, and ask for a test with each change of it."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
