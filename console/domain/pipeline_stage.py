"""The scaling pipeline: Plan, Build, Execute, Validate, Operate, Retrospective, each with its evidence (L7.1)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class StageKey(StrEnum):
    """The stages in their order."""

    PLAN = "plan"
    BUILD = "build"
    EXECUTE = "execute"
    VALIDATE = "validate"
    OPERATE = "operate"
    RETROSPECTIVE = "retrospective"


class StageState(StrEnum):
    """Where a stage stands; the first one that is found speaks for the stage (``IDLE``: nothing to do)."""

    FAILED = "failed"
    WAITING = "waiting"
    RUNNING = "running"
    UNKNOWN = "unknown"
    DONE = "done"
    IDLE = "idle"


class StageEvidence(NamedTuple):
    """One fact of a stage: ``at_s`` when (unix seconds; ``None``: now), ``owner`` who has it, ``page`` where it is.

    ``arguments`` are what the page should show.
    """

    text: str
    state: StageState
    at_s: float | None = None
    owner: str = ""
    page: str = ""
    arguments: tuple[tuple[str, str], ...] = ()


class PipelineStage(NamedTuple):
    """A stage with its evidence, what asks for something first."""

    key: StageKey
    evidence: tuple[StageEvidence, ...]

    @property
    def state(self) -> StageState:
        """Return where it stands: what asks for most speaks for all; without evidence it is not known."""
        order = list(StageState)
        return min((one.state for one in self.evidence), key=order.index, default=StageState.UNKNOWN)

    @property
    def owners(self) -> tuple[str, ...]:
        """Return who has what asks for most."""
        return tuple(dict.fromkeys(one.owner for one in self.evidence if one.owner and one.state is self.state))

    @staticmethod
    def of(key: StageKey, evidence: list[StageEvidence]) -> PipelineStage:
        """Return a stage with its evidence in order: what asks for most first, then the newest."""
        order = list(StageState)
        found = sorted(evidence, key=lambda one: (order.index(one.state), -(one.at_s or 0.0), one.text))
        return PipelineStage(key, tuple(found))
