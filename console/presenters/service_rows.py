"""The services and data stores of one cell (L1.3) with their workload, replicas and lead figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.layer import Layer
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.kernel.i18n import t
from console.presenters.cell_workloads import seen_health, serving, workloads_of
from console.presenters.format import UNKNOWN
from console.presenters.reading_index import ReadingIndex
from console.presenters.signal_text import layer_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.resource import ResourceRef
    from console.domain.workload import Workload
    from console.estate.schema.cell import Cell, DataStore
    from console.presenters.figure import Figure
    from console.store.state import State

FIGURES = ("rps", "latency_p95", "error_ratio", "cpu_saturation")


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service or data store; ``ref`` is its workload (``None``: not seen, or managed outside the cluster)."""

    name: str
    layer: Layer
    layer_text: str
    is_store: bool
    health: Health
    reason: str
    replicas: str
    workload: str
    image: str
    figures: tuple[Figure, ...]
    ref: ResourceRef | None


def service_rows(state: State, cell: Cell) -> tuple[ServiceRow, ...]:
    """Return the rows in layer order, services before stores."""
    return tuple(_rows(state, cell))


def _rows(state: State, cell: Cell) -> Iterator[ServiceRow]:
    index, workloads = ReadingIndex(state), workloads_of(state, cell)
    listed = state.table(cell.cluster, "workloads") is not None
    for service in sorted(cell.services, key=lambda one: list(Layer).index(one.layer)):
        workload = serving(workloads, service)
        figures = _figures(index, cell, service.name, service.layer)
        health, reason = _judge(workload, listed, figures)
        yield _row(service.title or service.name, service.layer, False, workload, health, reason, figures)
    for store in cell.data_stores:
        workload = serving(workloads, store)
        health, reason = _judge_store(store, workload, listed)
        figures = _figures(index, cell, store.name, Layer.DATA)
        yield _row(store.name, Layer.DATA, True, workload, health, reason, figures)


def _figures(index: ReadingIndex, cell: Cell, name: str, layer: Layer) -> tuple[Figure, ...]:
    """Return the figures of a part; those meant for another layer (a model's latency is not the user's) only inform."""
    found = (index.service_figure(cell, signal, name) for signal in FIGURES)
    return tuple(
        one if SIGNALS_BY_KEY[one.key].layer in {layer, None} or one.value is None else one._replace(severity=None)
        for one in found
    )


def _judge(workload: Workload | None, listed: bool, figures: tuple[Figure, ...]) -> tuple[Health, str]:
    """Judge by replicas and by the figures; the worst gives the reason."""
    health, reason = _judge_workload(workload, listed)
    for figure in figures:
        if figure.severity is not None and figure.severity > max(health, Health.UNKNOWN):
            health, reason = figure.severity, t("{label}: {value}.", label=figure.label, value=figure.text)
    return health, reason


def _judge_workload(workload: Workload | None, listed: bool) -> tuple[Health, str]:
    if workload is None:
        return (Health.CRITICAL, t("No workload serves it.")) if listed else (Health.UNKNOWN, "")
    health = seen_health(workload)
    missing, stuck = workload.desired - workload.ready, workload.standstill
    if stuck is not None and missing <= 0:
        return health, t("Its newest pods do not come up: {words}", words=stuck.message or stuck.reason)
    if health is Health.OK:
        return health, ""
    words = t("{missing} of {desired} replicas are not ready.", missing=missing, desired=workload.desired)
    return health, f"{words} {stuck.message or stuck.reason}" if stuck is not None else words


def _judge_store(store: DataStore, workload: Workload | None, listed: bool) -> tuple[Health, str]:
    if store.managed:
        return Health.UNKNOWN, t("Managed outside the cluster.")
    return _judge_workload(workload, listed)


def _row(
    name: str,
    layer: Layer,
    is_store: bool,
    workload: Workload | None,
    health: Health,
    reason: str,
    figures: tuple[Figure, ...],
) -> ServiceRow:
    return ServiceRow(
        name=name,
        layer=layer,
        layer_text=layer_label(layer),
        is_store=is_store,
        health=health,
        reason=reason,
        replicas=f"{workload.ready}/{workload.desired}" if workload else UNKNOWN,
        workload=f"{workload.ref.kind}/{workload.ref.name}" if workload else UNKNOWN,
        image=workload.images[0] if workload and workload.images else UNKNOWN,
        figures=figures,
        ref=workload.ref if workload else None,
    )
