"""Events reach the trail from everywhere, behind, and are not lost while the disk refuses. Proves L7.5."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged
from console.domain.trail_event import TrailEvent
from console.domain.trail_status import TrailStatus
from console.kernel.errors import ConsoleError, UserError
from console.kernel.runtime import Runtime
from console.services import trail_desk
from console.services.trail_book import TrailBook
from console.services.trail_desk import TrailDesk
from console.services.trail_reading import TrailReading
from console.settings.trail import Trail
from console.store.store import Store
from tests.fakes.manual_clock import ManualClock
from tests.fakes.trail_profile import TrailProfile
from tests.fakes.waiting import wait_until


class Stage:
    """A desk over a real profile."""

    def __init__(self, root: Path) -> None:
        self.profile = TrailProfile(root)
        self.runtime, self.clock, self.store = Runtime(), ManualClock(), Store()
        self.desk = TrailDesk(self.runtime, self.clock, self.store, self.make)
        self.refusing = False

    def make(self) -> TrailBook:
        if self.refusing:
            raise UserError("The disk refuses.")
        return self.profile.book

    def records(self) -> list[tuple[str, str]]:
        forms = [json.loads(line) for line in self.profile.lines()] if self.profile.file.is_file() else []
        return [(one["kind"], one["subject"]) for one in forms[1:]]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = Stage(tmp_path / "profile")
    yield found
    found.desk.close()
    found.runtime.close()


def status(state: ConnectionState, error_kind: str = "") -> ConnectionChanged:
    error = "The server does not answer." if error_kind else ""
    return ConnectionChanged(ConnectionStatus("asia", "kubernetes", state, 1.0, error=error, error_kind=error_kind))


def test_what_is_noted_is_soon_on_disk_without_waiting(stage: Stage) -> None:
    stage.desk.note(TrailEvent("runbook.step", "drain"))
    wait_until(lambda: stage.records() == [("runbook.step", "drain")], 10)
    stage.store.drain()
    wait_until(lambda: bool(stage.store.drain()) or stage.store.state.trail is not None, 10)
    assert stage.store.state.trail is not None
    assert (stage.store.state.trail.size, stage.store.state.trail.signed) == (2, 2)


def test_connections_are_noted_when_they_open_and_fail_and_not_with_every_reading(stage: Stage) -> None:
    end = stage.desk.follow("shop")
    for event in (
        status(ConnectionState.CONNECTING),
        *[status(ConnectionState.LIVE)] * 3,
        *[status(ConnectionState.FAILED, "timeout")] * 2,
        status(ConnectionState.FAILED, "auth"),
        status(ConnectionState.LIVE),
    ):
        stage.store.dispatch(event)
    end()
    stage.store.dispatch(status(ConnectionState.FAILED, "auth"))
    stage.runtime.run(stage.desk.flush())
    words = ["estate.opened", "connection.opened", "connection.failed", "connection.failed", "connection.opened"]
    assert [kind for kind, _ in stage.records()] == words


def test_what_cannot_be_written_is_kept_told_and_written_later(stage: Stage) -> None:
    stage.refusing = True
    stage.desk.note(TrailEvent("change.applied", "c-1"))
    with pytest.raises(ConsoleError, match="refuses"):
        stage.runtime.run(stage.desk.flush())
    wait_until(lambda: bool(stage.store.drain()) or stage.store.state.trail is not None, 10)
    assert stage.store.state.trail is not None
    assert stage.store.state.trail.trouble == "The disk refuses."
    stage.refusing = False
    stage.desk.note(TrailEvent("change.verified", "c-1"))
    stage.runtime.run(stage.desk.flush())
    assert stage.records() == [("change.applied", "c-1"), ("change.verified", "c-1")]


def test_what_does_not_fit_into_memory_is_counted_in_the_trail(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail_desk, "MOST_WAITING", 3)
    stage.refusing = True
    for number in range(5):
        stage.desk.note(TrailEvent("change.applied", f"c-{number}"))
    with pytest.raises(ConsoleError):
        stage.runtime.run(stage.desk.flush())
    stage.refusing = False
    stage.runtime.run(stage.desk.flush())
    assert stage.records() == [("trail.lost", "2"), *[("change.applied", f"c-{number}") for number in (2, 3, 4)]]


def test_an_attended_console_signs_for_light_events_too_once_a_minute_and_at_the_end(stage: Stage) -> None:
    light = TrailEvent("connection.opened", "asia")
    stage.desk.attend()
    for signed in (2, 2):
        stage.desk.note(light)
        stage.runtime.run(stage.desk.flush())
        assert stage.profile.verify().trail.signed == signed
    stage.clock.advance(61)
    stage.desk.note(light)
    stage.runtime.run(stage.desk.flush())
    assert stage.profile.verify().trail.signed == 4
    stage.desk.note(light)
    stage.desk.close()
    assert stage.profile.verify().trail.signed == 5


def test_closing_writes_what_was_noted_last(stage: Stage) -> None:
    stage.desk.note(TrailEvent("estate.opened", "shop"))
    stage.desk.close()
    assert stage.records() == [("estate.opened", "shop")]


class FaultyBook(TrailBook):
    """Raises what nobody foresaw before it writes."""

    def write(self, *_args: object, **_more: object) -> TrailStatus:
        raise RuntimeError("nobody foresaw it")


def test_a_fault_keeps_what_was_noted_and_the_next_event_tries_again(stage: Stage) -> None:
    whole, stage.profile.book = stage.profile.book, FaultyBook(stage.profile.paths)
    stage.desk.note(TrailEvent("change.applied", "c-1"))
    wait_until(lambda: not stage.desk._draining, 10)
    stage.store.drain()
    wait_until(lambda: bool(stage.store.drain()) or stage.store.state.trail is not None, 10)
    assert stage.store.state.trail is not None
    assert "A fault of Cell Console" in stage.store.state.trail.trouble
    stage.desk._book = whole
    stage.desk.note(TrailEvent("change.verified", "c-1"))
    wait_until(lambda: len(stage.records()) == 2, 10)
    assert stage.records() == [("change.applied", "c-1"), ("change.verified", "c-1")]


def test_a_second_copy_in_the_home_of_nobody_is_told_and_stops_nothing(stage: Stage) -> None:
    settings = Trail(second_copy="~ops-of-nobody/trail")
    stage.profile.book = TrailBook(stage.profile.paths, None, lambda: settings)
    for number in (1, 2):
        stage.desk.note(TrailEvent("change.applied", f"c-{number}"))
        stage.runtime.run(stage.desk.flush())
        wait_until(lambda: not stage.desk._draining, 10)
        assert len(stage.records()) == number
    wait_until(lambda: bool(stage.store.drain()) or stage.store.state.trail is not None, 10)
    assert stage.store.state.trail is not None
    assert "~ops-of-nobody/trail, cannot be written: there is no such user." in stage.store.state.trail.trouble
    with pytest.raises(UserError, match="no such user"):
        TrailReading(stage.profile.book).verify(1.0)
