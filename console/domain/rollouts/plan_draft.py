"""A rollout as a person fills it in: what, where, in which stages and behind which gates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from console.domain.rollouts.rollout_gates import RolloutGates
from console.domain.rollouts.rollout_plan import RolloutPlan
from console.domain.rollouts.rollout_stage import STAGES
from console.domain.rollouts.rollout_wave import RolloutCell, RolloutWave
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.rollouts.rollout_plan import RolloutModel
    from console.domain.rollouts.rollout_stage import RolloutStage
    from console.domain.rollouts.rollout_wave import Lever


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """``waves`` are the keys of cells, wave by wave; behind each but the last a person is waited for if ``waits``."""

    name: str
    waves: tuple[tuple[str, ...], ...]
    stages: tuple[RolloutStage, ...] = STAGES
    gates: RolloutGates = field(default_factory=RolloutGates)
    mode: Literal["clock", "hand"] = "clock"
    waits: bool = True
    reason: str = ""
    model: RolloutModel | None = None


def plan_of(draft: PlanDraft, levers: Mapping[str, Lever]) -> RolloutPlan:
    """Return the plan of a draft with what is moved in each cell; raise ``UserError`` for one that makes no sense."""
    missing = next((cell for wave in draft.waves for cell in wave if cell not in levers), "")
    if missing:
        raise UserError(
            t("The cell {cell} does not have it.", cell=missing),
            t("There are: {names}.", names=", ".join(levers) or t("none")),
        )
    _check_apart([(cell, levers[cell]) for wave in draft.waves for cell in wave])
    last = len(draft.waves) - 1
    waves = tuple(
        RolloutWave(
            tuple(RolloutCell(cell, (levers[cell],)) for cell in wave),
            barrier="hand" if draft.waits and place < last else "clock",
        )
        for place, wave in enumerate(draft.waves)
    )
    return RolloutPlan(
        draft.name, waves, draft.stages, draft.gates, mode=draft.mode, reason=draft.reason, model=draft.model
    )


def _check_apart(picked: Sequence[tuple[str, Lever]]) -> None:
    """Refuse one thing that several cells have in common: it would be moved once for each of them."""
    seen: dict[Lever, str] = {}
    for cell, lever in picked:
        other = seen.setdefault(lever, cell)
        if other != cell:
            raise UserError(
                t("{cell} and {other} have it in common: it would be moved twice.", cell=cell, other=other),
                t("Choose one cell: the one whose gates are to be watched."),
            )
