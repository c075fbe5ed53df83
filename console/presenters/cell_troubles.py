"""The troubles of a cell: nodes, traffic weights, autoscalers and jobs that explain how well it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.cell_trouble import CellTrouble, TroubleKind
from console.domain.health import Health
from console.domain.job_run import failed_jobs, failure_of
from console.domain.scaling_block import BlockReason, scaling_blocks
from console.domain.scaling_demand import is_forbidden_more, wants_more
from console.estate.schema.router import GatewayRouter, IstioRouter
from console.presenters.autoscaler_rows import autoscalers_of
from console.presenters.cell_workloads import jobs_of
from console.presenters.node_count import node_counts
from console.presenters.reading_index import ReadingIndex
from console.presenters.router_share import router_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.domain.autoscaler import Autoscaler
    from console.domain.scaling_block import ScalingBlock
    from console.estate.schema.cell import Cell
    from console.store.state import State

_EXPLAINS = {BlockReason.AT_MAXIMUM, BlockReason.NEVER_ADDS, BlockReason.PAUSED, BlockReason.NO_RECOMMENDATION}
"""Somebody chose these; they harm nothing until the cell needs more."""


def cell_troubles(state: State, cell: Cell) -> tuple[CellTrouble, ...]:
    """Return the causes, those that take most away first."""
    return (*_nodes(state, cell), *_weights(state, cell), *_scaling(state, cell), *_jobs(state, cell))


def _nodes(state: State, cell: Cell) -> Iterator[CellTrouble]:
    count = node_counts(state, cell.cluster).get(cell.region) if cell.region else None
    if count is not None and count.down:
        health = Health.CRITICAL if len(count.down) == count.total else Health.WARNING
        yield CellTrouble(TroubleKind.NODES_NOT_READY, health, cell.region, found=len(count.down), expected=count.total)


def _weights(state: State, cell: Cell) -> Iterator[CellTrouble]:
    """Too much traffic is the receiver's trouble; too little only explains what is seen."""
    index = ReadingIndex(state)
    for router in state.estate.routers if state.estate is not None else ():
        if not isinstance(router, IstioRouter | GatewayRouter):
            continue
        for one in router_shares(state, index, router):
            if one.cell == cell.key and one.is_changed and one.configured is not None and one.agreed is not None:
                health = Health.WARNING if one.configured > one.agreed else Health.OK
                name = router.title or router.key
                yield CellTrouble(TroubleKind.WEIGHT_CHANGED, health, name, found=one.configured, expected=one.agreed)


def _scaling(state: State, cell: Cell) -> Iterator[CellTrouble]:
    """Autoscalers that are blocked alike are told together; an HPA that KEDA made follows its ScaledObject."""
    blocked = {scaler.ref: block for scaler in autoscalers_of(state, cell) if (block := _block(scaler)) is not None}
    alike: dict[tuple[BlockReason, str], list[str]] = {}
    for scaler in autoscalers_of(state, cell):
        block = blocked.get(scaler.ref)
        if block is not None and not _follows(scaler, (ref.name for ref in blocked if ref.kind == "ScaledObject")):
            alike.setdefault((block.reason, _words(block)), []).append(scaler.ref.name)
    for (reason, words), names in alike.items():
        named = [one for one in autoscalers_of(state, cell) if one.ref.name in names]
        is_short = any(wants_more(one) or is_forbidden_more(one) for one in named)
        health = Health.OK if reason in _EXPLAINS and not is_short else Health.WARNING
        yield CellTrouble(TroubleKind.SCALING_BLOCKED, health, ", ".join(names), words, block=reason)


def _block(scaler: Autoscaler) -> ScalingBlock | None:
    if scaler.ref.kind == "VerticalPodAutoscaler":
        return None  # it sizes pods; it never stands between load and replicas
    return next((block for block in scaling_blocks(scaler) if block.blocks_up), None)


def _follows(scaler: Autoscaler, blocked: Iterable[str]) -> bool:
    made_by = scaler.owner.removeprefix("ScaledObject/") if scaler.owner.startswith("ScaledObject/") else ""
    own = made_by or scaler.ref.name.removeprefix("keda-hpa-")
    return scaler.ref.kind == "HorizontalPodAutoscaler" and own in set(blocked)


def _words(block: ScalingBlock) -> str:
    """Return the words that name the cause: KEDA's message does, an HPA's reason does and its message is long."""
    return block.message if block.reason is BlockReason.NOT_READY else ""


def _jobs(state: State, cell: Cell) -> Iterator[CellTrouble]:
    for job in failed_jobs(jobs_of(state, cell)):
        failure = failure_of(job)
        name = job.owner.rpartition("/")[2] or job.ref.name
        yield CellTrouble(TroubleKind.JOB_FAILED, Health.WARNING, name, failure.reason if failure else "")
