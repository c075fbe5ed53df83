"""After a crash: what was left is verified, never repeated; what is overdue is undone; who runs keeps its own."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from console.domain.change import Change, ChangeState
from console.domain.change_step import applied, applying, confirmed
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.ports.journal import JournalRecord
from tests.fakes.change_engine import Engine
from tests.fakes.waiting import wait_until

# proves C3


@pytest.fixture
def left(engine: Engine, make_engine: Callable[..., Engine]) -> Callable[..., Engine]:
    """Leave a change at some state, as a kill does, and start the next console."""

    def leave(at: str, *, written: bool = False, **more: float) -> Engine:
        change = engine.draft(5, **more)
        run, book, now_s = engine.runtime.run, engine.book, engine.book.now_s()
        run(book.add(confirmed(change, now_s, engine.journal.owner)))
        if at != "confirmed":
            run(book.move(change.id, lambda one: applying(one, now_s)))
        if written:
            engine.target.put("replicas", 5, "console")
        if at == "applied":
            run(book.move(change.id, lambda one: applied(one, now_s, None)))
        engine.die()
        return make_engine()

    return leave


def take_over(engine: Engine) -> Change:
    taken = engine.runtime.run(engine.recovery.take_over(), 10)
    assert len(taken) == 1
    return engine.settle(taken[0])


@pytest.mark.parametrize("written", [True, False])
def test_a_change_left_applying_is_unknown_then_verified_and_never_repeated(
    left: Callable[..., Engine], written: bool
) -> None:
    console = left("applying", written=written)
    change = take_over(console)
    assert ChangeState.UNKNOWN in [one.state for one in change.moments]
    assert change.state is (ChangeState.VERIFIED if written else ChangeState.FAILED)
    assert written or "It was not applied, or has been changed since: replicas is 0." in change.note
    assert console.target.applies == 0


def test_a_change_left_applied_is_read_back(left: Callable[..., Engine]) -> None:
    console = left("applied", written=True)
    assert take_over(console).state is ChangeState.VERIFIED


def test_a_change_left_in_its_grace_period_is_previewed_again(left: Callable[..., Engine]) -> None:
    console = left("confirmed")
    change = take_over(console)
    assert (change.state, change.note) == (
        ChangeState.PREVIEWED,
        "The console ended before it was applied; nothing was written.",
    )
    assert console.target.applies == 0


def test_what_a_running_console_does_is_left_alone(engine: Engine, make_engine: Callable[..., Engine]) -> None:
    change = engine.draft(5)
    engine.runtime.run(engine.book.add(confirmed(change, engine.book.now_s(), engine.journal.owner)))
    other = make_engine()
    assert other.runtime.run(other.recovery.take_over(), 10) == ()
    assert other.book.find(change.id).state is ChangeState.CONFIRMED


def test_two_consoles_starting_at_once_take_a_change_over_once(
    left: Callable[..., Engine], make_engine: Callable[..., Engine]
) -> None:
    one = left("applying", written=True)
    two = make_engine()
    both = [console.runtime.submit(console.recovery.take_over()) for console in (one, two)]
    assert sorted(len(future.result(10)) for future in both) == [0, 1]


def test_what_cannot_be_reached_stays_unknown_for_the_next_start(
    left: Callable[..., Engine], make_engine: Callable[..., Engine]
) -> None:
    console = left("applying", written=True)
    console.target.fail_verify = ConnectorError(ErrorKind.UNREACHABLE, "The network is gone.")
    assert take_over(console).state is ChangeState.UNKNOWN
    console.close()
    assert take_over(make_engine()).state is ChangeState.VERIFIED


@pytest.mark.parametrize("state", ["applying", "applied"])
def test_an_overdue_undoing_is_done_by_the_next_console_after_verifying(
    left: Callable[..., Engine], state: str
) -> None:
    console = left(state, written=True, revert_after_s=60.0)
    console.clock.advance(3600.0)
    change = console.runtime.run(console.recovery.take_over(), 10)[0]
    seen = [console.settle(change)]

    def undone() -> bool:
        seen.append(console.book.find(change.id))
        return seen[-1].state is ChangeState.UNDONE

    wait_until(undone)
    states = [one.state for one in seen[-1].moments]
    assert states.index(ChangeState.VERIFIED) < states.index(ChangeState.UNDONE)
    assert console.target.writes() == ["replicas=5 console", "replicas=0 console"]


def test_an_overdue_undoing_is_told_and_not_done_by_a_read_only_console(
    left: Callable[..., Engine], make_engine: Callable[..., Engine]
) -> None:
    left("applied", written=True, revert_after_s=60.0).close()
    console = make_engine(read_only=True)
    console.clock.advance(3600.0)
    change = take_over(console)
    assert change.awaits_revert
    assert console.target.numbers() == {"replicas": 5}


def test_an_undoing_that_was_verified_before_a_crash_marks_its_original_at_the_next_start(
    engine: Engine, make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = engine.do(5)

    async def killed(_id: str) -> None:
        return None

    monkeypatch.setattr(engine.service, "mark_undone", killed)
    engine.settle(engine.confirm(engine.runtime.run(engine.service.undo(done.id), 10)))
    engine.die()
    console = make_engine()
    console.runtime.run(console.recovery.take_over(), 10)
    assert console.book.find(done.id).state is ChangeState.UNDONE


def test_when_the_journal_cannot_be_written_nothing_is_applied(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    change = engine.draft(5)

    def full(_record: object) -> None:
        raise UserError("The journal cannot be written: No space left on device.")

    monkeypatch.setattr(engine.journal, "append", full)
    with pytest.raises(UserError, match="No space left"):
        engine.confirm(change)
    assert engine.target.applies == 0


def test_when_the_disk_is_full_between_confirming_and_applying_nothing_is_applied_and_it_is_seen(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engine.journal.append

    def full(record: object) -> None:
        if record.body["moments"][-1]["state"] == "applying":  # type: ignore[attr-defined]
            raise UserError("The journal cannot be written: No space left on device.")
        real(record)  # type: ignore[arg-type]

    monkeypatch.setattr(engine.journal, "append", full)
    change = engine.confirm(engine.draft(5))
    with pytest.raises(UserError, match="No space left"):
        engine.settle(change)
    assert engine.target.applies == 0
    shown = engine.state().changes[change.id]
    assert shown.state is ChangeState.PREVIEWED
    assert "No space left" in shown.note


def test_closing_waits_for_what_is_being_written(engine: Engine, make_engine: Callable[..., Engine]) -> None:
    change = engine.confirm(engine.draft(5))
    engine.close()
    console = make_engine()
    kept = console.book.find(change.id)
    assert kept.state in {ChangeState.CONFIRMED, ChangeState.APPLIED, ChangeState.VERIFIED}
    assert (kept.state is ChangeState.CONFIRMED) == (console.target.writes() == [])


@pytest.mark.parametrize("turns", range(1, 7))
def test_what_is_about_to_be_written_when_the_console_ends_is_written_whole_or_not_at_all(
    engine: Engine, make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    draft, read = engine.draft(5), engine.book.refresh

    async def read_while_it_ends() -> None:
        await read()
        if any(one.state is ChangeState.CONFIRMED for one in engine.book.changes):
            engine.service.close()
            asked.set()
            for _ in range(turns):  # by one of them it has been asked to stop, which it hears of a turn later
                await asyncio.sleep(0)

    append, in_thread = engine.journal.append, engine.runtime.in_thread
    asked, begun = threading.Event(), threading.Event()

    def written(record: JournalRecord) -> None:
        begun.set()
        append(record)

    def in_thread_at_once(work: Callable[..., object], *given: object) -> object:
        begun.clear()
        ahead = in_thread(work, *given)
        assert work is not written or begun.wait(5)  # too late to be taken back
        return ahead

    monkeypatch.setattr(engine.book, "refresh", read_while_it_ends)
    monkeypatch.setattr(engine.journal, "append", written)
    monkeypatch.setattr(engine.runtime, "in_thread", in_thread_at_once)
    change = engine.confirm(draft)
    assert asked.wait(10)
    engine.close()
    console = make_engine()
    kept = console.book.find(change.id)
    assert kept.state in {ChangeState.CONFIRMED, ChangeState.APPLIED, ChangeState.VERIFIED}
    assert (kept.state is ChangeState.CONFIRMED) == (console.target.writes() == [])
