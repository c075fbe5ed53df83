"""Template drift of a cell (L1.4): what the template asks for, what the estate declares, and what runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.cell_template import CellTemplateSpec, ObservedCell, ReplicaBounds
from console.domain.route import Setting
from console.domain.template_drift import DriftSide, template_drift
from console.kernel.i18n import t
from console.presenters.autoscaler_rows import autoscalers_of
from console.presenters.cell_workloads import workloads_of
from console.presenters.format import UNKNOWN
from console.presenters.quantity_text import quantity_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.estate.schema.cell import Autoscale, Cell, CellTemplate
    from console.store.state import State

QUOTA_SETTING = "cell-quota"
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
    found = template_drift(_template_spec(template), _declared_spec(cell), _observed(state, cell))
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


def _observed(state: State, cell: Cell) -> ObservedCell:
    return ObservedCell(workloads=_workloads(state, cell), bounds=_scaling(state, cell), quotas=_quotas(state, cell))


def _workloads(state: State, cell: Cell) -> Mapping[str, str] | None:
    table = state.table(cell.cluster, "workloads")
    if table is None or not table.complete:
        return None
    return {one.ref.name: dict(one.labels).get(LAYER_LABEL, "") for one in workloads_of(state, cell)}


def _scaling(state: State, cell: Cell) -> Mapping[str, ReplicaBounds] | None:
    if state.table(cell.cluster, "autoscalers") is None:
        return None
    return {
        one.target_name: ReplicaBounds(one.minimum, one.maximum)
        for one in autoscalers_of(state, cell)
        if one.minimum is not None or one.maximum is not None
    }


def _quotas(state: State, cell: Cell) -> Mapping[str, float | None] | None:
    table = state.table(cell.cluster, "settings")
    if table is None:
        return None
    places = {(space, QUOTA_SETTING) for space in cell.selectors.namespaces}
    if cell.quota_config is not None:
        places = {(cell.quota_config.namespace, cell.quota_config.name)}
    settings = [
        row for row in table.rows.values() if isinstance(row, Setting) and (row.ref.namespace, row.ref.name) in places
    ]
    return dict(pair for setting in settings for pair in _numbers(setting)) if settings else None


def _numbers(setting: Setting) -> Iterator[tuple[str, float | None]]:
    """Yield an entry per quota, or the members of an entry that is a JSON object of quotas."""
    for name, text in setting.entries:
        try:
            nested = json.loads(text)
        except ValueError:
            nested = None
        if isinstance(nested, dict):
            yield from ((str(key), quantity_number(str(value))) for key, value in nested.items())
        else:
            yield name, quantity_number(text)
