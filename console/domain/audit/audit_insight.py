"""Insights (G1.8): trouble that is likely, how sure that is, what it would do, and what prevents it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.rule_severity import RuleSeverity


class InsightKind(StrEnum):
    """What is likely to happen."""

    FALLING = "falling"
    COMMON = "common"
    HOTSPOT = "hotspot"
    RETURNING = "returning"


class RuleFact(Struct, frozen=True):
    """A measured rule of a project: ``score`` from 0 to 1, open ``findings``, ``points`` of health that it costs."""

    rule: str
    score: float
    findings: int
    points: float = 0.0


class HotFact(Struct, frozen=True):
    """A finding of a rule that foresees; ``evidence`` holds its reasons, parted by semicolons (untrusted text)."""

    rule: str
    path: str
    evidence: str


class ProjectFacts(Struct, frozen=True):
    """What insights look at of a project's newest audit; ``healths`` are (unix seconds, 0 to 100), oldest first."""

    project: str
    team: str
    strictness: float
    healths: tuple[tuple[float, float], ...]
    rules: tuple[RuleFact, ...]
    hot: tuple[HotFact, ...]


class AuditInsight(NamedTuple):
    """``confidence`` is from 0 to 1; ``impact`` how bad it would be. At least two ``reasons``, one of the ``actions``.

    ``projects`` are those that it is about, the worst first; ``team`` is empty when several teams are meant.
    """

    kind: InsightKind
    subject: str
    projects: tuple[str, ...]
    team: str
    confidence: float
    impact: RuleSeverity
    reasons: tuple[str, ...]
    actions: tuple[str, ...]


def ranked_insights(found: Iterable[AuditInsight]) -> tuple[AuditInsight, ...]:
    """Return insights, the worst first, then the surest; the same input gives the same order."""
    return tuple(sorted(found, key=lambda one: (one.impact.rank, -one.confidence, one.kind, one.subject)))
