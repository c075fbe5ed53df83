"""A judgement as rows: one per metric, the worst first, with Kayenta's class beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.judge.kayenta.from_counts import WANTED_POINTS
from console.domain.judge.metric_verdict import Verdict
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number, percent, significant
from console.presenters.judge_text import chance_text, metric_sentence, verdict_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.judge.judgement import Judgement
    from console.domain.judge.kayenta.score import KayentaVerdict
    from console.domain.judge.metric_verdict import MetricVerdict

_HEALTH = {Verdict.PASS: Health.OK, Verdict.FAIL: Health.CRITICAL, Verdict.NOT_ENOUGH: Health.UNKNOWN}


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """One metric, ready to be shown; ``found`` has its numbers."""

    name: str
    verdict: str
    health: Health
    baseline: str
    canary: str
    ratio: str
    chance: str
    needs: str
    kayenta: str
    reason: str
    query: str
    found: MetricVerdict


def judge_rows(
    judgement: Judgement, kayenta: KayentaVerdict | None, queries: Mapping[str, str] | None = None
) -> tuple[JudgeRow, ...]:
    """Return the metrics, the worst first."""
    classes = {one.name: one.label.value for one in kayenta.metrics} if kayenta is not None else {}
    return tuple(_row(one, classes, queries or {}) for one in judgement.metrics)


def verdict_health(verdict: Verdict) -> Health:
    """Return how a verdict is painted: too little data is unknown, never well."""
    return _HEALTH[verdict]


def kayenta_text(kayenta: KayentaVerdict | None, points: int) -> str:
    """Return what Kayenta's rules say, and whether they had as many points as they want."""
    if kayenta is None:
        return UNKNOWN
    text = t("{word}, score {score} of 100", word=kayenta.word.value, score=number(kayenta.score))
    if points >= WANTED_POINTS:
        return text
    return t("{text} (on {count} of the {wanted} points that it wants)", text=text, count=points, wanted=WANTED_POINTS)


def _row(found: MetricVerdict, classes: Mapping[str, str], queries: Mapping[str, str]) -> JudgeRow:
    total, name = found.total, found.metric.name
    return JudgeRow(
        name=name,
        verdict=verdict_word(found.verdict),
        health=_HEALTH[found.verdict],
        baseline=percent(total.baseline_rate),
        canary=percent(total.canary_rate),
        ratio=UNKNOWN if total.ratio is None else f"{significant(total.ratio, 2)} ×",
        chance=chance_text(found.chance),
        needs=UNKNOWN if found.needs is None else number(float(found.needs)),
        kayenta=classes.get(name, UNKNOWN),
        reason=metric_sentence(found),
        query=queries.get(name, ""),
        found=found,
    )
