"""When the models are updated next: daily, on Sundays, at month ends (E1.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.update_calendar import Occurrence, Rhythm, next_occurrences
from console.kernel.i18n import t
from console.presenters.format import coarse, minute_text
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
    from console.presenters.model_view import ModelView

_SHOWN = {Rhythm.DAILY: 3, Rhythm.WEEKLY: 3, Rhythm.MONTHLY: 3}


def build(view: ModelView) -> SectionSheet:
    """Return what is due next of one model; a calendar is a plan, so it is never unhealthy."""
    begins = view.model.learning.begins
    found = {rhythm: next_occurrences(rhythm, begins, view.now_s, count) for rhythm, count in _SHOWN.items()}
    nearest = min((ones[0] for ones in found.values()), key=lambda one: (one.at, -len(one.rhythm)))
    due = sorted((one for ones in found.values() for one in ones), key=lambda one: one.at)
    return SectionSheet(
        health=Health.OK,
        headline=t("Next: {what} in {time}.", what=rhythm_word(nearest.rhythm), time=_until(nearest, view.now_s)),
        tiles=tuple(_tile(ones[0], view.now_s) for ones in found.values()),
        tables=(_table(due, view.now_s),),
        notes=(t("Weekly work is due on Sundays, monthly work on the last day of the month, both in Japan."),),
    )


def _tile(one: Occurrence, now_s: float) -> SheetTile:
    when = f"{minute_text(one.at)} JST"
    return SheetTile(rhythm_word(one.rhythm), t("in {time}", time=_until(one, now_s)), None, when, _rule(one))


def _until(one: Occurrence, now_s: float) -> str:
    return coarse(max(0.0, one.at.timestamp() - now_s))


def _table(due: list[Occurrence], now_s: float) -> SheetTable:
    columns = (
        SheetColumn("at", t("When (JST)"), 124),
        SheetColumn("local", t("Here"), 124),
        SheetColumn("in_s", t("In"), 64, numeric=True),
        SheetColumn("rhythm", t("Rhythm"), 116),
        SheetColumn("work", t("Work"), 300, stretch=True),
    )
    return SheetTable("dates", t("Next dates"), columns, tuple(_line(one, now_s) for one in due))


def _line(one: Occurrence, now_s: float) -> SheetLine:
    local = datetime.fromtimestamp(one.at.timestamp(), UTC).astimezone()
    cells = (
        said(minute_text(one.at)),
        said(minute_text(local)),
        measured(one.at.timestamp() - now_s, _until(one, now_s)),
        said(rhythm_word(one.rhythm)),
        said(", ".join(work_word(work) for work in one.work)),
    )
    return SheetLine(cells, None, _rule(one))


def _rule(one: Occurrence) -> SheetEvidence:
    return SheetEvidence(source=t("the estate's learning plan, {rhythm}", rhythm=rhythm_word(one.rhythm)))


def rhythm_word(rhythm: Rhythm) -> str:
    """Return the word for how often something is due."""
    return {
        Rhythm.DAILY: t("Daily update"),
        Rhythm.WEEKLY: t("Weekly update"),
        Rhythm.MONTHLY: t("Monthly update"),
    }[rhythm]


def work_word(work: str) -> str:
    """Return the word for a piece of work."""
    return {
        "feedback": t("take in feedback"),
        "small_weights": t("small changes of weights"),
        "cache": t("renew the cache"),
        "full_retraining": t("full retraining"),
        "evaluation": t("evaluation"),
        "ab_setup": t("set up the A/B test"),
        "dictionary": t("renew the dictionary"),
        "vectors": t("maintain the vectors"),
        "architecture_review": t("architecture review"),
    }[work]


MODEL_SECTIONS.add(ModelSection("calendar", lambda: t("Update calendar"), 30, build))
