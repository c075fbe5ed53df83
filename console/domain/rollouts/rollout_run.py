"""The run of a plan: how far it is, what was before, and what was told on the way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.change import Approval
from console.domain.operation_form import operation_form, read_operation
from console.domain.rollouts.rollout_check import RolloutCheck
from console.domain.rollouts.rollout_plan import RolloutPlan
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.operation import Operation


class RunState(StrEnum):
    """``BLOCKED``: it cannot go on without a person, who tries again or takes it back."""

    RUNNING = "running"
    PAUSED = "paused"
    BLOCKED = "blocked"
    ENDED = "ended"


class RunWay(StrEnum):
    """Whether the new is being given, or taken back."""

    FORWARD = "forward"
    BACK = "back"


class LeverOperation(msgspec.Struct, frozen=True):
    """An operation, as a form, on a cell's lever (its place)."""

    cell: str
    lever: int
    form: dict[str, Any]

    @property
    def operation(self) -> Operation:
        """Return the operation; one of another version can be shown only, and is refused when it is carried out."""
        return read_operation(self.form)  # type: ignore[return-value]

    @staticmethod
    def of(cell: str, lever: int, operation: Operation) -> LeverOperation:
        """Return an operation as its form."""
        return LeverOperation(cell, lever, operation_form(operation))


class RunChange(msgspec.Struct, frozen=True):
    """A change that the run made: its id, the place of its task (``back``: of the way back), and its summary."""

    change_id: str
    at: int
    back: bool
    cell: str
    lever: int
    summary: str


class RunMoment(msgspec.Struct, frozen=True):
    """Something that happened (unix seconds), in a word for programs and a sentence for people."""

    at_s: float
    word: str
    note: str = ""
    actor: str = ""


class RolloutRun(msgspec.Struct, frozen=True):
    """Frozen; ``rollout_step`` makes the next one. ``step`` counts what was journaled of it, ``owner`` drives it.

    ``at`` is the place of the present task since ``since_s``, ``back_at`` that on the way back; ``pending`` the change
    that is being made, begun on ``pending_way``. ``is_let``: a person let it go on here; ``is_forced``: even without
    enough evidence. ``originals`` restore its levers, found before the first change of each; ``left`` are sentences on
    what the way back did not restore; ``why`` is what holds it now. ``approvals`` are the signatures of other operators
    on its plan; ``awaits_signature``: it goes on with one.
    ``doubts`` are what may hold at its targets beside the last of ``changes``, until a later one is verified.
    """

    id: str
    estate: str
    actor: str
    plan: RolloutPlan
    since_s: float
    moments: tuple[RunMoment, ...]
    reason: str = ""
    trace_id: str = ""
    state: RunState = RunState.RUNNING
    way: RunWay = RunWay.FORWARD
    at: int = 0
    back_at: int = 0
    pending: str = ""
    pending_way: RunWay = RunWay.FORWARD
    originals: tuple[LeverOperation, ...] = ()
    changes: tuple[RunChange, ...] = ()
    checks: tuple[RolloutCheck, ...] = ()
    is_let: bool = False
    is_forced: bool = False
    left: tuple[str, ...] = ()
    why: str = ""
    owner: str = ""
    step: int = 0
    approvals: tuple[Approval, ...] = ()
    awaits_signature: bool = False
    doubts: tuple[LeverOperation, ...] = ()

    def before(self, cell: str, lever: int) -> dict[str, Operation]:
        """Return what restores a lever of a cell, by the keys of the operations."""
        found = [one.operation for one in self.originals if (one.cell, one.lever) == (cell, lever)]
        return {one.key: one for one in found}

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will be done."""
        return self.state is RunState.ENDED

    @property
    def is_by_checks(self) -> bool:
        """Return whether checks have looked, and no person went on without them or took it back."""
        words = {one.word for one in self.moments}
        taken_back = any(one.word == "turned-back" and one.actor for one in self.moments)
        return "found" in words and "promoted" not in words and not taken_back


def run_form(run: RolloutRun) -> dict[str, Any]:
    """Return a run as JSON values."""
    return dict(msgspec.to_builtins(run))


def read_run(form: Mapping[str, Any]) -> RolloutRun:
    """Return the run of a form; raise ``UserError`` when it is of another version, or damaged."""
    try:
        return msgspec.convert(form, prepared(RolloutRun))
    except (msgspec.ValidationError, ValueError, KeyError) as error:
        raise UserError(t("A rollout of the journal cannot be read: {why}.", why=error)) from error
