"""The plan of a rollout over several cells: data in a file."""

from __future__ import annotations

from typing import Literal

import msgspec

from console.domain.rollouts.rollout_gates import RolloutGates
from console.domain.rollouts.rollout_stage import STAGES, RolloutStage
from console.domain.rollouts.rollout_wave import RolloutWave
from console.kernel.errors import UserError
from console.kernel.i18n import t

_MOST_CELLS = 200
_ALL = 100


class RolloutModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The edge model (its key in the estate) whose version is switched: compatibility is checked first."""

    key: str
    version: str


class RolloutPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Waves of cells go through the stages one after the other; by ``hand`` every stage waits for a person.

    Raises ``UserError`` for a plan that makes no sense, or one of whose steps cannot be.
    """

    name: str
    waves: tuple[RolloutWave, ...]
    stages: tuple[RolloutStage, ...] = STAGES
    gates: RolloutGates = RolloutGates()
    mode: Literal["clock", "hand"] = "clock"
    reason: str = ""
    model: RolloutModel | None = None
    schema: Literal["cell-console.rollout/1"] = "cell-console.rollout/1"

    def __post_init__(self) -> None:
        cells = [one.cell for wave in self.waves for one in wave.cells]
        if not self.name.strip() or not cells or not all(wave.cells for wave in self.waves):
            raise UserError(t("A rollout needs a name, waves, and cells in each of them."))
        twice = sorted({cell for cell in cells if cells.count(cell) > 1})
        if twice:
            raise UserError(t("The cell {cell} is in the plan twice.", cell=twice[0]), t("Name each cell once."))
        if len(cells) > _MOST_CELLS:
            raise UserError(t("A rollout has at most {most} cells.", most=_MOST_CELLS))
        bare = next((one.cell for wave in self.waves for one in wave.cells if not one.levers), "")
        if bare:
            raise UserError(t("The cell {cell} has nothing to be moved.", cell=bare), t("Give it a lever."))
        for wave in self.waves:
            _check_stages(self.stages_of(wave))
            _check_steps(wave, self.stages_of(wave))

    @property
    def cells(self) -> tuple[str, ...]:
        """Return all cells in the order in which they are reached."""
        return tuple(one.cell for wave in self.waves for one in wave.cells)

    def stages_of(self, wave: RolloutWave) -> tuple[RolloutStage, ...]:
        """Return the stages that a wave goes through."""
        return wave.stages or self.stages


def _check_stages(stages: tuple[RolloutStage, ...]) -> None:
    if not stages:
        raise UserError(t("A rollout needs stages."), t("Write a share and how long it is watched: 5 % 6h, … 100 %."))
    shares = [one.percent for one in stages]
    if shares[-1] != _ALL or shares != sorted(set(shares)):
        raise UserError(
            t("The stages {shares} do not rise to 100 %.", shares=", ".join(f"{one:g}" for one in shares)),
            t("Let every stage have more than the one before, and the last one 100."),
        )


def _check_steps(wave: RolloutWave, stages: tuple[RolloutStage, ...]) -> None:
    """Make every step once: one that cannot be raises ``UserError``."""
    for lever in (lever for cell in wave.cells for lever in cell.levers):
        for number, stage in enumerate(stages):
            lever.forward(stage.percent, is_first=number == 0)
