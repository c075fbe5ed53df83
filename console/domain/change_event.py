"""Events of the change engine, for the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.domain.unlock import Unlock


@dataclass(frozen=True, slots=True)
class ChangeChanged:
    """A change came into being or went a step on."""

    change: Change

    @property
    def coalesce_key(self) -> str:
        return f"change/{self.change.id}"


@dataclass(frozen=True, slots=True)
class ConnectionUnlocked:
    """A connection was unlocked until a time, or locked again."""

    unlock: Unlock

    @property
    def coalesce_key(self) -> str:
        return f"unlock/{self.unlock.connection}"


@dataclass(frozen=True, slots=True)
class RolloutChanged:
    """A rollout over cells began or went on; what is found of its cells comes between its journaled steps too."""

    run: RolloutRun

    @property
    def coalesce_key(self) -> str:
        return f"rollout/{self.run.id}"


@dataclass(frozen=True, slots=True)
class RunbookRunChanged:
    """A run of a runbook began or went on."""

    run: RunbookRun

    @property
    def coalesce_key(self) -> str:
        return f"runbook/{self.run.id}"
