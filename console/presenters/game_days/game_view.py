"""The game day that runs, as its operator may see it: never what is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.game_day.game_day import MarkWord
from console.domain.health import Health
from console.kernel.i18n import t, translated
from console.presenters.format import coarse, local_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.game_day.game_day import GameDay
    from console.domain.lab_scenario import LabScenario


class GameView(NamedTuple):
    """``clock`` runs since the operator saw something, ``left`` until the end; ``said`` is what was said, in order.

    ``is_seen``: the operator has said that something is wrong, so that the rest can be said.
    """

    sentence: str
    clock: str
    left: str
    health: Health
    said: tuple[str, ...]
    is_seen: bool


def game_view(day: GameDay, now_s: float) -> GameView:
    """Return what is shown of a game day on its way. Nothing in it depends on the fault before it has been seen."""
    seen_s = day.first(MarkWord.SEEN)
    latest_s = day.plan.begun_s + day.plan.within_s
    if seen_s is None:
        sentence = (
            t(
                "Something breaks before {time}. Watch the estate as on duty, and say so when you see it.",
                time=local_time(latest_s),
            )
            if now_s < latest_s
            else t("Something has been broken. Watch the estate, and say so when you see it.")
        )
        clock = t("{time} since it was agreed", time=coarse(max(0.0, now_s - day.plan.begun_s)))
        return GameView(sentence, clock, _left(day, now_s), Health.UNKNOWN, (), is_seen=False)
    sentence = t("Find out what it is, heal it, verify that it is healed, and say so.")
    clock = t("{time} since you saw it", time=coarse(max(0.0, now_s - seen_s)))
    return GameView(
        sentence, clock, _left(day, now_s), Health.WARNING, tuple(map(_said, _by_operator(day))), is_seen=True
    )


def _by_operator(day: GameDay) -> list[tuple[float, MarkWord, str]]:
    shown = {MarkWord.SEEN, MarkWord.NAMED, MarkWord.CLAIMED}
    return [(one.at_s, one.word, one.note) for one in day.marks if one.word in shown]


def _said(mark: tuple[float, MarkWord, str]) -> str:
    at_s, word, note = mark
    text = {
        MarkWord.SEEN: t("You said that something is wrong."),
        MarkWord.NAMED: t("You said that it needs the runbook {name}.", name=note),
        MarkWord.CLAIMED: t("You said that it is healed. The lab says that it is not."),
    }[word]
    return f"{local_time(at_s)}  {text}"


def _left(day: GameDay, now_s: float) -> str:
    """Return how long it can last; reckoned from the latest moment of the fault, which tells nothing."""
    end_s = day.plan.begun_s + day.plan.within_s + day.plan.limit_s
    return t("at most {time} more", time=coarse(max(0.0, end_s - now_s)))


def fault_choices(scenarios: Iterable[LabScenario]) -> tuple[tuple[str, str], ...]:
    """Return what can be named: the runbook's key and the faults that it heals, by name."""
    names: dict[str, list[str]] = {}
    for one in scenarios:
        names.setdefault(one.runbook, []).append(translated(one.title))
    choices = ((key, " / ".join(titles)) for key, titles in names.items())
    return tuple(sorted(choices, key=lambda one: one[1].casefold()))
