"""The delivery service of a cell: where there is one, how it is set, whether it keeps up."""

import math

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.objects.config_object import DELIVERY_CONFIG
from console.lab.scenarios.scenario import ScenarioWorld
from console.lab.simulator.backlog import COMMIT_DELAY_S
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.workload_spec import WorkloadSpec

CAMPAIGN = 0.3
"""Share of what all workers can deliver that a campaign brings: more than slow workers do, or the one of a hot
partition, and little enough that what has waited is worked off soon."""
_MOST_USUAL = 0.65
"""Nothing that is usual takes a larger share of all workers: the morning's run amid campaigns of all segments."""


def delivery_cells(world: ScenarioWorld) -> list[CellSpec]:
    """The cells with a delivery service; raises UserError when there is none."""
    cells = [cell for cell in world.blueprint.cells if cell.workload("delivery") is not None]
    if not cells:
        raise UserError(t("No cell of this lab has a delivery service."), t("Start the lab with more cells."))
    return cells


def workers(cell: CellSpec) -> WorkloadSpec:
    """The delivery service of a cell that has one."""
    return next(spec for spec in cell.workloads if spec.name == "delivery")


def delivery_setting(world: ScenarioWorld, cell: CellSpec, key: str, usual: str) -> str:
    """A setting in the ConfigMap of the workers; the usual one where nothing is set."""
    found = world.store.find("configmaps", cell.namespace, DELIVERY_CONFIG)
    return str((found.content().get("data") or {}).get(key, usual)) if found else usual


def set_delivery(world: ScenarioWorld, cell: CellSpec, key: str, value: str) -> None:
    """Change a setting, while the ConfigMap is there."""
    if world.store.find("configmaps", cell.namespace, DELIVERY_CONFIG) is not None:
        world.store.patch("configmaps", cell.namespace, DELIVERY_CONFIG, {"data": {key: value}})


def most_lag(cell: CellSpec) -> str:
    """How many messages may wait for their commit when all is well."""
    return str(math.ceil(_MOST_USUAL * COMMIT_DELAY_S * workers(cell).full_rps))


def has_caught_up(state: EstateState, cell: CellSpec) -> bool:
    """Whether messages flow, and none waits for more than its batch to be committed."""
    flow = state.cells[cell.name].flow
    processed = sum(float(rate) for rate in flow.processed_per_s.values())
    return processed > 0 and float(flow.lag) <= 1.5 * COMMIT_DELAY_S * processed
