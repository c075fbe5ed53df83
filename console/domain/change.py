"""A change: one edit of real infrastructure as data that can be shown, saved, sent to a second person and undone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from console.domain.policy_verdict import PolicyNeed

if TYPE_CHECKING:
    from console.domain.change_preview import Preview
    from console.domain.operation import Operation, Risk, Target
    from console.domain.operation_form import UnknownOperation
    from console.domain.policy_verdict import PolicyVerdict

    AnyOperation: TypeAlias = Operation | UnknownOperation


class ChangeState(StrEnum):
    """How far a change is. ``UNKNOWN``: it may or may not have been applied, and only the target itself can tell."""

    PLANNED = "planned"
    PREVIEWED = "previewed"
    CONFIRMED = "confirmed"
    APPLYING = "applying"
    APPLIED = "applied"
    VERIFIED = "verified"
    FAILED = "failed"
    UNDONE = "undone"
    UNKNOWN = "unknown"


RUNNING = frozenset({ChangeState.CONFIRMED, ChangeState.APPLYING, ChangeState.APPLIED, ChangeState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Moment:
    """When a change came into a state (unix seconds), and what was told then, in a sentence (may be empty)."""

    state: ChangeState
    at_s: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A second person's consent to the plan whose digest is ``seen``."""

    actor: str
    at_s: float
    seen: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Frozen; ``console.domain.change_step`` makes the next one. ``moments`` are never empty, the newest is last.

    ``step`` counts what was journaled of it. ``environment`` is that of its connection (production, lab, ...).
    ``inverse`` restores what was; ``undo_of`` is the id of the change that this one undoes. After ``revert_after_s``
    seconds it is undone by itself unless kept; ``revert_at_s`` is that instant once it is applied, ``None``: not asked
    for, kept, or done. ``owner`` is the running console that carries it out. ``policy`` is what the policies said last.
    ``part_of`` is the rollout (its id) that makes it.
    """

    id: str
    estate: str
    environment: str
    actor: str
    reason: str
    operation: AnyOperation
    trace_id: str
    moments: tuple[Moment, ...]
    step: int = 0
    preview: Preview | None = None
    inverse: AnyOperation | None = None
    undo_of: str = ""
    revert_after_s: float | None = None
    revert_at_s: float | None = None
    approvals: tuple[Approval, ...] = ()
    owner: str = ""
    policy: PolicyVerdict | None = None
    part_of: str = ""

    @property
    def state(self) -> ChangeState:
        """Return how far it is."""
        return self.moments[-1].state

    @property
    def note(self) -> str:
        """Return what was told last."""
        return self.moments[-1].note

    @property
    def at_s(self) -> float:
        """Return when it came to where it is, in unix seconds."""
        return self.moments[-1].at_s

    @property
    def risk(self) -> Risk:
        """Return what confirming it takes."""
        return self.operation.risk

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return self.operation.target

    @property
    def awaits_signature(self) -> bool:
        """Return whether it was saved and goes on when another operator has signed it."""
        wanted = self.policy is not None and self.policy.needs(PolicyNeed.SIGNATURE)
        return self.state is ChangeState.PREVIEWED and wanted and not self.approvals

    @property
    def was_applied(self) -> bool:
        """Return whether its target is known to have taken it."""
        states = {one.state for one in self.moments}
        return ChangeState.APPLYING in states and not states.isdisjoint({ChangeState.APPLIED, ChangeState.VERIFIED})

    @property
    def is_undoable(self) -> bool:
        """Return whether undoing it may be tried."""
        undoable = {ChangeState.APPLIED, ChangeState.VERIFIED, ChangeState.FAILED}
        return self.inverse is not None and self.was_applied and self.state in undoable

    @property
    def has_lost_inverse(self) -> bool:
        """Return whether it was applied and has no inverse because what it replaced holds a secret."""
        return self.inverse is None and self.was_applied and self.preview is not None and self.preview.inverse_lost

    @property
    def awaits_revert(self) -> bool:
        """Return whether it will be undone by itself at ``revert_at_s``."""
        going = self.state in {ChangeState.APPLYING, ChangeState.UNKNOWN}
        return self.revert_at_s is not None and (going or self.is_undoable)
