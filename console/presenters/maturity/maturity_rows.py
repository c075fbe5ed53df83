"""The maturity of the cells, the least mature first, with what is missing and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.maturity.assessment import Finding, MaturityLevel, assess
from console.kernel.i18n import t
from console.kernel.registry import load_all
from console.presenters.maturity.criterion import CRITERIA
from console.presenters.maturity.maturity_basis import MaturityBasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.load_test import LoadTest
    from console.domain.maturity.assessment import Assessment
    from console.domain.maturity.week_record import WeekRecord
    from console.presenters.capacity.capacity_view import CapacityView

_WEEKS = 13
load_all("console.presenters.maturity.criteria")


class CriterionRow(NamedTuple):
    """One criterion of one cell; ``met`` is ``None`` where there is no evidence either way."""

    key: str
    level: str
    title: str
    met: bool | None
    verdict: str
    evidence: str
    advice: str


class MaturityRow(NamedTuple):
    """One cell; ``missing`` are the titles of what is between it and level 4, ``next_step`` what to do first."""

    cell: str
    title: str
    level: str
    word: str
    health: Health
    met: str
    missing: tuple[str, ...]
    next_step: str
    trend: str
    criteria: tuple[CriterionRow, ...]
    assessment: Assessment


def assessments(view: CapacityView, tests: Sequence[LoadTest] = ()) -> tuple[Assessment, ...]:
    """Return the assessment of every cell from what the console holds."""
    state = view.state
    cells = state.estate.cells if state.estate is not None else ()
    found = []
    for cell in cells:
        basis = MaturityBasis(state, cell, view.now_s, view, tests)
        judged = ((one, one.judge(basis)) for one in CRITERIA)
        found.append(assess(cell.key, [Finding(one.key, one.level, *verdict) for one, verdict in judged]))
    return tuple(found)


def maturity_rows(
    view: CapacityView, found: Sequence[Assessment], history: Sequence[WeekRecord] = ()
) -> tuple[MaturityRow, ...]:
    """Return the cells, the least mature first."""
    titles = {one.cell.key: one.cell.title or one.cell.key for one in view.bases}
    rows = (_row(one, titles.get(one.cell, one.cell), history) for one in found)
    return tuple(sorted(rows, key=lambda row: (row.assessment.level, row.title)))


def level_word(level: int) -> str:
    """Return a level in words."""
    return {
        MaturityLevel.NONE: t("not yet level 1"),
        MaturityLevel.MANUAL: t("manual"),
        MaturityLevel.AUTOMATIC: t("automatic"),
        MaturityLevel.BALANCED: t("balanced, carbon-aware"),
        MaturityLevel.AUTONOMOUS: t("autonomous"),
    }[MaturityLevel(level)]


def _row(one: Assessment, title: str, history: Sequence[WeekRecord]) -> MaturityRow:
    criteria = tuple(_criterion(finding) for finding in one.findings)
    missing = [row for row in criteria if not row.met]
    return MaturityRow(
        cell=one.cell,
        title=title,
        level=f"L{int(one.level)}" if one.level else "–",
        word=level_word(one.level),
        health=Health.OK if one.level >= MaturityLevel.BALANCED else Health.WARNING,
        met=f"{len(criteria) - len(missing)} / {len(criteria)}",
        missing=tuple(row.title for row in missing),
        next_step=missing[0].advice if missing else "",
        trend=_trend(one, history),
        criteria=criteria,
        assessment=one,
    )


def _criterion(finding: Finding) -> CriterionRow:
    asked = CRITERIA.get(finding.key)
    return CriterionRow(
        key=finding.key,
        level=f"L{int(finding.level)}",
        title=asked.title(),
        met=finding.met,
        verdict={True: t("met"), False: t("missing"), None: t("no evidence")}[finding.met],
        evidence=finding.evidence,
        advice=asked.advice(),
    )


def _trend(one: Assessment, history: Sequence[WeekRecord]) -> str:
    """Return how the level went: since which week it is, or what it was before."""
    weeks = [record for record in history if record.cell == one.cell][-_WEEKS:]
    if len(weeks) < 2:
        return t("first week")
    changed = next((record for record in reversed(weeks) if record.level != one.level), None)
    if changed is None:
        return t("the same since {week}", week=weeks[0].week)
    return t("was L{level} in {week}", level=changed.level, week=changed.week)
