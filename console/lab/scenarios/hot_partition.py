"""One partition of the newsletters' topic gets most of the messages: more workers do not help."""

from collections.abc import Mapping

from console.kernel.i18n import t
from console.lab.objects.config_object import PARTITION_KEY, USUAL_KEY
from console.lab.scenarios.delivery_of import (
    CAMPAIGN,
    delivery_cells,
    delivery_setting,
    has_caught_up,
    most_lag,
    set_delivery,
)
from console.lab.scenarios.faults_of import with_campaign
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_state import EstateState

_HOT_KEY = "segment"


class HotPartition:
    """Changes the key of the topic to one with three values while a campaign goes out."""

    key = "hot-partition"
    runbook = "data-mesh-partitioning"

    def title(self) -> str:
        """Name for people."""
        return t("Hot partition")

    def injects(self) -> str:
        """What it breaks."""
        return t("Sets partition.key of the ConfigMap delivery-config to segment in one cell during a campaign.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "Lag of newsletter-delivery grows although KEDA has scaled delivery to its maximum, and one partition gets"
            " most of the messages: partition.key in the ConfigMap delivery-config is segment instead of user_id."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": _cell(world).name, "key": USUAL_KEY, "most_lag": most_lag(_cell(world))}

    def inject(self, world: ScenarioWorld) -> None:
        """Change the key."""
        cell = _cell(world)
        set_delivery(world, cell, PARTITION_KEY, _HOT_KEY)
        with_campaign(world, cell.name, CAMPAIGN)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Restore it."""
        cell = _cell(world)
        set_delivery(world, cell, PARTITION_KEY, USUAL_KEY)
        with_campaign(world, cell.name, None)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """Messages are spread again and nothing waits any more."""
        cell = _cell(world)
        key = delivery_setting(world, cell, PARTITION_KEY, USUAL_KEY)
        return key == USUAL_KEY and has_caught_up(state, cell)


def _cell(world: ScenarioWorld) -> CellSpec:
    """The second cell with a queue, so that other scenarios of queues run beside it."""
    cells = delivery_cells(world)
    return cells[1] if len(cells) > 1 else cells[0]


SCENARIOS.add(HotPartition())
