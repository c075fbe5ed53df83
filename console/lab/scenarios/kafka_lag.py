"""Kafka lag grows because the delivery workers fetch tiny batches."""

from collections.abc import Mapping

from console.domain.operations.value_limit import MOST_REPLICAS
from console.kernel.i18n import t
from console.lab.objects.config_object import USUAL_BATCH
from console.lab.scenarios.delivery_of import (
    CAMPAIGN,
    delivery_cells,
    delivery_setting,
    has_caught_up,
    most_lag,
    set_delivery,
    workers,
)
from console.lab.scenarios.faults_of import with_campaign
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_state import EstateState

SMALL_BATCH = 2
_BATCH_KEY = "batch.size"
_SLOW_WORKERS_HELP = 4
"""This many times the usual most workers can do it even while each of them is slow."""


class KafkaLag:
    """Lowers the batch size of one cell's workers while a campaign goes out."""

    key = "kafka-lag"
    runbook = "backpressure"

    def title(self) -> str:
        """Name for people."""
        return t("Kafka lag")

    def injects(self) -> str:
        """What it breaks."""
        return t("Sets batch.size of the ConfigMap delivery-config to 2 in one cell during a campaign.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "Lag of newsletter-delivery grows although KEDA has scaled delivery to its maximum: each worker delivers"
            " too little. batch.size in the ConfigMap delivery-config is 2 instead of 500."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        cell = _cell(world)
        known = {"cell": cell.name, "batch": str(USUAL_BATCH), "most_lag": most_lag(cell)}
        usual = workers(cell).max_replicas
        if usual > MOST_REPLICAS:
            return known  # no change could allow more
        return {**known, "maximum": str(min(MOST_REPLICAS, _SLOW_WORKERS_HELP * usual))}

    def inject(self, world: ScenarioWorld) -> None:
        """Lower it."""
        cell = _cell(world)
        set_delivery(world, cell, _BATCH_KEY, str(SMALL_BATCH))
        with_campaign(world, cell.name, CAMPAIGN)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Restore it."""
        cell = _cell(world)
        set_delivery(world, cell, _BATCH_KEY, str(USUAL_BATCH))
        with_campaign(world, cell.name, None)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """Nothing waits any more, and the workers are quick again or there are more of them than the usual maximum."""
        cell = _cell(world)
        return has_caught_up(state, cell) and (_batch(world, cell) >= USUAL_BATCH / 2 or _raised(state, cell))


def _batch(world: ScenarioWorld, cell: CellSpec) -> float:
    text = delivery_setting(world, cell, _BATCH_KEY, str(USUAL_BATCH))
    return float(text) if text.isdigit() else 0.0


def _raised(state: EstateState, cell: CellSpec) -> bool:
    """Whether the operator chose to give the slow workers more replicas instead."""
    found = state.autoscalers.get(f"{cell.namespace}/delivery")
    return found is not None and found.max_replicas > workers(cell).max_replicas


def _cell(world: ScenarioWorld) -> CellSpec:
    cells = delivery_cells(world)
    return cells[-1] if cells[-1].kind == "regional" or len(cells) < 3 else cells[2]


SCENARIOS.add(KafkaLag())
