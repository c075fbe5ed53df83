"""A whole region goes dark."""

from collections.abc import Mapping

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.scenarios.faults_of import with_dark_region
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.edge_catalogue import ZONE
from console.lab.simulator.estate_state import EstateState

HOME_SHARE = 0.005
"""Share of the users that may still be sent to the dark region when it counts as drained."""


class RegionOutage:
    """Takes away all nodes of the region of one regional cell; only moving the traffic helps."""

    key = "region-outage"
    runbook = "region-evacuation"

    def title(self) -> str:
        """Name for people."""
        return t("Region outage")

    def injects(self) -> str:
        """What it breaks."""
        return t("All nodes of one region stop answering; every pod there is lost until the scenario ends.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "All nodes of the region are NotReady and its cell answers nothing but errors, while the router still sends"
            " it users. Set that cell's weight in the VirtualService edge/cell-router to 0 and raise the others."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        cell = next(cell for cell in world.blueprint.cells if cell.region == _region(world))
        return {"cell": cell.name, "zone": ZONE}

    def inject(self, world: ScenarioWorld) -> None:
        """Switch it off."""
        with_dark_region(world, _region(world), True)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Switch it on again; weights that the operator moved stay as they are."""
        with_dark_region(world, _region(world), False)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """Users no longer reach the dark region, or it is back."""
        region = _region(world)
        cells = [cell for cell in world.blueprint.cells if cell.region == region]
        if region not in world.faults.dark_regions:
            return all(state.ready[f"{cell.namespace}/web"] > 0 for cell in cells)
        sent = sum(max(0.0, state.cells[cell.name].router_share) for cell in cells)
        return sent <= HOME_SHARE and any(each.router_share > 0 for each in state.cells.values())


def _region(world: ScenarioWorld) -> str:
    """The region with the fewest users that stands alone, so that others can take over."""
    regional = [cell for cell in world.blueprint.cells if cell.kind == "regional"]
    alone = [cell for cell in regional if sum(cell.region == each.region for each in world.blueprint.cells) == 1]
    if not alone or len(world.blueprint.cells) < 2:
        raise UserError(t("A region outage needs cells in at least two regions."), t("Start the lab with more cells."))
    return min(alone, key=lambda cell: cell.units).region


SCENARIOS.add(RegionOutage())
