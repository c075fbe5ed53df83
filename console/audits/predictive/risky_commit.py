"""PRE03: a commit that is unlike those before it, in the ways in which faults come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.foresight.commit_trait import CommitTrait, commit_traits
from console.audits.foresight.file_story import units_of
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.git_reading import git_output
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "PRE03"
_FEWEST = 20
_RARE = 0.9
_REASONS = 2
# Below the first number it is small, whatever the others were.
_WIDE: tuple[tuple[float, Callable[[CommitTrait], float], Callable[[CommitTrait], str]], ...] = (
    (40, lambda one: one.added + one.deleted, lambda one: t("lines: {count}", count=one.added + one.deleted)),
    (4, lambda one: one.files, lambda one: t("files: {count}", count=one.files)),
    (3, lambda one: one.folders, lambda one: t("folders: {count}", count=one.folders)),
    (2, lambda one: one.systems, lambda one: t("top folders: {count}", count=one.systems)),
    (1.5, lambda one: one.entropy,
     lambda one: t("spread evenly over its files: {bits} bits", bits=f"{one.entropy:.1f}")),
)  # fmt: skip
_TOUCHED: tuple[tuple[Callable[[CommitTrait], float], Callable[[CommitTrait], str]], ...] = (
    (lambda one: one.people, lambda one: t("people who changed these files before: {count}", count=one.people)),
    (lambda one: one.changes_before,
     lambda one: t("earlier changes of these files: {count}", count=one.changes_before)),
    (lambda one: one.lines_before, lambda one: t("lines in these files: {count}", count=one.lines_before)),
    (lambda one: one.age_days, lambda one: t("days since these files changed: {days}", days=round(one.age_days))),
    (lambda one: -one.experience, lambda one: t("earlier commits of the author: {count}", count=one.experience)),
    (lambda one: -one.recent_experience,
     lambda one: t("recent work of the author here: {amount}", amount=f"{one.recent_experience:.1f}")),
    (lambda one: -one.system_experience,
     lambda one: t("earlier commits of the author in these folders: {count}", count=one.system_experience)),
)  # fmt: skip


def _check(checkout: Checkout) -> RuleOutcome:
    pushed = _pushed(checkout)
    traits = commit_traits(checkout)
    before = [one for one in traits if one.id not in pushed]
    fresh = [one for one in traits if one.id in pushed]
    if len(before) < _FEWEST or not fresh:
        return not_applicable(_KEY, t("There are too few commits of code to compare with."))
    findings = [found for one in fresh if (found := _finding(one, before)) is not None]
    return by_share(_KEY, len(fresh) - len(findings), len(fresh), findings)


def _pushed(checkout: Checkout) -> frozenset[str]:
    """Return the commits since the baseline; without one, what came in last."""
    if not checkout.baseline:
        units = units_of(checkout)
        return frozenset(one.id for one in units[-1].commits) if units else frozenset()
    output = git_output(
        checkout.repository, "rev-list", "--no-merges", "--end-of-options", f"{checkout.baseline}..{checkout.commit}"
    )
    return frozenset(output.decode().split())


def _finding(one: CommitTrait, before: Sequence[CommitTrait]) -> Finding | None:
    """A commit is told when it is wider than nine of ten, and rare in another way too."""
    wide = [word(one) for least, value, word in _WIDE if value(one) >= least and _is_rare(value, one, before)]
    touched = [word(one) for value, word in _TOUCHED if _is_rare(value, one, before)]
    if not wide or len(wide) + len(touched) < _REASONS:
        return None
    evidence = t("more than in nine of ten commits: {reasons}", reasons="; ".join([*wide[:3], *touched[:3]]))
    return Finding(_KEY, RuleSeverity.MEDIUM, commit=one.id, evidence=evidence[:300], tool="git")


def _is_rare(value: Callable[[CommitTrait], float], one: CommitTrait, before: Sequence[CommitTrait]) -> bool:
    return sum(value(each) < value(one) for each in before) >= _RARE * len(before)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.PREDICTIVE,
        RuleSeverity.MEDIUM,
        title=lambda: t("Pushed commits are of a size that can be reviewed"),
        why=lambda: t(
            "A fifth of the changed lines brings a third of the faults: wide changes, by people new to them."
        ),
        mend=lambda: t("Review it with somebody who knows these files, or split it and let each part be tested alone."),
        check=_check,
        scope="commits",
        past=PastContents.ALL,
    )
)
