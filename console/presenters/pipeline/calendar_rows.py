"""What the calendars of the estate and the models have ahead: campaigns, freezes, maintenance, updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.model.update_calendar import Rhythm, next_occurrences
from console.estate.calendar_span import calendar_spans
from console.estate.schema.calendar import EntryKind
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, coarse, local_minute, short
from console.presenters.models.update_calendar import rhythm_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.calendar import Calendar, CalendarEntry
    from console.store.state import State

AHEAD_S = 60 * 86_400.0
_MOST = 200
_EACH = 12


class CalendarRow(NamedTuple):
    """One time that an entry happens, ready to be shown; moments are unix seconds.

    ``entry`` is the key of the calendar that it stands in, empty for what is no entry of the estate file.
    ``factor`` is the number behind ``uplift``.
    """

    key: tuple[str, float]
    begin_s: float
    end_s: float
    begins: str
    due: str
    title: str
    kind: str
    what: EntryKind
    concerns: str
    uplift: str
    factor: float | None
    calendar: str
    entry: str = ""


def calendar_rows(state: State, now_s: float) -> tuple[CalendarRow, ...]:
    """Return what happens now and within two months, the next first."""
    estate = state.estate
    if estate is None:
        return ()
    rows = [row for one in estate.calendars for entry in one.entries for row in _entry(one, entry, now_s)]
    rows += [row for model in estate.models for row in _updates(model.title or model.key, model.learning.begins, now_s)]
    return tuple(sorted(rows, key=lambda row: (row.begin_s, row.title))[:_MOST])


def _entry(calendar: Calendar, entry: CalendarEntry, now_s: float) -> Iterator[CalendarRow]:
    spans = calendar_spans(entry, calendar.time_zone, now_s, now_s + AHEAD_S)
    for _, (begin_s, end_s) in zip(range(_EACH), spans, strict=False):
        yield CalendarRow(
            key=(f"{calendar.key}/{entry.title}", begin_s),
            begin_s=begin_s,
            end_s=end_s,
            begins=local_minute(begin_s),
            due=_due(begin_s, now_s),
            title=entry.title,
            kind=kind_word(entry.kind),
            what=entry.kind,
            concerns=", ".join((*entry.cells, *entry.segments)) or t("everything"),
            uplift=UNKNOWN if entry.uplift is None else f"× {short(entry.uplift)}",
            factor=entry.uplift,
            calendar=calendar.title or calendar.key,
            entry=calendar.key,
        )


def _updates(title: str, begins: str, now_s: float) -> Iterator[CalendarRow]:
    for rhythm in (Rhythm.WEEKLY, Rhythm.MONTHLY):
        for one in next_occurrences(rhythm, begins, now_s, 2):
            at_s = one.at.timestamp()
            yield CalendarRow(
                key=(f"{title}/{rhythm}", at_s),
                begin_s=at_s,
                end_s=at_s,
                begins=local_minute(at_s),
                due=_due(at_s, now_s),
                title=t("{model}: {work}", model=title, work=rhythm_word(rhythm)),
                kind=kind_word(EntryKind.UPDATE),
                what=EntryKind.UPDATE,
                concerns=title,
                uplift=UNKNOWN,
                factor=None,
                calendar=t("models"),
            )


def _due(begin_s: float, now_s: float) -> str:
    return t("now") if begin_s <= now_s else t("in {time}", time=coarse(begin_s - now_s))


def kind_word(kind: EntryKind) -> str:
    """Return what an entry of a calendar means."""
    return {
        EntryKind.CAMPAIGN: t("campaign"),
        EntryKind.FREEZE: t("freeze"),
        EntryKind.MAINTENANCE: t("maintenance"),
        EntryKind.UPDATE: t("update"),
        EntryKind.HOLIDAY: t("holiday"),
    }[kind]
