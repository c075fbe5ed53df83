"""Every interleaving of ticks, kills, refusals, verdicts and commands ends in a known state, and nothing is done twice.

Proves E2.2, E2.3.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.domain.change import Change, ChangeState, Moment
from console.domain.change_preview import Preview
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict, RolloutCheck
from console.domain.rollouts.rollout_move import MoveKind, next_move, soaking_cells
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment, RunState, RunWay, read_run, run_form
from console.domain.rollouts.rollout_step import (
    begun,
    blocked,
    changed,
    ended,
    let_on,
    passed,
    paused,
    released,
    resumed,
    turned_back,
)
from console.domain.rollouts.rollout_way import WayStep, expected
from console.kernel.errors import ChangeRefused
from tests.fakes.rollout_plans import CELLS, route_plan

START = dict.fromkeys(CELLS, (("new", 0), ("old", 100)))
DONE = dict.fromkeys(CELLS, (("new", 100), ("old", 0)))
EVENTS = ("go", "go", "go", "hold", "fail", "killed before", "killed after", "unseen", "refused", "wait", "pause",
          "resume", "abort", "step", "promote")  # fmt: skip


@dataclass
class Play:
    """A run and the routes that it moves; ``writes`` are all of them in their order."""

    run: RolloutRun
    now_s: float = 1000.0
    routes: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=lambda: dict(START))
    writes: list[tuple[str, tuple[tuple[str, int], ...]]] = field(default_factory=list)
    began: tuple[WayStep, Change, bool] | None = None
    count: int = 0

    def on(self, event: str) -> None:
        """Let something happen; what is refused changes nothing."""
        self.now_s += 1
        before = self.run
        try:
            if event in {"pause", "resume", "abort", "step", "promote"}:
                self.command(event)
            else:
                self.tick(event)
        except ChangeRefused:
            assert self.run == before
        self.run = read_run(run_form(self.run))  # as another console reads it
        if not self.run.pending:
            for cell in CELLS:
                self.demand_own(cell)

    def demand_own(self, cell: str) -> None:
        """What a route has is what the run may have left there."""
        for left in expected(self.run, cell, 0):
            assert self.routes[cell] in [one.weights for one in left if isinstance(one, SetRouteWeights)]

    def command(self, event: str) -> None:
        who = "ann"
        steps = {
            "pause": lambda run: paused(run, self.now_s, who, ""),
            "resume": lambda run: resumed(run, self.now_s, who),
            "abort": lambda run: turned_back(run, self.now_s, "seen enough", who),
            "step": lambda run: let_on(run, self.now_s, who),
            "promote": lambda run: let_on(run, self.now_s, who, "sure", forced=True),
        }
        self.run = steps[event](self.run)

    def tick(self, event: str) -> None:
        verdict = {"hold": CheckVerdict.HOLD, "fail": CheckVerdict.FAIL}.get(event, CheckVerdict.GO)
        checks = [RolloutCheck(one, CheckTopic.JUDGE, verdict, verdict.value) for one in soaking_cells(self.run)]
        move = next_move(self.run, checks, self.now_s)
        if move.kind is MoveKind.CHANGE and move.step is not None:
            self.change(move.step, event)
        elif move.kind is MoveKind.SETTLE:
            self.settle()
        elif move.kind is MoveKind.BACK and move.check is not None:
            self.run = turned_back(self.run, self.now_s, move.check.sentence)
        elif move.kind is MoveKind.NEXT:
            self.run = passed(self.run, self.now_s)
        elif move.kind is MoveKind.END:
            self.run = ended(self.run, self.now_s)

    def change(self, step: WayStep, event: str) -> None:
        assert isinstance(step.operation, SetRouteWeights)
        self.count += 1
        cell = step.operation.namespace
        inverse = replace_weights(step.operation, self.routes[cell])
        satisfied = self.routes[cell] == step.operation.weights
        change = Change(
            f"c{self.count}", "shop", "lab", "ann", "", step.operation, "0", (Moment(ChangeState.PREVIEWED, 0.0),),
            preview=Preview("1", (), inverse, satisfied=satisfied), inverse=inverse,
        )  # fmt: skip
        self.run = begun(self.run, self.now_s, step, change)
        if event == "refused":
            self.run = blocked(self.run, self.now_s, "policy")
            return
        applied = event != "killed before"
        self.began = (step, change, applied)
        if applied and not satisfied:
            self.routes[cell] = step.operation.weights
            self.writes.append((cell, step.operation.weights))
        if event == "unseen":
            self.run = blocked(self.run, self.now_s, "never seen to be done", step)
        elif not event.startswith("killed"):
            self.settle()

    def settle(self) -> None:
        assert self.began is not None
        step, change, applied = self.began
        self.run = (
            changed(self.run, self.now_s, step, change) if applied else released(self.run, self.now_s, "not written")
        )


def replace_weights(operation: SetRouteWeights, weights: tuple[tuple[str, int], ...]) -> SetRouteWeights:
    fields = {name: getattr(operation, name) for name in ("connection", "kind", "namespace", "name", "rule")}
    return SetRouteWeights(**fields, weights=weights)


def fresh(mode: str = "clock", barrier: str = "clock") -> Play:
    plan = route_plan(5.0, mode=mode)
    waves = (replace(plan.waves[0], barrier=barrier), *plan.waves[1:])
    run = RolloutRun("r1", "shop", "ann", replace(plan, waves=waves), 1000.0, (RunMoment(1000.0, "begun"),))
    return Play(run)


def finish(play: Play) -> None:
    """What a person and time would do until it is over."""
    for _ in range(200):
        if play.run.is_over:
            return
        if play.run.state is not RunState.RUNNING:
            play.on("resume")
        play.on("go")
        play.on("step")
    raise AssertionError(f"never over: {play.run}")


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(EVENTS), max_size=80), st.sampled_from(("clock", "hand")),
    st.sampled_from(("clock", "hand")),
)  # fmt: skip
def test_every_interleaving_ends_in_a_known_state_and_nothing_is_done_twice(
    events: list[str], mode: str, barrier: str
) -> None:
    play = fresh(mode, barrier)
    for event in events:
        play.on(event)
    finish(play)
    assert play.routes == (DONE if play.run.way is RunWay.FORWARD else START)
    for cell in CELLS:
        own = [weights for name, weights in play.writes if name == cell]
        assert all(one != two for one, two in pairwise(own)), "the same was written twice"
    back = [name for name, weights in play.writes if weights == START[name]]
    first = list(dict.fromkeys(name for name, weights in play.writes if weights != START[name]))
    assert back == [name for name in reversed(first) if name in back], "not taken back in reverse order"
    assert play.run.pending == ""


def test_a_proof_takes_it_back_at_once_even_where_a_person_promoted() -> None:
    play = fresh()
    for _ in range(3):
        play.on("go")
    play.on("promote")
    play.on("fail")
    assert play.run.way is RunWay.BACK
    finish(play)
    assert play.routes == START


def test_without_enough_evidence_it_waits_until_a_person_promotes() -> None:
    play = fresh()
    for _ in range(40):
        play.on("hold")
    assert (play.run.at, play.run.way) == (1, RunWay.FORWARD)
    play.on("step")
    play.on("hold")
    assert play.run.at == 1
    play.on("promote")
    play.on("hold")
    assert play.run.at == 2


def test_a_stage_lasts_its_time_and_by_hand_waits_for_a_person_then() -> None:
    clock, hand = fresh(), fresh("hand")
    for play in (clock, hand):
        for _ in range(60):
            play.on("go")
    assert clock.run.is_over
    seen = [RolloutCheck("tokyo", CheckTopic.HEALTH, CheckVerdict.GO, "")]
    assert (hand.run.at, next_move(hand.run, seen, 9e9).wait) == (1, "person")


def test_a_run_that_was_journaled_before_there_were_doubts_can_be_read() -> None:
    form = run_form(fresh().run)
    del form["doubts"]
    assert read_run(form) == fresh().run


def test_a_stage_that_was_never_seen_is_doubtful_until_a_later_one_is_seen() -> None:
    play = fresh()
    for event in ("go", "go", "step", "go", "unseen"):
        play.on(event)
    (own,) = expected(play.run, CELLS[0], 0)
    assert [one.weights for one in own if isinstance(one, SetRouteWeights)] == [
        (("new", 25), ("old", 75)), DONE[CELLS[0]]
    ]  # fmt: skip
    play.on("resume")
    play.on("unseen")
    assert len(play.run.doubts) == 1
    play.on("resume")
    play.on("go")
    assert (play.run.doubts, expected(play.run, CELLS[0], 0)) == ((), (own[1:],))
