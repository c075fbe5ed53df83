"""Kafka lag grows because the delivery workers fetch tiny batches."""

from collections.abc import Mapping

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.objects.config_object import DELIVERY_CONFIG, USUAL_BATCH
from console.lab.scenarios.faults_of import with_newsletters
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.backlog import COMMIT_DELAY_S
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_state import EstateState

SMALL_BATCH = 2
SURGE = 6.0


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
        return {"cell": _cell(world).name, "batch": str(USUAL_BATCH)}

    def inject(self, world: ScenarioWorld) -> None:
        """Lower it."""
        cell = _cell(world)
        _set(world, cell, SMALL_BATCH)
        with_newsletters(world, cell.name, SURGE)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Restore it."""
        cell = _cell(world)
        _set(world, cell, USUAL_BATCH)
        with_newsletters(world, cell.name, None)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """Nothing waits any more, and the workers are quick again or there are more of them than the usual maximum."""
        cell = _cell(world)
        flow = state.cells[cell.name].flow
        processed = sum(float(rate) for rate in flow.processed_per_s.values())
        caught_up = processed > 0 and float(flow.lag) <= 1.5 * COMMIT_DELAY_S * processed
        return caught_up and (_batch(world, cell) >= USUAL_BATCH / 2 or _raised(state, cell))


def _batch(world: ScenarioWorld, cell: CellSpec) -> float:
    found = world.store.find("configmaps", cell.namespace, DELIVERY_CONFIG)
    text = str((found.content().get("data") or {}).get("batch.size", USUAL_BATCH)) if found else str(USUAL_BATCH)
    return float(text) if text.isdigit() else 0.0


def _raised(state: EstateState, cell: CellSpec) -> bool:
    """Whether the operator chose to give the slow workers more replicas instead."""
    spec, found = cell.workload("delivery"), state.autoscalers.get(f"{cell.namespace}/delivery")
    return spec is not None and found is not None and found.max_replicas > spec.max_replicas


def _cell(world: ScenarioWorld) -> CellSpec:
    cells = [cell for cell in world.blueprint.cells if cell.workload("delivery") is not None]
    if not cells:
        raise UserError(t("No cell of this lab has a delivery service."), t("Start the lab with more cells."))
    return cells[-1] if cells[-1].kind == "regional" or len(cells) < 3 else cells[2]


def _set(world: ScenarioWorld, cell: CellSpec, batch: int) -> None:
    if world.store.find("configmaps", cell.namespace, DELIVERY_CONFIG) is not None:
        world.store.patch("configmaps", cell.namespace, DELIVERY_CONFIG, {"data": {"batch.size": str(batch)}})


SCENARIOS.add(KafkaLag())
