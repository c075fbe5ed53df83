"""The state machine of a change: every walk through it keeps what architecture §5 promises."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.domain.change import RUNNING, Change, ChangeState, Moment
from console.domain.change_form import change_form, read_change
from console.domain.change_preview import FieldChange, Preview
from console.domain.change_step import STEPS, annotated, applied, applying, confirmed, moved, previewed, taken_over
from console.kernel.errors import ChangeRefused
from tests.fakes.number_target import SetNumber

S = ChangeState


def planned(**more: object) -> Change:
    first = Change(
        id="20260105-090000-abcdef",
        estate="shop",
        environment="production",
        actor="ann@desk",
        reason="load",
        operation=SetNumber("asia", "replicas", 5),
        trace_id="0" * 32,
        moments=(Moment(S.PLANNED, 1_767_600_000.0),),
    )
    return replace(first, **more)  # type: ignore[arg-type]


PREVIEW = Preview("0", (FieldChange("replicas", "0", "5"),), SetNumber("asia", "replicas", 0))


class Walk(RuleBasedStateMachine):
    """Tries every step at any time; refused steps change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.change = planned()
        self.now_s = self.change.at_s
        self.wrote = False  # whether a console may have written to the target

    def _try(self, step: "partial[Change]", into: ChangeState) -> bool:
        before = self.change
        self.now_s += 1.0
        try:
            self.change = step(before)
        except ChangeRefused:
            never_applied = into is S.UNDONE and not before.was_applied
            assert into not in STEPS[before.state] or never_applied
            return False
        assert into in STEPS[before.state]
        assert self.change.step == before.step + 1
        assert self.change.moments[:-1] == before.moments
        assert self.change.state is into
        return True

    @rule(into=st.sampled_from(S))
    def move(self, into: ChangeState) -> None:
        if into not in {S.PREVIEWED, S.CONFIRMED, S.APPLYING, S.APPLIED}:
            self._try(partial(moved, state=into, at_s=self.now_s, note="so"), into)

    @rule()
    def preview(self) -> None:
        self._try(partial(previewed, preview=PREVIEW, at_s=self.now_s), S.PREVIEWED)

    @rule()
    def confirm(self) -> None:
        self._try(partial(confirmed, at_s=self.now_s, owner="me"), S.CONFIRMED)

    @rule()
    def apply(self) -> None:
        if self._try(partial(applying, at_s=self.now_s), S.APPLYING):
            assert self.change.preview is not None
            assert self.change.owner
            self.wrote = True

    @rule()
    def answer(self) -> None:
        self._try(partial(applied, at_s=self.now_s, inverse=None), S.APPLIED)

    @precondition(lambda self: self.change.state in RUNNING)
    @rule()
    def crash(self) -> None:
        before = self.change
        self.change = taken_over(before, self.now_s, "other", "gone")
        assert self.change.state not in {S.CONFIRMED, S.APPLYING}
        if before.state is S.APPLYING:
            assert self.change.state is S.UNKNOWN
        if before.state is S.CONFIRMED:
            assert not self.wrote

    @invariant()
    def holds(self) -> None:
        states = [one.state for one in self.change.moments]
        if S.APPLIED in states:
            assert S.APPLYING in states
        assert states.count(S.APPLYING) <= 1, "applied twice"
        if self.change.state in {S.APPLYING, S.APPLIED, S.UNKNOWN, S.UNDONE}:
            assert self.wrote or self.change.state is S.UNDONE
        if self.change.state in {S.PLANNED, S.PREVIEWED, S.CONFIRMED}:
            assert not self.wrote, "what may have been written looks untouched"
        if self.change.is_undoable:
            assert self.change.was_applied
        times = [one.at_s for one in self.change.moments]
        assert times == sorted(times)
        assert read_change(change_form(self.change)) == self.change


TestWalk = Walk.TestCase


def test_a_change_is_applied_at_most_once_whatever_the_walk() -> None:
    into_applying = [state for state, steps in STEPS.items() if S.APPLYING in steps]
    assert into_applying == [S.CONFIRMED]
    reachable = {S.APPLYING}
    while True:
        more = {new for old in reachable for new in STEPS[old]} - reachable
        if not more:
            break
        reachable |= more
    assert S.CONFIRMED not in reachable


def test_the_refusal_names_the_state() -> None:
    with pytest.raises(ChangeRefused, match="cannot take this step; its state: Planned"):
        applied(planned(), 0.0, None)


def test_the_time_of_undoing_counts_from_applying_and_keeping_ends_it() -> None:
    ready = confirmed(previewed(planned(revert_after_s=60.0), PREVIEW, 1.0), 2.0, "me")
    going = applying(ready, 100.0)
    assert going.revert_at_s == 160.0
    done = moved(applied(going, 101.0, None), S.VERIFIED, 102.0)
    assert done.awaits_revert
    assert not annotated(done, 103.0, "Kept.").awaits_revert
    assert not moved(done, S.UNDONE, 104.0).awaits_revert


def test_an_inverse_that_apply_knows_better_is_taken() -> None:
    going = applying(confirmed(previewed(planned(), PREVIEW, 1.0), 2.0, "me"), 3.0)
    better = SetNumber("asia", "other", 1)
    assert applied(going, 4.0, better).inverse == better
    assert applied(going, 4.0, None).inverse == PREVIEW.inverse


@given(st.floats(min_value=0.0, max_value=4e9), st.text(max_size=20), st.floats(0.001, 1e6))
def test_any_change_survives_being_written(at_s: float, text: str, after_s: float) -> None:
    change = previewed(planned(reason=text, revert_after_s=after_s), PREVIEW, at_s)
    assert read_change(change_form(change)) == change
