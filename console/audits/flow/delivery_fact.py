"""FLO08: how fast and how safely changes reach users; shown, never scored."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import not_applicable
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.reference import tags_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.forge_facts import RunFact
    from console.domain.audit.rule_outcome import RuleOutcome


class _Release(NamedTuple):
    commit: str
    at_s: float


_KEY = "FLO08"
_DAY = 86_400.0
_WINDOW_DAYS = 90.0


def _check(checkout: Checkout) -> RuleOutcome:
    since = checkout.now_s - _WINDOW_DAYS * _DAY
    ended = [one for one in checkout.forge.runs or () if one.release and one.result in {"success", "failure"}]
    runs = sorted((one for one in ended if one.began_s >= since), key=lambda one: one.began_s)
    if not runs:
        return not_applicable(_KEY, _by_tags(checkout, since))
    good = [_Release(one.commit, one.began_s + one.took_s) for one in ended if one.result == "success"]
    words = t(
        "Shown, not scored: lead time {lead} h, {count} releases in {days} days, {share} % failed, recovery "
        "{recovery} h.",
        lead=_hours(_leads(checkout, good, since)),
        count=len(runs),
        days=round(_WINDOW_DAYS),
        share=round(100 * sum(one.result == "failure" for one in runs) / len(runs)),
        recovery=_hours(_recoveries(runs)),
    )
    return not_applicable(_KEY, words)


def _by_tags(checkout: Checkout, since: float) -> str:
    """Return what tags alone tell: whether releases failed they do not say."""
    named = [one for one in tags_of(checkout) if one.version]
    made = {one.id: one.committed_s for one in history_of(checkout)} if named else {}
    tags = [_Release(one.commit, made[one.commit]) for one in named if one.commit in made]
    count = len({one.commit for one in tags if one.at_s >= since})
    if not count:
        return t("No release of the last {days} days is known.", days=round(_WINDOW_DAYS))
    return t(
        "Shown, not scored: lead time {lead} h, {count} tagged versions in {days} days; no runs of releases are known.",
        lead=_hours(_leads(checkout, tags, since)),
        count=count,
        days=round(_WINDOW_DAYS),
    )


def _hours(seconds: list[float]) -> str:
    return f"{median(seconds) / 3600:.1f}" if seconds else "–"


def _leads(checkout: Checkout, releases: list[_Release], since: float) -> list[float]:
    """Return the times from each commit to its release; the first known release tells of its newest commit alone."""
    written = {one.id: one for one in history_of(checkout)}
    seen: set[str] = set()
    found: list[float] = []
    for one in sorted(releases, key=lambda one: one.at_s):
        is_first, waiting, brought = not seen, [one.commit], []
        while waiting:
            commit = written.get(waiting.pop())
            if commit is not None and commit.id not in seen:
                seen.add(commit.id)
                brought.append(commit)
                waiting.extend(commit.parents)
        if one.at_s >= since:
            told = brought[:1] if is_first else [each for each in brought if not each.is_merge]
            found += [max(0.0, one.at_s - each.at_s) for each in told]
    return found


def _recoveries(runs: list[RunFact]) -> list[float]:
    """Return the times from a failed release to the next that succeeded."""
    found, failed_s = [], 0.0
    for one in runs:
        if one.result == "failure":
            failed_s = failed_s or one.began_s
        elif one.result == "success" and failed_s:
            found.append(one.began_s + one.took_s - failed_s)
            failed_s = 0.0
    return found


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.LOW,
        title=lambda: t("How fast and how safely changes reach users"),
        why=lambda: t(
            "These four figures go together where delivery works; as a goal each of them can be had at the cost "
            "of others."
        ),
        mend=lambda: t("Look at their course over months; nothing has to be mended here."),
        check=_check,
        scope="forge",
        past=PastContents.RENAMED,
    )
)
