"""The health of a repository explained: the published formula with its numbers, and what would raise it most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.audit.audit_name import AuditName
from console.domain.audit.repository_health import EVIDENCE_WEIGHT
from console.kernel.i18n import t
from console.presenters.audit_word import audit_word, severity_word
from console.presenters.format import number, signed

if TYPE_CHECKING:
    from console.presenters.audits.audit_sight import AuditSight


@dataclass(frozen=True, slots=True)
class GainRow:
    """What a rule would bring if it were fully kept; ``points`` of the health."""

    rule: str
    audit: str
    title: str
    severity: str
    severity_rank: int
    points: float
    findings: int
    mend: str

    @property
    def points_text(self) -> str:
        """Return the points with their sign."""
        return signed(self.points, 1)


def gain_rows(sight: AuditSight) -> tuple[GainRow, ...]:
    """Return the rules that would raise the health, the most first."""
    counts = {one.rule: len(one.findings) for result in sight.seen.results for one in result.outcomes}
    rows = []
    for one in sight.seen.health.gains:
        rule = sight.words[one.rule]
        rows.append(
            GainRow(
                one.rule, audit_word(one.audit), rule.title, severity_word(rule.severity), rule.severity.rank,
                one.points, counts.get(one.rule, 0), rule.mend,
            )
        )  # fmt: skip
    return tuple(rows)


def formula_text() -> str:
    """Return the published formula in words."""
    return t(
        "Health = 0.9 × the mean of the audits that ran (those in the team's focus count twice)"
        " + 10 × the share of applicable rules that were measured. Prediction informs and does not count."
    )


def reckoning_text(sight: AuditSight) -> str:
    """Return the formula with this repository's numbers."""
    health = sight.seen.health
    if health.score is None:
        return t("No audit could be run, so there is no health.")
    evidence = 100.0 * EVIDENCE_WEIGHT * health.evidence
    mean = (health.score - evidence) / (1.0 - EVIDENCE_WEIGHT)
    scores = ", ".join(
        f"{audit_word(one.audit)} {number(one.score)}"
        for one in sight.seen.results
        if one.score is not None and one.audit is not AuditName.PREDICTIVE
    )
    return t(
        "0.9 × {mean} + 10 × {evidence} = {score}. The audits: {scores}.",
        mean=number(mean, 1), evidence=number(health.evidence, 2), score=number(health.score, 1), scores=scores,
    )  # fmt: skip


def best_gain_text(sight: AuditSight) -> str:
    """Return what would raise the health most, in a sentence."""
    rows = gain_rows(sight)
    if not rows or rows[0].points < 0.05:
        return t("Nothing that was measured would raise it further.")
    best = rows[0]
    return t(
        "{rule} would raise it most: {points} points for “{title}”.",
        rule=best.rule, points=best.points_text, title=best.title,
    )  # fmt: skip
