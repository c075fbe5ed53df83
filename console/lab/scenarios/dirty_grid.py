"""The electricity of the region where batch jobs run becomes very dirty."""

from collections.abc import Mapping
from dataclasses import replace

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.objects.common import JsonObject
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.controls import DirtyGrid
from console.lab.simulator.estate_state import EstateState

_ADDED_G = 260.0
"""gCO2e/kWh on top of the usual, so that any grid is far above the usual threshold of 200 and above the others."""
_CRON_JOBS = "cronjobs.batch"


class DirtyGridScenario:
    """No wind, no sun: batch work should go to another region or wait."""

    key = "dirty-grid"
    runbook = "dirty-grid"

    def title(self) -> str:
        """Name for people."""
        return t("Dirty grid")

    def injects(self) -> str:
        """What it breaks."""
        return t("The electricity where the batch jobs run emits 260 gCO2/kWh more until the scenario ends.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The carbon intensity of the region is far above the threshold of 200 gCO2/kWh and above that of the other"
            " regions. Suspend the batch jobs of its cells until it is green again, or run them in another region."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": _cell(world).name}

    def inject(self, world: ScenarioWorld) -> None:
        """Make it dirty."""
        cell = _cell(world)
        world.faults = replace(world.faults, dirty_grids={cell.zone: DirtyGrid(world.now_s, _ADDED_G)})

    def withdraw(self, world: ScenarioWorld) -> None:
        """The wind is back; jobs that were suspended stay so."""
        world.faults = replace(world.faults, dirty_grids={})

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """No batch job is left to run there."""
        dirty = [cell for cell in world.blueprint.cells if cell.zone in world.faults.dirty_grids]
        return all(job["spec"].get("suspend") for cell in dirty for job in _jobs(world, cell))


def _cell(world: ScenarioWorld) -> CellSpec:
    cell = next((one for one in world.blueprint.cells if _jobs(world, one)), None)
    if cell is None:
        raise UserError(t("A dirty grid needs batch jobs to move."), t("Start the lab with more cells."))
    return cell


def _jobs(world: ScenarioWorld, cell: CellSpec) -> list[JsonObject]:
    return world.store.list(_CRON_JOBS, cell.namespace)


SCENARIOS.add(DirtyGridScenario())
