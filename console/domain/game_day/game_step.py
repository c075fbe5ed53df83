"""The steps of a game day: the pure state machine; every function returns the next day, or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.game_day.game_day import GameMark, MarkWord
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.game_day.game_day import GameAct, GameDay
    from console.domain.lab_scenario import LabScenario

MOST_MARKS = 200


def broken(day: GameDay, now_s: float, fault: LabScenario) -> GameDay:
    """Return ``day`` after its fault was injected."""
    _demand_open(day)
    return replace(_marked(day, now_s, MarkWord.BROKEN), fault=fault)


def seen(day: GameDay, now_s: float, actor: str) -> GameDay:
    """Return ``day`` after the operator said that something is wrong; before the fault that is a false alarm."""
    _demand_open(day)
    return _marked(day, now_s, MarkWord.SEEN, "", actor)


def named(day: GameDay, now_s: float, runbook: str, actor: str) -> GameDay:
    """Return ``day`` after the operator said which runbook it needs; whether that is right is told at the end."""
    _demand_open(day)
    return _marked(day, now_s, MarkWord.NAMED, runbook, actor)


def told(day: GameDay, now_s: float, actor: str) -> GameDay:
    """Return ``day`` after the operator looked up what was broken: no points for finding it."""
    _demand_broken(day)
    return _marked(day, now_s, MarkWord.TOLD, "", actor)


def healed(day: GameDay, now_s: float) -> GameDay:
    """Return ``day`` after the lab found the fault healed; once is enough."""
    _demand_broken(day)
    return day if day.first(MarkWord.HEALED) is not None else _marked(day, now_s, MarkWord.HEALED)


def checked(day: GameDay, now_s: float, actor: str) -> GameDay:
    """Return ``day`` after the operator said that all is well again: it ends it, or it was said too early."""
    _demand_open(day)
    is_well = day.first(MarkWord.HEALED) is not None
    return _marked(day, now_s, MarkWord.CHECKED if is_well else MarkWord.CLAIMED, "", actor)


def given_up(day: GameDay, now_s: float, actor: str) -> GameDay:
    """Return ``day`` after the operator gave up; before the fault it is called off."""
    _demand_open(day)
    word = MarkWord.CALLED_OFF if day.broken_s is None else MarkWord.GIVEN_UP
    return _marked(day, now_s, word, "", actor)


def timed_out(day: GameDay, now_s: float) -> GameDay:
    """Return ``day`` after its limit."""
    _demand_broken(day)
    return _marked(day, now_s, MarkWord.TIMED_OUT)


def lost(day: GameDay, now_s: float, why: str) -> GameDay:
    """Return ``day`` after its lab, or the console that drove it, ended."""
    _demand_open(day)
    return _marked(day, now_s, MarkWord.LOST, why)


def gathered(day: GameDay, acts: tuple[GameAct, ...]) -> GameDay:
    """Return an ended ``day`` with what the operator did in it."""
    return replace(day, acts=acts, step=day.step + 1)


def _marked(day: GameDay, now_s: float, word: MarkWord, note: str = "", actor: str = "") -> GameDay:
    if len(day.marks) >= MOST_MARKS and word in {MarkWord.SEEN, MarkWord.NAMED, MarkWord.CLAIMED, MarkWord.TOLD}:
        raise ChangeRefused(t("Too much has been said in this game day."), t("End it, or give up."))
    return replace(day, marks=(*day.marks, GameMark(round(now_s, 3), word, note, actor)), step=day.step + 1)


def _demand_open(day: GameDay) -> None:
    if day.is_over:
        raise ChangeRefused(t("The game day {id} is over.", id=day.id), t("Begin another one."))


def _demand_broken(day: GameDay) -> None:
    _demand_open(day)
    if day.broken_s is None:
        raise ChangeRefused(t("Nothing is broken yet."))
