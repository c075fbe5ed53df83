"""Game days break something at the hidden time, see it healed, end, and survive the end of their console (P12)."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.game_day.game_day import MarkWord
from console.domain.game_day.game_plan import drawn
from console.domain.game_day.game_score import score
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.presenters.game_days.game_lessons import result
from console.services.game_days.game_desk import GameDesk
from console.services.trail_book import TrailBook
from console.services.trail_desk import TrailDesk
from console.services.trail_reading import TrailReading
from console.store.store import Store
from tests.fakes.game_lab import GameLabForTests
from tests.fakes.manual_clock import ManualClock
from tests.fakes.waiting import wait_until

ESTATE = "lab"


class GameTable:
    """A console at a lab whose time the test moves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runtime, self.clock, self.lab = Runtime(), ManualClock(), GameLabForTests()
        self.trail = TrailDesk(self.runtime, self.clock, Store(), lambda: TrailBook(Paths.under(folder)))
        self._end = self.trail.follow(ESTATE)
        self.desk = self.console()

    def console(self) -> GameDesk:
        """Another console of the same profile on this lab."""
        return GameDesk(self.runtime, self.clock, self.folder / "gamedays", self.lab, self.trail, self.nap)

    async def nap(self, _seconds: float) -> None:
        """Let the others run; time is moved by the test alone."""
        await asyncio.sleep(0.005)

    def begin(self, *scenarios: str) -> str:
        """Begin a game day that breaks something within ten minutes."""
        work = self.desk.begin(ESTATE, within_s=600.0, limit_s=2_700.0, scenarios=scenarios, seed=11)
        return self.runtime.run(work).id

    def say(self, word: MarkWord, note: str = "") -> None:
        """Say it about the open game day."""
        day = self.desk.book.open
        assert day is not None
        self.runtime.run(self.desk.say(day.id, word, note))

    def wait_for(self, word: MarkWord) -> None:
        """Return when something was noted."""
        wait_until(lambda: self.desk.book.days[0].first(word) is not None, 10, word)

    def close(self) -> None:
        """End the console."""
        self.desk.close()
        self._end()
        self.trail.close()
        self.runtime.close()


@pytest.fixture
def table(tmp_path: Path) -> Iterator[GameTable]:
    made = GameTable(tmp_path)
    yield made
    made.close()


def test_a_whole_game_day_from_the_hidden_fault_to_the_score(table: GameTable) -> None:
    table.begin("router-skew")
    day = table.desk.book.days[0]
    breaks_s = drawn(day.plan).breaks_s
    table.say(MarkWord.SEEN)  # too early: nothing is broken, and nobody says so
    assert table.lab.commands == []
    table.clock.advance(breaks_s - day.plan.begun_s + 1)
    table.wait_for(MarkWord.BROKEN)
    assert table.lab.commands == ["start router-skew"]
    table.clock.advance(60)
    table.say(MarkWord.SEEN)
    table.trail.note(TrailEvent("change.verified", "change-1", reason="the weights are back"))
    table.say(MarkWord.NAMED, "router-skew")
    table.say(MarkWord.CHECKED)
    assert table.desk.book.open is not None, "it is not healed yet"
    table.lab.become("router-skew", "healed")
    table.wait_for(MarkWord.HEALED)
    table.say(MarkWord.CHECKED)
    assert table.desk.driven is not None
    over = table.desk.driven.result(10)
    assert table.lab.commands == ["start router-skew", "stop router-skew"]
    found = score(over)
    assert found is not None
    assert (found.total, found.false_alarms, found.wrong_claims) == (100 - 5 - 10, 1, 1)
    assert [one.subject for one in over.acts] == ["change-1"]
    table.runtime.run(table.trail.flush())
    records = tuple(TrailReading(table.trail.book).records())
    told = [one.form for one in records if one.form is not None and one.form.kind.startswith("game_day.")]
    assert [one.kind for one in told] == ["game_day.begun", "game_day.ended"]
    assert told[0].body == {}, "the beginning gives nothing away"
    assert told[1].body == {"scenario": "router-skew", "end": "checked", "seed": 11, "score": 85}


def test_its_limit_ends_it_and_takes_the_fault_back(table: GameTable) -> None:
    table.begin()
    table.clock.advance(601)
    table.wait_for(MarkWord.BROKEN)
    table.clock.advance(2_701)
    assert table.desk.driven is not None
    over = table.desk.driven.result(10)
    assert over.end is not None
    assert over.end.word is MarkWord.TIMED_OUT
    assert table.lab.commands[1].startswith("stop ")


def test_it_is_called_off_before_the_fault_and_then_another_can_begin(table: GameTable) -> None:
    table.begin()
    with pytest.raises(ChangeRefused, match="on its way"):
        table.begin()
    table.say(MarkWord.GIVEN_UP)
    assert table.desk.driven is not None
    assert table.desk.driven.result(10).end.word is MarkWord.CALLED_OFF  # type: ignore[union-attr]
    assert table.lab.commands == []
    table.clock.advance(1)
    table.begin()
    assert len(table.desk.book.days) == 2


def test_a_fault_that_somebody_practises_and_unknown_ones_stand_against_it(table: GameTable) -> None:
    with pytest.raises(UserError, match="no scenario 'nothing'"):
        table.begin("nothing")
    table.lab.become("router-skew", "active")
    with pytest.raises(ChangeRefused, match="router-skew"):
        table.begin()


def test_it_is_lost_with_its_lab(table: GameTable) -> None:
    table.begin()
    table.lab.is_running = False
    assert table.desk.driven is not None
    over = table.desk.driven.result(10)
    assert (over.end.word, score(over)) == (MarkWord.LOST, None)  # type: ignore[union-attr]


def test_it_is_lost_when_the_lab_keeps_refusing_to_break_what_was_drawn(table: GameTable) -> None:
    """A small lab has no region to lose: a game day of it must not wait for ever."""
    table.lab.refuses = "A region outage needs cells in at least two regions."
    table.begin("router-skew")
    day = table.desk.book.days[0]
    table.clock.advance(drawn(day.plan).breaks_s - day.plan.begun_s + 1)
    wait_until(lambda: "start router-skew" in table.lab.commands, 10)
    assert table.desk.book.open is not None, "a lab may be slow"
    table.clock.advance(60)
    assert table.desk.driven is not None
    over = table.desk.driven.result(10)
    assert (over.end.word, over.end.note) == (MarkWord.LOST, table.lab.refuses)  # type: ignore[union-attr]
    assert result(over) == f"The game day was lost: {table.lab.refuses}"
    assert not any(one.startswith("stop") for one in table.lab.commands)


def test_a_fault_whose_answer_came_too_late_is_known_and_taken_back(table: GameTable) -> None:
    """The lab refuses what runs already, so that asking again would lose the game day and leave the fault."""
    table.lab.answers_late = True
    table.begin("router-skew")
    day = table.desk.book.days[0]
    table.clock.advance(drawn(day.plan).breaks_s - day.plan.begun_s + 1)
    table.wait_for(MarkWord.BROKEN)
    table.say(MarkWord.GIVEN_UP)
    assert table.desk.driven is not None
    table.desk.driven.result(10)
    assert table.lab.commands == ["start router-skew", "stop router-skew"]


def test_one_of_a_console_that_ended_is_noted_as_lost_by_the_next(table: GameTable) -> None:
    table.begin()
    table.desk.close()
    table.desk = table.console()
    (day,) = table.runtime.run(table.desk.look())
    assert day.end is not None
    assert (day.end.word, day.end.note) == (MarkWord.LOST, "The console that drove it ended.")
