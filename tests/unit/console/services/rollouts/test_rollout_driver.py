"""A rollout over four cells, driven with the real change engine. Proves E2.2, E2.3, product P2."""

from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from console.domain.rollouts.rollout_run import RunState, RunWay
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.services.rollouts.awaited_signature import AwaitedSignature
from tests.fakes.rollout_console import AFTER, BEFORE, RolloutConsole
from tests.fakes.rollout_plans import CELLS, route_plan

ALL_BEFORE, ALL_AFTER = dict.fromkeys(CELLS, BEFORE), dict.fromkeys(CELLS, AFTER)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[], RolloutConsole]]:
    made: list[RolloutConsole] = []

    def make() -> RolloutConsole:
        made.append(RolloutConsole(tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def console(make: Callable[[], RolloutConsole]) -> RolloutConsole:
    one = make()
    one.engine.unlock()
    return one


def test_a_plan_by_clock_gives_every_cell_the_new_version_wave_by_wave(console: RolloutConsole) -> None:
    begun = console.clock.now()
    ended = console.drive(console.start(route_plan(3600.0)).id)
    assert (ended.state, ended.way) == (RunState.ENDED, RunWay.FORWARD)
    assert console.target.routes() == ALL_AFTER
    assert [line.split()[:2] for line in console.target.writes()] == [
        [cell, share] for cells in (CELLS[:1], CELLS[1:]) for share in ("25", "100") for cell in cells
    ]
    assert (console.clock.now() - begun).total_seconds() >= 2 * 3600
    assert len({one.change_id for one in ended.changes}) == 8
    assert all(one.state == "verified" for one in console.engine.book.changes)


def test_an_abort_takes_every_touched_cell_back_the_last_one_first(console: RolloutConsole) -> None:
    plan = route_plan(10.0)
    plan = replace(plan, waves=(replace(plan.waves[0], barrier="hand"), *plan.waves[1:]))
    run = console.drive(console.start(plan).id, "barrier")
    assert console.target.routes()["tokyo"] == AFTER
    console.run(console.command.step(run.id))
    console.drive(run.id, "time")
    console.run(console.command.abort(run.id, "seen enough"))
    ended = console.drive(run.id)
    assert (ended.state, ended.way, ended.left) == (RunState.ENDED, RunWay.BACK, ())
    assert console.target.routes() == ALL_BEFORE
    assert [line.split()[0] for line in console.target.writes()[-4:]] == list(reversed(CELLS))


def between(console: RolloutConsole, call: str, count: int, what: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Do something just before the ``count``-th time that the target is asked or told something."""
    inner, so_far = getattr(console.target, call), [0]

    async def hooked(*words: Any) -> Any:
        so_far[0] += 1
        if so_far[0] == count:
            await what()
        return await inner(*words)

    setattr(console.target, call, hooked)


@pytest.mark.parametrize(("call", "count"), [("preview", 1), ("preview", 2), ("preview", 7), ("verify", 2)])
def test_an_abort_while_the_next_step_is_prepared_or_a_stage_is_left_takes_everything_back(
    console: RolloutConsole, call: str, count: int
) -> None:
    run = console.start(route_plan(10.0))
    between(console, call, count, lambda: console.command.abort(run.id, "seen enough"))
    ended = console.drive(run.id)
    assert (ended.state, ended.way, ended.left) == (RunState.ENDED, RunWay.BACK, ())
    assert console.target.routes() == ALL_BEFORE
    forward = [one.word for one in ended.moments].index("turned-back")
    assert all(one.back for one in ended.changes[sum(m.word == "changed" for m in ended.moments[:forward]) :])


def test_a_pause_while_the_next_step_is_prepared_keeps_it_from_being_made(console: RolloutConsole) -> None:
    run = console.start(route_plan(10.0))
    between(console, "preview", 2, lambda: console.command.pause(run.id, "lunch"))
    held = console.drive(run.id)
    assert (held.state, held.pending, held.why) == (RunState.PAUSED, "", "")
    assert console.target.routes()["tokyo"] == (("new", 25), ("old", 75))
    console.run(console.command.resume(run.id))
    assert console.drive(run.id).is_over
    assert console.target.routes() == ALL_AFTER


@pytest.mark.parametrize(("what", "why"), [("pause", ""), ("abort", "seen enough")])
def test_what_hinders_a_step_that_a_person_has_stopped_does_not_hide_why_it_was(
    console: RolloutConsole, what: str, why: str
) -> None:
    run = console.start(route_plan(10.0))

    async def unsigned() -> None:
        await getattr(console.command, what)(run.id, "seen enough")
        raise AwaitedSignature("Another operator has to sign the plan.")

    between(console, "preview", 1, unsigned)
    stopped = console.drive(run.id)
    assert stopped.state is (RunState.PAUSED if what == "pause" else RunState.ENDED)
    assert (stopped.why, stopped.awaits_signature) == (why, False)
    assert "held" not in [one.word for one in stopped.moments]


def test_a_step_that_is_refused_after_an_abort_does_not_keep_the_way_back_waiting(console: RolloutConsole) -> None:
    run = console.start(route_plan(10.0))

    async def aborted() -> None:
        await console.command.abort(run.id, "seen enough")
        raise ChangeRefused("The route has moved on.", "Look again.")

    between(console, "apply", 2, aborted)
    ended = console.drive(run.id)
    assert (ended.state, ended.way, ended.left) == (RunState.ENDED, RunWay.BACK, ())
    assert console.target.routes() == ALL_BEFORE


def test_a_foreign_edit_blocks_it_and_is_never_overwritten_on_the_way_back(console: RolloutConsole) -> None:
    run = console.drive(console.start(route_plan(10.0)).id, "time")
    console.target.put("tokyo", (("new", 60), ("old", 40)))
    stopped = console.drive(run.id)
    assert stopped.state is RunState.BLOCKED
    assert "tokyo has 60 %" in stopped.why
    console.run(console.command.abort(run.id))
    ended = console.drive(run.id)
    assert ended.is_over
    assert "tokyo has 60 %" in ended.left[0]
    assert console.target.routes()["tokyo"] == (("new", 60), ("old", 40))


def test_a_stage_that_was_set_but_never_seen_to_be_is_taken_back_and_is_nobody_elses(console: RolloutConsole) -> None:
    run = console.drive(console.start(route_plan(10.0)).id, "time")
    console.target.late = True
    stopped = console.drive(run.id)
    assert (stopped.state, "target is different now" in stopped.why) == (RunState.BLOCKED, True)
    assert console.target.routes()["tokyo"] == AFTER
    console.target.late = False
    console.run(console.command.abort(run.id))
    ended = console.drive(run.id)
    assert (ended.state, ended.way, ended.left) == (RunState.ENDED, RunWay.BACK, ())
    assert console.target.routes() == ALL_BEFORE


def test_a_step_back_that_was_never_seen_to_be_done_is_looked_at_again(console: RolloutConsole) -> None:
    run = console.drive(console.start(route_plan(10.0)).id, "time")
    console.run(console.command.abort(run.id))
    console.target.late = True
    assert console.drive(run.id).state is RunState.BLOCKED
    console.target.late = False
    console.run(console.command.resume(run.id))
    ended = console.drive(run.id)
    assert (ended.is_over, ended.left, ended.doubts) == (True, (), ())
    assert console.target.routes() == ALL_BEFORE


@pytest.mark.parametrize("waits", [(), ("time",)])  # already the first stage, or the one after it
def test_beside_a_doubtful_stage_somebody_elses_weights_are_still_left_alone(
    console: RolloutConsole, waits: tuple[str, ...]
) -> None:
    run = console.start(route_plan(10.0))
    if waits:
        run = console.drive(run.id, *waits)
    console.target.late = True
    assert len(console.drive(run.id).doubts) == 1
    console.target.late = False
    console.target.put("tokyo", (("new", 60), ("old", 40)))
    console.run(console.command.abort(run.id))
    assert "tokyo has 60 %" in console.drive(run.id).left[0]
    assert console.target.routes()["tokyo"] == (("new", 60), ("old", 40))


def test_a_doubtful_stage_is_tried_again_and_goes_on(console: RolloutConsole) -> None:
    run = console.drive(console.start(route_plan(10.0)).id, "time")
    console.target.late = True
    assert console.drive(run.id).state is RunState.BLOCKED
    console.target.late = False
    console.run(console.command.resume(run.id))
    ended = console.drive(run.id)
    assert (ended.is_over, ended.way, ended.doubts) == (True, RunWay.FORWARD, ())
    assert console.target.routes() == ALL_AFTER


def test_a_lock_or_a_missing_network_holds_it_and_it_goes_on_by_itself(console: RolloutConsole) -> None:
    console.run(console.engine.access.lock("asia"))
    run = console.start(route_plan())
    held = console.drive(run.id, "lock")
    assert "locked" in held.why
    assert console.target.writes() == []
    console.engine.unlock()
    console.target.error = ConnectorError(ErrorKind.UNREACHABLE, "asia does not answer.", "Check the network.")
    held = console.drive(run.id, "reach")
    assert "asia does not answer" in held.why
    assert [one.word for one in held.moments].count("held") == 2
    console.target.error = None
    assert console.drive(run.id).is_over
    assert console.target.routes() == ALL_AFTER


def test_a_write_that_got_lost_is_made_anew_while_its_target_is_as_before(console: RolloutConsole) -> None:
    console.target.lost = 2
    ended = console.drive(console.start(route_plan()).id)
    assert ended.is_over
    assert [one.word for one in ended.moments].count("released") == 2
    assert console.target.routes() == ALL_AFTER
    assert len(console.target.writes()) == 8


def test_a_target_that_loses_every_write_is_not_asked_for_ever(console: RolloutConsole) -> None:
    console.target.lost = 10**6
    stopped = console.drive(console.start(route_plan()).id)
    assert stopped.state is RunState.BLOCKED
    assert "not applied" in stopped.why
    assert [one.word for one in stopped.moments].count("changing") == 4
    console.target.lost = 0
    console.run(console.command.resume(stopped.id))
    assert console.drive(stopped.id).is_over


def test_the_way_back_was_promised_so_a_lock_that_came_since_does_not_stop_it(console: RolloutConsole) -> None:
    run = console.drive(console.start(route_plan(10.0)).id, "time")
    console.run(console.engine.access.lock("asia"))
    console.run(console.command.abort(run.id))
    assert console.drive(run.id).way is RunWay.BACK
    assert console.target.routes() == ALL_BEFORE


def test_a_pause_holds_the_shares_and_a_resume_goes_on(console: RolloutConsole) -> None:
    run = console.drive(console.start(route_plan(10.0)).id, "time")
    console.run(console.command.pause(run.id, "lunch"))
    assert console.drive(run.id).state is RunState.PAUSED
    console.run(console.command.resume(run.id))
    assert console.drive(run.id).is_over


def test_a_clock_that_jumps_back_begins_the_stage_anew_and_one_that_jumps_on_asks_the_cells_first(
    console: RolloutConsole,
) -> None:
    run = console.drive(console.start(route_plan(3600.0)).id, "time")
    console.clock.set_wall_clock(console.clock.now() - timedelta(days=1))
    run = console.drive(run.id, "time")
    assert run.since_s == pytest.approx(console.clock.now().timestamp(), abs=5)
    console.target.put("tokyo", BEFORE)
    console.clock.advance(86_400)  # the computer slept
    assert console.drive(run.id).state is RunState.BLOCKED


def test_one_console_drives_and_another_one_only_tells_it_what_to_do(
    console: RolloutConsole, make: Callable[[], RolloutConsole]
) -> None:
    run = console.drive(console.start(route_plan(3600.0)).id, "time")
    other = make()
    with pytest.raises(ChangeRefused, match="Another console drives"):
        other.drive(run.id)
    other.run(other.command.pause(run.id))
    assert console.drive(run.id).state is RunState.PAUSED
    console.close()
    other.run(other.command.resume(run.id))
    assert other.drive(run.id).is_over
    assert other.target.routes() == ALL_AFTER


def test_two_rollouts_never_move_the_same_cell(console: RolloutConsole) -> None:
    run = console.start(route_plan())
    with pytest.raises(ChangeRefused, match=run.id):
        console.start(route_plan())
