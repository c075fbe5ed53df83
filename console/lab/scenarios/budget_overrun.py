"""Somebody raised the floor of a cell's autoscalers: it costs far more than it needs."""

from collections.abc import Mapping

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.series.autoscale_series import autoscaler_name
from console.lab.simulator.workload_spec import WorkloadSpec

_HPA = "horizontalpodautoscalers.autoscaling"
_TOLERATED = 1.1
"""A floor a tenth above the agreed one counts as repaired."""


class BudgetOverrun:
    """Sets ``minReplicas`` to ``maxReplicas`` for all services of one cell."""

    key = "budget-overrun"
    runbook = "budget-overrun"

    def title(self) -> str:
        """Name for people."""
        return t("Budget overrun")

    def injects(self) -> str:
        """What it breaks."""
        return t("Sets minReplicas of every HorizontalPodAutoscaler of one cell to its maxReplicas.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The cost of the cell runs ahead of its budget while its pods idle: minReplicas of its autoscalers equals"
            " maxReplicas. Lower minReplicas to what the cell's template says."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        cell = _cell(world)
        first, second = (_scaled(cell) * 2)[:2]
        return {
            "cell": cell.name,
            "first": first.name,
            "first_floor": str(first.min_replicas),
            "second": second.name,
            "second_floor": str(second.min_replicas),
        }

    def inject(self, world: ScenarioWorld) -> None:
        """Raise the floors."""
        cell = _cell(world)
        for spec in _scaled(cell):
            _set_floor(world, spec, spec.max_replicas)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Restore the floors that are still above the agreed ones."""
        for spec in _scaled(_cell(world)):
            if _floor(world, spec) > spec.min_replicas:
                _set_floor(world, spec, spec.min_replicas)

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The floors are about the agreed ones."""
        specs = _scaled(_cell(world))
        return sum(_floor(world, one) for one in specs) <= _TOLERATED * sum(one.min_replicas for one in specs)


def _cell(world: ScenarioWorld) -> CellSpec:
    """The smallest regional cell: there the excess is the greatest."""
    regional = [cell for cell in world.blueprint.cells if cell.kind == "regional" and _scaled(cell)]
    if not regional:
        raise UserError(t("A budget overrun needs a regional cell."), t("Start the lab with more cells."))
    return min(regional, key=lambda cell: cell.units)


def _scaled(cell: CellSpec) -> tuple[WorkloadSpec, ...]:
    return tuple(spec for spec in cell.workloads if spec.scaling == "hpa")


def _floor(world: ScenarioWorld, spec: WorkloadSpec) -> int:
    found = world.store.find(_HPA, spec.namespace, autoscaler_name(spec))
    return spec.min_replicas if found is None else int(found.content()["spec"].get("minReplicas") or 1)


def _set_floor(world: ScenarioWorld, spec: WorkloadSpec, floor: int) -> None:
    if world.store.find(_HPA, spec.namespace, autoscaler_name(spec)) is not None:
        world.store.patch(_HPA, spec.namespace, autoscaler_name(spec), {"spec": {"minReplicas": floor}})


SCENARIOS.add(BudgetOverrun())
