"""A game day: what was agreed, and everything that happened in it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.game_day.game_plan import GamePlan
from console.domain.lab_scenario import LabScenario
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping


class MarkWord(StrEnum):
    """What can happen in a game day. Of the last five one ends it."""

    BROKEN = "broken"  # the lab injected the fault
    SEEN = "seen"  # the operator says that something is wrong
    NAMED = "named"  # the operator says what it is
    TOLD = "told"  # the operator looked up what it is
    HEALED = "healed"  # the lab says that the cause or its effect is gone
    CLAIMED = "claimed"  # the operator said that it is healed, and it was not
    CHECKED = "checked"  # the operator said that it is healed, and it was
    GIVEN_UP = "given-up"
    TIMED_OUT = "timed-out"
    CALLED_OFF = "called-off"  # before anything broke
    LOST = "lost"  # the lab, or the console that drove it, ended


ENDS = frozenset({MarkWord.CHECKED, MarkWord.GIVEN_UP, MarkWord.TIMED_OUT, MarkWord.CALLED_OFF, MarkWord.LOST})


class GameMark(msgspec.Struct, frozen=True):
    """Something that happened (unix seconds); ``note`` is the key of a runbook for ``named``, else a sentence."""

    at_s: float
    word: MarkWord
    note: str = ""
    actor: str = ""


class GameAct(msgspec.Struct, frozen=True):
    """Something that the operator did (unix seconds), from the trail: the kind of the record, its subject, and why."""

    at_s: float
    kind: str
    subject: str
    what: str = ""
    actor: str = ""


class GameDay(msgspec.Struct, frozen=True):
    """Frozen; ``game_step`` makes the next one. ``step`` counts what was journaled of it, ``owner`` drives it.

    ``fault`` is what was injected; it is told to nobody before the end. ``acts`` are gathered at the end.
    """

    id: str
    estate: str
    plan: GamePlan
    actor: str = ""
    fault: LabScenario | None = None
    marks: tuple[GameMark, ...] = ()
    acts: tuple[GameAct, ...] = ()
    owner: str = ""
    step: int = 0

    def first(self, word: MarkWord) -> float | None:
        """Return when something first happened; ``None`` when it did not."""
        return next((one.at_s for one in self.marks if one.word is word), None)

    @property
    def runbook(self) -> str:
        """Return the key of the runbook that heals what was injected."""
        return self.fault.runbook if self.fault is not None else ""

    @property
    def broken_s(self) -> float | None:
        """Return when the fault began, in unix seconds."""
        return self.first(MarkWord.BROKEN)

    @property
    def end(self) -> GameMark | None:
        """Return what ended it."""
        return next((one for one in self.marks if one.word in ENDS), None)

    @property
    def is_over(self) -> bool:
        """Return whether it has ended."""
        return self.end is not None


def day_form(day: GameDay) -> dict[str, Any]:
    """Return a game day as JSON values."""
    return dict(msgspec.to_builtins(day))


def read_day(form: Mapping[str, Any]) -> GameDay:
    """Return the game day of a form; raise ``UserError`` when it is of another version, or damaged."""
    try:
        return msgspec.convert(form, prepared(GameDay))
    except (msgspec.ValidationError, ValueError, KeyError) as error:
        raise UserError(t("A game day of the journal cannot be read: {why}.", why=error)) from error
