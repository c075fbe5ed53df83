"""What is not over survives a restart with very many records behind it: nobody is paged again, nothing is left."""

from collections.abc import Callable
from pathlib import Path

from console.domain.change import ChangeState
from console.domain.change_step import applying, confirmed
from console.domain.game_day.game_day import GameDay, GameMark, MarkWord, day_form
from console.domain.game_day.game_plan import GamePlan
from console.domain.notification import Act
from console.ports.journal import JournalRecord
from console.services.change_book import ChangeBook
from console.services.game_days.game_book import GameBook
from console.services.rollouts.rollout_book import RolloutBook
from console.services.runbooks.run_book import RunBook
from console.store.journal.file_journal import FileJournal
from console.store.journal.line_file import line_files
from tests.fakes.alarms import alarm
from tests.fakes.change_engine import Engine
from tests.fakes.incident_console import IncidentConsole

SMALL = 40_000


def flood(journal: FileJournal, folder: Path) -> None:
    """Write of what is over until all before it is read no more."""
    journal._most, last = SMALL, len(line_files(folder))
    count = 0
    while len(line_files(folder)) < last + 4:
        body = {"estate": "another", "state": "sent", "text": "x" * 3000}
        journal.append(JournalRecord("notice", f"msg_{last}_{count}", 0, 1.0, body))
        count += 1


def incident_console(folder: Path, before: IncidentConsole | None = None) -> IncidentConsole:
    again = {} if before is None else {"clock": before.clock, "channels": before.channels}
    return IncidentConsole(folder, **again)  # type: ignore[arg-type]


def test_an_open_incident_is_not_told_again_and_its_end_is_told_to_those_who_were(tmp_path: Path) -> None:
    first = incident_console(tmp_path)
    first.tell(alarm())
    silence = first.run(first.desk.command.silence(("cell=oslo",), 3600, "deploy"))
    pager = first.channels["pager"]
    assert [one.act for one in pager.told] == [Act.TRIGGER]
    flood(first.desk.book.journal, tmp_path / "incidents")  # type: ignore[arg-type]
    first.close()
    second = incident_console(tmp_path, first)
    try:
        assert second.only == first.only
        assert [one.id for one in second.desk.book.silences] == [silence.id]
        second.after(5, alarm())
        assert [one.act for one in pager.told] == [Act.TRIGGER]
        for seconds in (5, 61, 120):
            second.after(seconds)
        assert [one.act for one in pager.told] == [Act.TRIGGER, Act.RESOLVE]
    finally:
        second.close()


def test_a_change_left_applying_is_found_and_one_that_is_over_is_not_carried(
    engine: Engine, make_engine: Callable[..., Engine]
) -> None:
    run, book, now_s = engine.runtime.run, engine.book, engine.book.now_s()
    over = engine.do(3)
    left = engine.draft(5)
    run(book.add(confirmed(left, now_s, engine.journal.owner)))
    run(book.move(left.id, lambda one: applying(one, now_s)))
    engine.journal._lasting = ChangeBook.lasting
    flood(engine.journal, engine.folder / "journal")
    engine.die()
    console = make_engine()
    assert over.state is ChangeState.VERIFIED
    assert [one.id for one in console.book.changes] == [left.id]
    assert [one.id for one in console.runtime.run(console.recovery.left_behind(), 10)] == [left.id]


def test_a_draft_that_nobody_confirmed_is_forgotten_after_a_week(engine: Engine) -> None:
    engine.draft(5)
    records = {one.subject: one for one in FileJournal(engine.folder / "journal").read().records}
    now_s = engine.book.now_s()
    assert ChangeBook.lasting(records, now_s) == set(records)
    assert not any(one.startswith("chg") for one in ChangeBook.lasting(records, now_s + 8 * 86_400.0))


def test_a_game_day_lasts_until_it_ended() -> None:
    day = GameDay("game-1", "lab", GamePlan(7, ("router-skew",), 1_000.0), "me@here")
    ended = GameDay("game-2", "lab", day.plan, "me@here", marks=(GameMark(5.0, MarkWord.CALLED_OFF),))
    records = {one.id: JournalRecord("game-day", one.id, 0, 1.0, day_form(one)) for one in (day, ended)}
    assert GameBook.lasting(records, 9.0) == {"game-1"}


def test_what_this_version_cannot_read_is_not_carried_for_ever() -> None:
    books = ((ChangeBook, "change"), (GameBook, "game-day"), (RolloutBook, "rollout"), (RunBook, "runbook"))
    for book, kind in books:
        unknown = {name: JournalRecord(name, name, 0, 1.0, {"newer": True}) for name in (kind, "something")}
        assert book.lasting(unknown, 9.0) == set()
