"""The audit desk: ids and estimates at once, the most urgent first, cancelling, failures told. Proves G1.4, G1.5."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.fleet_progress import FleetProgress
from console.domain.audit.live_audit import LiveAudit, LiveState, queued
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.audits.audit_desk import AuditDesk
from console.services.audits.audit_line import AuditWatch
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_outcome import AuditOutcome, outcome_of
from console.services.audits.audit_places import audit_places
from console.services.audits.team_desk import TeamDesk
from tests.fakes.manual_clock import ManualClock
from tests.fakes.waiting import wait_until


class PlayedLine:
    """A place whose orders end when the test says so; ``why`` is why it cannot be used."""

    key = "local"

    def __init__(self, at_once: int = 1) -> None:
        self.at_once, self.why = at_once, ""
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.fails: set[str] = set()

    def title(self) -> str:
        """Return its name."""
        return "Played"

    def why_not(self) -> str:
        """Return why it cannot be used."""
        return self.why

    async def run(self, orders: Sequence[AuditOrder], watch: AuditWatch) -> tuple[AuditOutcome, ...]:
        """Wait for the test, order by order."""
        outcomes = []
        for order in orders:
            self.ends[order.project] = asyncio.Event()
            self.begun.append(order.project)
            watch.progress(FleetProgress(1, 2, 0.5, 3.0, (order.project,)))
            await self.ends[order.project].wait()
            if order.project in self.fails:
                raise ConnectorError(ErrorKind.UNREACHABLE, f"{order.project} cannot be reached.")
            outcome = outcome_of(order, None, {}, {"": "nothing was cloned"}, 1.0)
            watch.told(outcome)
            outcomes.append(outcome)
        return tuple(outcomes)

    def close(self) -> None:
        """Nothing is held."""


class Notes:
    """A trail that remembers."""

    def __init__(self) -> None:
        self.events: list[TrailEvent] = []

    def note(self, event: TrailEvent) -> None:
        """Remember."""
        self.events.append(event)

    async def flush(self) -> None:
        """Nothing to write."""


def desk_of(runtime: Runtime, folder: Path, line: PlayedLine, notes: Notes | None = None) -> AuditDesk:
    places, clock, trail = audit_places(Paths.under(folder)), ManualClock(), notes or Notes()
    team = TeamDesk(places, clock, "ann", trail.note)
    return AuditDesk(runtime, clock, places, (line,), team, lambda: None, trail, "ann")


def order(project: str, priority: int = 0) -> AuditOrder:
    return AuditOrder(project, f"/{project}", audits=(AuditName.STRICT,), profile=OPEN_SOURCE, priority=priority)


def release(runtime: Runtime, line: PlayedLine, project: str) -> None:
    """Let an order end."""
    wait_until(lambda: project in line.ends)
    runtime.loop.call_soon_threadsafe(line.ends[project].set)


def states(desk: AuditDesk) -> dict[str, LiveState]:
    return {one.project: one.state for one in desk.live()}


def test_ids_and_estimates_are_there_at_once_and_the_most_urgent_goes_first(runtime: Runtime, tmp_path: Path) -> None:
    line, notes = PlayedLine(), Notes()
    desk = desk_of(runtime, tmp_path, line, notes)
    asked = desk.trigger((order("a"), order("b"), order("c")))
    assert [len(one.id) for one in asked] == [12, 12, 12]
    assert [one.estimate_s for one in asked] == sorted(one.estimate_s for one in asked)
    assert 0 < asked[0].estimate_s < asked[2].estimate_s
    desk.trigger((order("urgent", 20),))
    for project in ("a", "urgent", "b", "c"):
        release(runtime, line, project)
    wait_until(lambda: set(states(desk).values()) == {LiveState.DONE})
    assert line.begun == ["a", "urgent", "b", "c"]
    assert [one.kind for one in notes.events] == ["audit.triggered", "audit.triggered"]
    assert notes.events[0].body["projects"] == ["a", "b", "c"]
    desk.close()


def test_what_waits_and_what_runs_can_be_cancelled_and_the_next_goes_on(runtime: Runtime, tmp_path: Path) -> None:
    line = PlayedLine()
    desk = desk_of(runtime, tmp_path, line)
    first, second, _third = desk.trigger((order("a"), order("b"), order("c")))
    wait_until(lambda: line.begun == ["a"])
    desk.cancel((second.id,))
    assert states(desk)["b"] is LiveState.CANCELLED
    desk.cancel((first.id,))
    release(runtime, line, "c")
    wait_until(lambda: states(desk)["c"] is LiveState.DONE)
    assert states(desk) == {"a": LiveState.CANCELLED, "b": LiveState.CANCELLED, "c": LiveState.DONE}
    desk.close()


def test_a_place_that_fails_says_why_of_each_of_its_projects(runtime: Runtime, tmp_path: Path) -> None:
    line = PlayedLine(at_once=0)
    line.fails = {"b"}
    desk = desk_of(runtime, tmp_path, line)
    moved: list[int] = []
    unfollow = desk.follow(lambda: moved.append(1))
    desk.trigger((order("a"), order("b"), order("c")))
    release(runtime, line, "a")
    release(runtime, line, "b")
    wait_until(lambda: all(one.is_over for one in desk.live()))
    assert states(desk) == {"a": LiveState.DONE, "b": LiveState.FAILED, "c": LiveState.FAILED}
    assert "b cannot be reached" in next(one.trouble for one in desk.live() if one.project == "c")
    assert moved
    unfollow()
    desk.close()


def test_a_place_that_cannot_be_used_is_refused_with_its_reason(runtime: Runtime, tmp_path: Path) -> None:
    line = PlayedLine()
    line.why = "The connection is locked."
    desk = desk_of(runtime, tmp_path, line)
    with pytest.raises(UserError, match="locked"):
        desk.trigger((order("a"),))
    with pytest.raises(UserError, match="no place"):
        desk.trigger((order("a"),), "moon")
    assert desk.live() == ()
    desk.close()


def test_cancelling_one_of_several_that_run_together_leaves_the_others_running(
    runtime: Runtime, tmp_path: Path
) -> None:
    line = PlayedLine(at_once=0)
    desk = desk_of(runtime, tmp_path, line)
    first, second, third = desk.trigger((order("a"), order("b"), order("c")))
    wait_until(lambda: line.begun == ["a"])
    desk.cancel((second.id,))
    assert states(desk)["b"] is LiveState.CANCELLED
    assert "may still finish it" in next(one.trouble for one in desk.live() if one.id == second.id)
    release(runtime, line, "a")
    release(runtime, line, "b")
    wait_until(lambda: line.begun == ["a", "b", "c"])
    assert states(desk) == {"a": LiveState.DONE, "b": LiveState.CANCELLED, "c": LiveState.READING}
    desk.cancel((first.id, third.id))
    wait_until(lambda: states(desk)["c"] is LiveState.CANCELLED, what="the run ends with the last that is wanted")
    assert next(one.trouble for one in desk.live() if one.id == third.id) == ""
    desk.close()


def test_more_audits_at_once_than_are_remembered_all_end(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.services.audits.audit_desk.MOST_ENDED", 2)
    line = PlayedLine(at_once=0)
    desk = desk_of(runtime, tmp_path, line)
    names = list("abcdef")
    desk.trigger([order(one) for one in names])
    for one in names[:-1]:
        release(runtime, line, one)
    wait_until(lambda: line.begun == names)
    wait_until(lambda: states(desk)["e"] is LiveState.DONE)
    assert set(states(desk)) == set(names), "nothing is let go of while its run moves it"
    release(runtime, line, "f")
    wait_until(lambda: states(desk) == {"e": LiveState.DONE, "f": LiveState.DONE})
    desk.trigger((order("g"),))
    release(runtime, line, "g")
    wait_until(lambda: states(desk) == {"f": LiveState.DONE, "g": LiveState.DONE})
    desk.close()


def test_what_remains_counts_what_is_ahead_by_place_and_urgency() -> None:
    def live(name: str, state: LiveState, priority: int = 0, place: str = "local", left_s: float = 4.0) -> LiveAudit:
        return LiveAudit(name, name, "ann", place, 1.0, 4.0, state=state, priority=priority, left_s=left_s)

    known = (
        live("runs", LiveState.RUNNING, left_s=2.0),
        live("usual", LiveState.WAITING),
        live("urgent", LiveState.WAITING, 20),
        live("elsewhere", LiveState.WAITING, place="cluster"),
        live("over", LiveState.DONE, left_s=0.0),
    )
    left = {one.project: one.left_s for one in queued(known, {"local": 2, "cluster": 0})}
    assert left == {"runs": 2.0, "usual": 5.0, "urgent": 3.0, "elsewhere": 4.0, "over": 0.0}
