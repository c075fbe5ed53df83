"""The run of a plan: how far it is, what came of its steps, and what was told on the way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.runbooks.step_run import StepRun, StepState
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_THE_END = 1_000_000
"""``until`` of an automatic run."""


class RunState(StrEnum):
    """``RESTING``: a person says when the next step begins. ``WAITING``: for an answer. ``FAILED``: a step has failed,
    and a person tries again, skips it, goes back, takes the recovery section, or ends the run.
    """

    RUNNING = "running"
    RESTING = "resting"
    WAITING = "waiting"
    FAILED = "failed"
    ENDED = "ended"


class RunOutcome(StrEnum):
    """What a run that has ended came to; ``UNVERIFIED``: done, but its verification did not pass whole."""

    NONE = ""
    SUCCEEDED = "succeeded"
    UNVERIFIED = "unverified"
    RECOVERED = "recovered"
    FAILED = "failed"
    ABORTED = "aborted"


class RunMoment(msgspec.Struct, frozen=True):
    """Something that happened (unix seconds), in a word for programs and a sentence for people."""

    at_s: float
    word: str
    step: str = ""
    note: str = ""
    actor: str = ""


class RunbookRun(msgspec.Struct, frozen=True):
    """Frozen; ``run_step`` makes the next one. ``step`` counts what was journaled of it, ``owner`` drives it.

    ``at`` is the place of the present step in the plan, and the run goes on by itself up to ``until``. ``is_stopping``:
    somebody wants the present step ended. ``why`` is what holds it now. ``first_recovery`` is where the recovery
    begins, ``total`` how many steps there are before it. The plan lies in the run's folder under its digest.
    """

    id: str
    estate: str
    actor: str
    runbook: str
    title: str
    plan_digest: str
    text_digest: str
    begun_s: float
    steps: tuple[StepRun, ...]
    moments: tuple[RunMoment, ...]
    total: int
    state: RunState = RunState.RESTING
    outcome: RunOutcome = RunOutcome.NONE
    at: int = 0
    until: int = -1
    is_dry: bool = False
    is_recovering: bool = False
    is_stopping: bool = False
    reason: str = ""
    trace_id: str = ""
    ended_s: float = 0.0
    why: str = ""
    owner: str = ""
    language: str = "en"
    values: dict[str, Any] = {}
    step: int = 0

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will be done."""
        return self.state is RunState.ENDED

    @property
    def has_recovery(self) -> bool:
        """Return whether the runbook says how to recover."""
        return len(self.steps) > self.total

    @property
    def end(self) -> int:
        """Return the place behind the last step that the run comes to by itself."""
        return len(self.steps) if self.is_recovering else self.total

    @property
    def present(self) -> StepRun | None:
        """Return the present step; ``None`` when all are done."""
        return self.steps[self.at] if self.at < self.end else None

    @property
    def first(self) -> int:
        """Return the place of the first step that the run can still stand at."""
        return self.total if self.is_recovering else 0

    @property
    def is_to_rest(self) -> bool:
        """Return whether somebody stopped it, and the present step, if it ran, has ended since."""
        is_between = self.present is not None and self.present.state is not StepState.RUNNING
        return self.state is RunState.RUNNING and self.is_stopping and is_between

    @property
    def is_held_back(self) -> bool:
        """Return whether nobody has let it go on by itself: not yet, or not since somebody stopped it."""
        return self.until < 0

    @property
    def deferred(self) -> tuple[int, ...]:
        """Return the places of steps that were put off and are still to be done."""
        return tuple(place for place in range(self.first, self.end) if self.steps[place].state is StepState.DEFERRED)


def run_form(run: RunbookRun) -> dict[str, Any]:
    """Return a run as JSON values."""
    return dict(msgspec.to_builtins(run))


def read_run(form: Mapping[str, Any]) -> RunbookRun:
    """Return the run of a form; raise ``UserError`` when it is of another version, or damaged."""
    try:
        return msgspec.convert(form, prepared(RunbookRun))
    except (msgspec.ValidationError, ValueError, KeyError) as error:
        raise UserError(t("A run of the journal cannot be read: {why}.", why=error)) from error
