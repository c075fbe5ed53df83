"""The live thresholds of a model: every measure of E4.1 against its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.alert_level import AlertLevel
from console.domain.model.measure import MeasureGroup
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from console.presenters.measure_text import (
    bound_text,
    limit_text,
    measure_value,
    measure_word,
    missing_text,
)
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)

if TYPE_CHECKING:
    from console.domain.model.model_watch import Measured
    from console.presenters.model_view import ModelView

_GROUPS = tuple(one for one in MeasureGroup if one is not MeasureGroup.WORK)
_NOTED = 3


def build(view: ModelView) -> SectionSheet:
    """Return every threshold, those of E4.1 with a limit judged."""
    found = tuple(one for group in _GROUPS for one in view.watch.group(group))
    judged = [one for one in found if one.health is not None]
    broken = [one for one in _worst_first(found) if one.health in {Health.WARNING, Health.CRITICAL}]
    unknown = [one for one in judged if one.value is None]
    return SectionSheet(
        health=Health.worst(*(one.health for one in judged if one.health is not None)),
        headline=_headline(judged, broken, unknown),
        tiles=_tiles(judged, broken, unknown),
        tables=(_table(found),),
        notes=(
            t("Rates of D1, KV and Analytics Engine are means of the running day (UTC) of the whole account; the cost"
              " is that of the account's month so far by its price book."),
        ),
    )  # fmt: skip


def _headline(judged: list[Measured], broken: list[Measured], unknown: list[Measured]) -> str:
    if broken:
        listed = ", ".join(f"{measure_word(one.measure.key)} {measure_value(one)}" for one in broken[:_NOTED])
        return t("{count} of {all} limits are broken: {list}.", count=len(broken), all=len(judged), list=listed)
    if len(unknown) == len(judged):
        return t("None of the {all} limits can be judged now.", all=len(judged))
    if unknown:
        return t("No limit is broken; {count} of {all} are not known.", count=len(unknown), all=len(judged))
    return t("All {all} limits hold.", all=len(judged))


def _tiles(judged: list[Measured], broken: list[Measured], unknown: list[Measured]) -> tuple[SheetTile, ...]:
    known = len(judged) - len(unknown)
    worst = broken[0] if broken else None
    accuracy = next(one for one in judged if one.measure.key == "model_accuracy")
    return (
        SheetTile(
            t("Limits that hold"),
            f"{known - len(broken)} / {len(judged)}" if known else UNKNOWN,
            None if known else Health.UNKNOWN,
            t("{broken} broken, {unknown} not known", broken=len(broken), unknown=len(unknown)),
        ),
        SheetTile(
            t("Worst limit"),
            measure_value(worst) if worst else UNKNOWN,
            worst.health if worst else None,
            f"{measure_word(worst.measure.key)} {limit_text(worst.measure)}"
            if worst
            else t("none is known to be broken")
            if unknown
            else t("none is broken"),
            evidence_of(worst) if worst else SheetEvidence(),
        ),
        SheetTile(
            measure_word(accuracy.measure.key),
            measure_value(accuracy),
            accuracy.health,
            missing_text(accuracy) or limit_text(accuracy.measure),
            evidence_of(accuracy),
        ),
    )


def _table(found: tuple[Measured, ...]) -> SheetTable:
    columns = (
        SheetColumn("measure", t("Measure"), 240, stretch=True),
        SheetColumn("now", t("Measured now"), 92, numeric=True),
        SheetColumn("limit", t("Limit"), 80, numeric=True),
        SheetColumn("warning", t("Warning from"), 80, numeric=True),
        SheetColumn("critical", t("Critical from"), 80, numeric=True),
        SheetColumn("source", t("Source"), 60, stretch=True),
    )
    return SheetTable("thresholds", t("Live thresholds"), columns, tuple(_line(one) for one in _worst_first(found)))


def _worst_first(found: tuple[Measured, ...]) -> list[Measured]:
    """Return the order of the table: what is judged before what is not, the worst before the rest."""
    return sorted(found, key=lambda one: 1 if one.health is None else -one.health)


def _line(one: Measured) -> SheetLine:
    measure = one.measure
    cells = (
        said(measure_word(measure.key)),
        measured(one.value, measure_value(one)),
        measured(measure.limit, limit_text(measure)),
        said(_bound(one, AlertLevel.WARNING)),
        said(_bound(one, AlertLevel.CRITICAL)),
        said(missing_text(one) or f"{one.source}: {one.query}"),
    )
    return SheetLine(cells, one.health, evidence_of(one))


def _bound(one: Measured, level: AlertLevel) -> str:
    return next((bound_text(condition, one.measure) for condition in one.conditions if condition.level is level), "")


def evidence_of(one: Measured) -> SheetEvidence:
    """Return where a measure comes from."""
    return SheetEvidence(one.query, one.source, one.at_s)


MODEL_SECTIONS.add(ModelSection("thresholds", lambda: t("Live thresholds"), 5, build))
