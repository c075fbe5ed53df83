"""Insights as rows: what is likely, how sure that is, why, and what prevents it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from console.domain.audit.audit_insight import AuditInsight, InsightKind
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.audit_word import severity_word

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class InsightRow:
    """``confidence`` is from 0 to 1; reasons and actions are sentences, made visible."""

    kind: str
    title_text: str
    subject: str
    projects: tuple[str, ...]
    projects_text: str
    team: str
    confidence: float
    impact: str
    impact_word: str
    reasons: tuple[str, ...]
    actions: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return it for programs, without the words."""
        return {key: value for key, value in asdict(self).items() if not key.endswith(("_word", "_text"))}


def insight_rows(found: Iterable[AuditInsight]) -> tuple[InsightRow, ...]:
    """Return a row each, in their order."""
    return tuple(_row(one) for one in found)


def _row(one: AuditInsight) -> InsightRow:
    projects = tuple(visible_line(name) for name in one.projects)
    named = ", ".join(projects[:_MOST_NAMED])
    more = len(projects) - _MOST_NAMED
    return InsightRow(
        one.kind.value, insight_title(one), visible_line(one.subject), projects,
        t("{names} and {count} more", names=named, count=more) if more > 0 else named, one.team, one.confidence,
        one.impact.value, severity_word(one.impact), tuple(visible_line(text) for text in one.reasons),
        tuple(visible_line(text) for text in one.actions),
    )  # fmt: skip


def insight_title(one: AuditInsight) -> str:
    """Return what is likely to happen, in a sentence."""
    subject = visible_line(one.subject)
    return {
        InsightKind.FALLING: t("{subject} will soon no longer pass", subject=subject),
        InsightKind.COMMON: t("The next project will break {subject}, too", subject=subject),
        InsightKind.HOTSPOT: t("The next fix is likely in {subject}", subject=subject),
        InsightKind.RETURNING: t("{subject} counts again soon", subject=subject),
    }[one.kind]
