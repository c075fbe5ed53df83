"""What a canary counted beside its baseline: a revision of a cell, a destination of a route, a model at the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.judge.arm_query import model_queries, route_queries
from console.domain.promql import quoted
from console.domain.resource import ResourceRef
from console.domain.rollouts.route_lever import RouteLever
from console.domain.rollouts.worker_lever import WorkerLever
from console.estate.schema.router import GatewayRouter, IstioRouter
from console.kernel.i18n import t
from console.ports.metric import MetricReader
from console.services.judging import read_canary, read_counts
from console.services.rollouts.cell_health import argo_lever, rollout_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.judge.canary_counts import CanaryCounts
    from console.domain.rollout import Rollout
    from console.domain.rollouts.rollout_plan import RolloutModel
    from console.domain.rollouts.rollout_wave import RolloutCell
    from console.estate.schema.cell import Cell
    from console.estate.schema.connection import Prometheus
    from console.store.state import State


class CanaryCounter:
    """``reader`` finds the metric server of a connection."""

    def __init__(self, reader: Callable[[str, type[MetricReader]], MetricReader | None]) -> None:
        self._reader = reader

    async def counts(
        self,
        state: State,
        cell: RolloutCell,
        model: RolloutModel | None,
        span: tuple[float, float],
        *,
        is_alone: bool = False,
    ) -> CanaryCounts | str:
        """Return what was counted, or in a sentence why nobody counts it apart; raise ``ConnectorError``.

        ``span`` is when it could begin, and now (unix seconds). ``is_alone``: it has all requests, so that nothing
        counts beside it any more.
        """
        worker = next((one for one in cell.levers if isinstance(one, WorkerLever)), None)
        lever = argo_lever(cell)
        if lever is None and worker is not None and model is not None:
            return await self._of_model(state, worker, model, span, is_alone)
        route = next((one for one in cell.levers if isinstance(one, RouteLever)), None)
        if lever is None and route is not None:
            return await self._of_route(state, cell.cell, route, span, is_alone)
        row = None if lever is None else rollout_row(state, lever)
        found = state.estate.cell(cell.cell) if state.estate is not None else None
        if found is None or row is None or not row.in_progress:
            return t("Nobody counts the canary of this cell apart.")
        return await self._of_cell(state, found, row, span)

    async def _of_cell(self, state: State, cell: Cell, row: Rollout, span: tuple[float, float]) -> CanaryCounts | str:
        server, reader = self._server(state, cell.prometheus)
        name = row.ref.name
        workloads = {f"Rollout/{name}", name}
        service = next((one for one in cell.services if (one.workload or one.name) in workloads), None)
        if server is None or reader is None or service is None:
            return t("No metric server of the estate counts the canary of this cell apart.")
        return await read_canary(reader, server, cell, service, row, span[1], span[0])

    async def _of_route(
        self, state: State, cell: str, lever: RouteLever, span: tuple[float, float], is_alone: bool
    ) -> CanaryCounts | str:
        found = state.estate.cell(cell) if state.estate is not None else None
        named = found.prometheus if found is not None else None  # what reaches a cell is counted at its end
        server, reader = self._server(state, named or self._first_server(state))
        if server is None or reader is None:
            return t("No metric server of the estate counts the destinations of {name} apart.", name=lever.name)
        ref = ResourceRef(server.key, "Canary", lever.namespace, lever.name)
        queries = route_queries(*(_matchers(state, lever, name) for name in (lever.stable, lever.canary)))
        return await read_counts(reader, ref, lever.canary, queries, span[1], since_s=span[0], is_alone=is_alone)

    async def _of_model(
        self, state: State, worker: WorkerLever, model: RolloutModel, span: tuple[float, float], is_alone: bool
    ) -> CanaryCounts | str:
        known = next((one for one in state.estate.models if one.key == model.key), None) if state.estate else None
        first = self._first_server(state)
        server, reader = self._server(state, (known.prometheus if known is not None else None) or first)
        if server is None or reader is None:
            return t("No metric server of the estate counts the versions of {model} apart.", model=model.key)
        ref = ResourceRef(server.key, "Canary", worker.connection, worker.script)
        queries = model_queries(worker.script, model.version)
        return await read_counts(reader, ref, model.version, queries, span[1], since_s=span[0], is_alone=is_alone)

    @staticmethod
    def _first_server(state: State) -> str | None:
        servers = state.estate.prometheus if state.estate is not None else ()
        return servers[0].key if servers else None

    def _server(self, state: State, key: str | None) -> tuple[Prometheus | None, MetricReader | None]:
        servers = state.estate.prometheus if state.estate is not None else ()
        server = next((one for one in servers if one.key == key), None)
        return server, self._reader(server.key, MetricReader) if server is not None else None


def _matchers(state: State, lever: RouteLever, destination: str) -> str:
    """Return the labels by which Istio counts a destination: the cell's that the router leads to, else the service's.

    A destination is ``host`` or ``host/subset``.
    """
    host, _, subset = destination.partition("/")
    for router in state.estate.routers if state.estate is not None else ():
        if not isinstance(router, IstioRouter | GatewayRouter) or router.name != lever.name:
            continue
        led = next((one.cell for one in router.destinations if (one.destination, one.subset) == (host, subset)), "")
        cell = state.estate.cell(led) if state.estate is not None and led else None
        if cell is not None:
            name = cell.selectors.metrics_cell or cell.key
            return f'source_workload="cell-router",destination_workload={quoted(name)}'
    version = f",destination_version={quoted(subset)}" if subset else ""
    return f"destination_service={quoted(host)}{version}"
