"""The CPU time of an inference against its budget (E1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.inference_budget import (
    BUFFER,
    CACHE,
    INFERENCE,
    QUANTILES,
    RESPONSE,
    PartUse,
    part_uses,
    whole_use,
)
from console.domain.model.measure_catalogue import MEASURES_BY_KEY
from console.domain.model.part_measure import PART_CPU
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, percent
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetBar,
    SheetBars,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)

if TYPE_CHECKING:
    from console.presenters.model_view import ModelView

_TOTALS = ("model_cpu_p50", "model_cpu_p95", "model_cpu_p99")
_FALLBACK = "fallback_rate"


def build(view: ModelView) -> SectionSheet:
    """Return the budget of one model."""
    plan = view.model.budget
    planned_s = {
        CACHE: plan.cache_ms / 1e3,
        INFERENCE: plan.inference_ms / 1e3,
        RESPONSE: plan.response_ms / 1e3,
        BUFFER: plan.buffer_ms / 1e3,
    }
    found = {one.splits: one.value for one in view.readings(PART_CPU) if one.value is not None}
    measured_s = {(splits[0], splits[1]): value for splits, value in found.items() if len(splits) == 2}
    totals_s = [view.value(key) for key in _TOTALS]
    parts, whole = part_uses(planned_s, measured_s, totals_s), whole_use(planned_s, totals_s)
    return SectionSheet(
        health=Health.worst(whole.health, _fallback_health(view), *(_lesser(one) for one in parts)),
        headline=_headline(whole, view),
        tiles=_tiles(view, whole, parts),
        tables=(_table(view, parts, whole),),
        bars=_bars(parts),
        notes=tuple(_notes(view, parts)),
    )


def _lesser(use: PartUse) -> Health:
    """Return the health of a part: as long as the whole holds, a part over its budget is a warning."""
    return min(use.health, Health.WARNING)


def _fallback_health(view: ModelView) -> Health:
    rate = view.value(_FALLBACK)
    if rate is None:
        return Health.UNKNOWN
    return Health.WARNING if MEASURES_BY_KEY[_FALLBACK].is_beyond(rate) else Health.OK


def _headline(whole: PartUse, view: ModelView) -> str:
    used = whole.used_s[-1]
    if used is None:
        return t("The CPU time of {worker} is not known.", worker=view.model.worker)
    facts = {"used": duration(used), "budget": duration(whole.planned_s), "rate": percent(view.value(_FALLBACK))}
    if whole.health is Health.CRITICAL:
        return t("Over the budget: {used} of {budget} CPU at p99; fallbacks {rate}.", **facts)
    return t("{used} of {budget} CPU at p99; fallbacks {rate}.", **facts)


def _tiles(view: ModelView, whole: PartUse, parts: tuple[PartUse, ...]) -> tuple[SheetTile, ...]:
    known = [one for one in parts if one.share is not None]
    tightest = max(known, key=lambda one: one.share or 0.0, default=None)
    limit = MEASURES_BY_KEY[_FALLBACK].limit
    return (
        SheetTile(
            t("CPU at p99"),
            duration(whole.used_s[-1]),
            whole.health,
            t("budget {budget}, p50 {p50}, p95 {p95}", budget=duration(whole.planned_s),
              p50=duration(whole.used_s[0]), p95=duration(whole.used_s[1])),
            view.evidence(_TOTALS[-1]),
        ),
        SheetTile(
            t("Tightest part"),
            UNKNOWN if tightest is None else percent(tightest.share),
            None if tightest is None else _lesser(tightest),
            "" if tightest is None else t("{part}, of its budget at p99", part=part_word(tightest.part)),
            view.evidence(PART_CPU),
        ),
        SheetTile(
            t("Fallback rate"),
            percent(view.value(_FALLBACK)),
            _fallback_health(view),
            t("limit {limit}", limit=percent(limit)),
            view.evidence(_FALLBACK),
        ),
    )  # fmt: skip


def _table(view: ModelView, parts: tuple[PartUse, ...], whole: PartUse) -> SheetTable:
    columns = (
        SheetColumn("part", t("Part"), 150, stretch=True),
        SheetColumn("budget_s", t("Budget"), 90, numeric=True),
        SheetColumn("p50_s", "p50", 90, numeric=True),
        SheetColumn("p95_s", "p95", 90, numeric=True),
        SheetColumn("p99_s", "p99", 90, numeric=True),
        SheetColumn("share", t("Used at p99"), 110, numeric=True),
    )
    lines = [_line(view, one, _lesser(one)) for one in parts]
    return SheetTable("parts", t("Budget by part"), columns, (*lines, _line(view, whole, whole.health)))


def _line(view: ModelView, use: PartUse, health: Health) -> SheetLine:
    times = [measured(one, duration(one)) for one in use.used_s]
    cells = (said(part_word(use.part)), measured(use.planned_s, duration(use.planned_s)), *times,
             measured(use.share, percent(use.share)))  # fmt: skip
    return SheetLine(cells, health, _evidence(view, use.part))


def _evidence(view: ModelView, part: str) -> SheetEvidence:
    if part in {CACHE, INFERENCE, RESPONSE}:
        return view.evidence(PART_CPU, part, QUANTILES[-1])
    return view.evidence(_TOTALS[-1])


def _bars(parts: tuple[PartUse, ...]) -> SheetBars:
    """Return the parts one after the other: what is planned, and what they take at p99."""
    bars, begins, began, marks = [], 0.0, 0.0, [(0.0, "0")]
    for use in parts:
        used = use.used_s[-1]
        ends = begins + use.planned_s
        actual = None if used is None else (began, began + used)
        text = f"{duration(used)} / {duration(use.planned_s)}"
        bars.append(SheetBar(part_word(use.part), (begins, ends), actual, text, _lesser(use)))
        marks.append((ends, duration(ends)))
        begins, began = ends, began + (use.planned_s if used is None else used)
    return SheetBars(t("One inference at p99: planned and used"), tuple(bars), tuple(marks))


def _notes(view: ModelView, parts: tuple[PartUse, ...]) -> list[str]:
    notes = list(view.refusals(PART_CPU, _FALLBACK, *_TOTALS))
    if any(use.share is None for use in parts[:-1]):
        notes.append(t("No metric tells the CPU time of each part; the budget is judged as a whole."))
    notes.append(t("The buffer is what an inference takes beyond its parts, at the same quantile."))
    return notes


def part_word(part: str) -> str:
    """Return the word for a part of an inference."""
    words = {
        CACHE: t("Cache lookup"),
        INFERENCE: t("Inference"),
        RESPONSE: t("Response"),
        BUFFER: t("Buffer"),
        "all": t("Whole inference"),
    }
    return words[part]


MODEL_SECTIONS.add(ModelSection("budget", lambda: t("Inference budget"), 10, build))
