"""What the operator did in a game day, as the trail tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change_form import read_time
from console.domain.game_day.game_day import GameAct
from console.presenters.trail_word import what_happened
from console.services.trail_reading import TrailReading

if TYPE_CHECKING:
    from console.domain.game_day.game_day import GameDay
    from console.domain.trail_record import TrailForm
    from console.services.trail_book import TrailBook

MOST_ACTS = 300
_UNTOLD = ("connection.", "estate.", "trail.", "game_day.", "secret.", "notice.", "change.applying", "change.confirmed",
           "change.planned")  # fmt: skip


def game_acts(book: TrailBook, day: GameDay) -> tuple[GameAct, ...]:
    """Return what was done in the estate of an ended game day while it lasted, oldest first. Blocks (disk)."""
    end = day.end
    if end is None:
        return ()
    found = (_act(one.form, day, end.at_s) for one in TrailReading(book).records() if one.form is not None)
    return tuple(one for one in found if one is not None)[:MOST_ACTS]


def _act(form: TrailForm, day: GameDay, end_s: float) -> GameAct | None:
    if form.estate != day.estate or form.kind.startswith(_UNTOLD):
        return None
    try:
        at_s = read_time(form.at)
    except (ValueError, OverflowError, OSError):
        return None
    if not day.plan.begun_s <= at_s <= end_s:
        return None
    runbook = form.body.get("runbook")
    what = str(runbook) if runbook and form.kind.startswith("runbook.") else what_happened(form)
    return GameAct(round(at_s, 3), form.kind, form.subject, what, form.actor)
