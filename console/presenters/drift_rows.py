"""Template drift of a cell (L1.4): what the template asks for, what the estate declares, and what runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.cell_template import CellTemplateSpec, ObservedCell, ReplicaBounds
from console.domain.route import Setting
from console.domain.template_drift import DriftSide, template_drift
from console.kernel.i18n import t
from console.presenters.autoscaler_rows import autoscalers_of
from console.presenters.cell_workloads import workload_name, workloads_of
from console.presenters.format import UNKNOWN
from console.presenters.quota_number import quota_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.estate.schema.cell import Autoscale, Cell, CellTemplate, DataStore, Service
    from console.store.state import State

LAYER_LABEL = "layer"


@dataclass(frozen=True, slots=True)
class DriftRow:
    """One difference; ``expected`` and ``found`` are dashes where something is absent."""

    side: str
    path: str
    expected: str
    found: str


def drift_rows(state: State, cell: Cell) -> tuple[DriftRow, ...] | None:
    """Return the differences of a cell from its template; ``None`` when it names no template."""
    template = state.estate.template_of(cell) if state.estate is not None else None
    if template is None:
        return None
    found = template_drift(
        _template_spec(template), _declared_spec(cell), _observed(state, cell, _names(template, cell))
    )
    sides = {DriftSide.DECLARED: t("Declared in the estate"), DriftSide.RUNNING: t("Running")}
    return tuple(DriftRow(sides[one.side], one.path, one.expected or UNKNOWN, one.found or UNKNOWN) for one in found)


def _bounds(autoscale: Autoscale | None) -> ReplicaBounds | None:
    return None if autoscale is None else ReplicaBounds(autoscale.min, autoscale.max)


def _template_spec(template: CellTemplate) -> CellTemplateSpec:
    return CellTemplateSpec(
        services={one.name: one.layer for one in template.services},
        data_stores=frozenset(one.name for one in template.data_stores if not one.managed),
        bounds=_bounds(template.autoscale),
        quotas=dict(template.quotas),
    )


def _declared_spec(cell: Cell) -> CellTemplateSpec:
    return CellTemplateSpec(
        services={one.name: one.layer for one in cell.services},
        data_stores=frozenset(one.name for one in cell.data_stores if not one.managed),
        bounds=_bounds(cell.autoscale),
        quotas=dict(cell.quotas),
    )


def _names(template: CellTemplate, cell: Cell) -> Mapping[str, str]:
    """Return the names of services and data stores by those of their workloads; the cell's own word on one wins."""
    parts: list[Service | DataStore] = [*template.services, *template.data_stores, *cell.services, *cell.data_stores]
    workloads = {one.name: workload_name(one) for one in parts}
    return {workload: name for name, workload in workloads.items()}


def _observed(state: State, cell: Cell, names: Mapping[str, str]) -> ObservedCell:
    return ObservedCell(
        workloads=_workloads(state, cell, names), bounds=_scaling(state, cell, names), quotas=_quotas(state, cell)
    )


def _workloads(state: State, cell: Cell, names: Mapping[str, str]) -> Mapping[str, str] | None:
    table = state.table(cell.cluster, "workloads")
    if table is None or not table.complete:
        return None
    found = workloads_of(state, cell)
    return {names.get(one.ref.name, one.ref.name): dict(one.labels).get(LAYER_LABEL, "") for one in found}


def _scaling(state: State, cell: Cell, names: Mapping[str, str]) -> Mapping[str, ReplicaBounds] | None:
    """Return the bounds in force: those of a ScaledObject, not what KEDA makes of them for its HPA (at least 1)."""
    if state.table(cell.cluster, "autoscalers") is None:
        return None
    return {
        names.get(one.target_name, one.target_name): ReplicaBounds(one.minimum, one.maximum)
        for one in sorted(autoscalers_of(state, cell), key=lambda one: not one.owner)
        if one.minimum is not None or one.maximum is not None
    }


def _quotas(state: State, cell: Cell) -> Mapping[str, float | None] | None:
    table = state.table(cell.cluster, "settings")
    if table is None:
        return None
    places = state.estate.quota_places(cell) if state.estate is not None else frozenset()
    entry = cell.quota_config.entry if cell.quota_config is not None else ""
    settings = [
        row for row in table.rows.values() if isinstance(row, Setting) and (row.ref.namespace, row.ref.name) in places
    ]
    return {name: value for one in settings for name, value in quota_numbers(one, entry).items()} if settings else None
