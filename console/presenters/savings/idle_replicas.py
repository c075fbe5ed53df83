"""Workloads without an autoscaler that use little of what they request (requirement L6.1)."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from console.domain.operations.scale_workload import ScaleWorkload
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.cell_workloads import scalers_of, workloads_of
from console.presenters.format import percent, significant
from console.presenters.money_text import money
from console.presenters.savings.saving import Saving, SavingBasis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.workload import Workload
    from console.estate.schema.cell import Cell

_LITTLE, _WANTED = 0.4, 0.65
_KINDS = frozenset({"Deployment", "Rollout"})
_SPARE = 2


def idle_savings(basis: SavingBasis) -> Iterator[Saving]:
    """Yield fewer replicas for each such workload; stateful ones are left alone."""
    for cell in basis.cells:
        scaled = {(one.target_kind, one.target_name) for one in scalers_of(basis.state, cell) if one.maximum}
        for workload in workloads_of(basis.state, cell):
            if workload.ref.kind in _KINDS and (workload.ref.kind, workload.ref.name) not in scaled:
                yield from _saving(basis, cell, workload)


def _saving(basis: SavingBasis, cell: Cell, workload: Workload) -> Iterator[Saving]:
    kind, name = workload.ref.kind, workload.ref.name
    course, hourly = basis.course(cell, kind, name), basis.pod_hourly(cell, kind, name)
    spans = basis.recent(course) if course is not None else ()
    told = [one for one in spans if one.used is not None]
    weight = sum(one.total for one in told)
    if hourly is None or not weight:
        return
    used = sum((one.used or 0.0) * one.total for one in told) / weight
    replicas = max(_SPARE, ceil(workload.desired * used / _WANTED))
    if used >= _LITTLE or replicas >= workload.desired:
        return
    price, currency = hourly
    yield Saving(
        key=f"idle/{cell.key}/{kind}/{name}",
        title=t("Run {name} with {replicas} replicas instead of {desired}", name=name, replicas=replicas,
                desired=workload.desired),
        cell=cell.key,
        amount=(workload.desired - replicas) * price * basis.left_h,
        currency=currency,
        how=t("{price} a pod and hour × {count} × {hours} h to the end of the month", count=workload.desired - replicas,
              price=money(price, currency), hours=significant(basis.left_h)),
        condition=t("It used {used} of what it requests in the last days, on the mean: check its peaks first.",
                    used=percent(used)),
        operation=ScaleWorkload(workload.ref.connection, kind, workload.ref.namespace, name, replicas),
        is_guarded=basis.is_guarded(cell.key, CostSource.CLUSTERS),
        query=t("{kind} {name} of {namespace}", kind=kind, name=name, namespace=workload.ref.namespace),
    )  # fmt: skip
