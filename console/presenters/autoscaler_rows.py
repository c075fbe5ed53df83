"""Autoscalers of the estate (L2.1): target, current, bounds, metrics, and what blocks scaling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.autoscaler import ClusterAutoscaler
from console.domain.health import Health
from console.domain.quantity import quantity_number
from console.domain.scaling_block import BlockReason, scaling_blocks
from console.kernel.i18n import t
from console.presenters.block_text import block_text
from console.presenters.cell_workloads import scalers_of
from console.presenters.format import UNKNOWN, ago, significant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.autoscaler import Autoscaler, ScalingMetric
    from console.domain.resource import ResourceRef
    from console.domain.scaling_block import ScalingBlock
    from console.estate.schema.cell import Cell
    from console.store.state import State

KIND_WORDS = {"HorizontalPodAutoscaler": "HPA", "VerticalPodAutoscaler": "VPA"}
_WARNINGS = {
    *(BlockReason.PAUSED, BlockReason.NEVER_ADDS, BlockReason.AT_MAXIMUM, BlockReason.FALLBACK),
    BlockReason.NO_RECOMMENDATION,
}
_HARMLESS = {BlockReason.INACTIVE, BlockReason.AT_MINIMUM, BlockReason.RATE_LIMITED}


@dataclass(frozen=True, slots=True)
class AutoscalerRow:
    """One autoscaler; replica texts are dashes where unknown, ``blocks`` are sentences, the most decisive first.

    ``sizes`` are (container and resource, what a VPA may set of it); ``only_advises``: it sets nothing at all.
    """

    ref: ResourceRef
    cell: str
    kind: str
    name: str
    target: str
    replicas: str
    bounds: str
    metrics: str
    health: Health
    blocks: tuple[str, ...]
    last_scale: str
    last_scale_at_s: float | None
    conditions: tuple[tuple[str, str, str, str], ...]
    recommendations: tuple[tuple[str, str], ...]
    only_advises: bool
    sizes: tuple[tuple[str, str], ...]


def autoscalers_of(state: State, cell: Cell) -> tuple[Autoscaler, ...]:
    """Return the autoscalers of the cell, by name."""
    return scalers_of(state, cell)


def autoscaler_rows(state: State, now_s: float, cell: str = "") -> tuple[AutoscalerRow, ...]:
    """Return the rows of all cells (or of one), those that are blocked first."""
    if state.estate is None:
        return ()
    cells = [one for one in state.estate.cells if cell in {"", one.key}]
    rows = [_row(scaler, one, now_s) for one in cells for scaler in autoscalers_of(state, one)]
    return tuple(sorted(rows, key=lambda row: -row.health))


def _row(scaler: Autoscaler, cell: Cell, now_s: float) -> AutoscalerRow:
    blocks = tuple(block for block in scaling_blocks(scaler) if not _advises_only(scaler, block))
    return AutoscalerRow(
        ref=scaler.ref,
        cell=cell.title or cell.key,
        kind=_kind(scaler),
        name=scaler.ref.name,
        target=f"{scaler.target_kind}/{scaler.target_name}",
        replicas=_replicas(scaler),
        bounds=_bounds(scaler),
        metrics="; ".join(_metric(metric) for metric in scaler.metrics) or UNKNOWN,
        health=_health(scaler, blocks),
        blocks=(*(block_text(block) for block in blocks), *_held(scaler)),
        last_scale=ago(scaler.last_scale_at_s, now_s),
        last_scale_at_s=scaler.last_scale_at_s,
        conditions=tuple((one.type, one.status, one.reason, one.message) for one in scaler.conditions),
        recommendations=scaler.recommendations,
        only_advises=_is_vertical(scaler) and scaler.paused,
        sizes=tuple((one.part, f"{one.least or UNKNOWN} … {one.most or UNKNOWN}") for one in scaler.sizes),
    )


def _kind(scaler: Autoscaler) -> str:
    word = KIND_WORDS.get(scaler.ref.kind, scaler.ref.kind)
    return f"{word} ({scaler.mode})" if scaler.mode else word


def _held(scaler: Autoscaler) -> Iterator[str]:
    """Yield what a VPA would recommend if its bounds let it."""
    for one in scaler.sizes:
        if one.held_from:
            yield t("{part} is held at its bound: without it, {wish} would be recommended.",
                    part=one.part, wish=one.held_from)  # fmt: skip


def _is_vertical(scaler: Autoscaler) -> bool:
    return scaler.ref.kind == "VerticalPodAutoscaler"


def _advises_only(scaler: Autoscaler, block: ScalingBlock) -> bool:
    """A VPA in mode Off is meant to recommend and not to act."""
    return _is_vertical(scaler) and block.reason is BlockReason.PAUSED


def _replicas(scaler: Autoscaler) -> str:
    if scaler.current is None:
        return UNKNOWN
    if scaler.desired is None or scaler.desired == scaler.current:
        return str(scaler.current)
    return f"{scaler.current} → {scaler.desired}"


def _bounds(scaler: Autoscaler) -> str:
    if scaler.minimum is None and scaler.maximum is None:
        return UNKNOWN
    low = UNKNOWN if scaler.minimum is None else str(scaler.minimum)
    return f"{low} … {UNKNOWN if scaler.maximum is None else scaler.maximum}"


def _metric(metric: ScalingMetric) -> str:
    unit = (metric.target or "").strip()[-2:]
    current, target = _amount(metric.current, unit), _amount(metric.target, unit)
    return t("{current} of {target} · {name}", name=metric.name, current=current, target=target)


def _amount(text: str | None, unit: str) -> str:
    """Return a plain quantity (``519518m``) as a number, in the target's unit where that is one of memory.

    What is no quantity (``70%``) stays as the API wrote it.
    """
    amount = quantity_number(text)
    if amount is None:
        return text or UNKNOWN
    size = quantity_number(f"1{unit}") if unit.endswith("i") else None
    return f"{significant(amount / size)}{unit}" if size else significant(amount)


def _health(scaler: Autoscaler, blocks: tuple[ScalingBlock, ...]) -> Health:
    serious = [block for block in blocks if block.reason not in _HARMLESS]
    if not serious:
        return Health.OK if scaler.conditions or scaler.current is not None else Health.UNKNOWN
    return Health.WARNING if all(block.reason in _WARNINGS for block in serious) else Health.CRITICAL


def cluster_autoscaler_lines(state: State, now_s: float) -> Iterator[tuple[str, str, str]]:
    """Yield (cluster, state in words, the whole published text) of every cluster autoscaler."""
    for (connection, topic), table in state.objects.items():
        if topic != "autoscalers":
            continue
        for row in table.rows.values():
            if isinstance(row, ClusterAutoscaler):
                words = t(
                    "{health}; scale up: {up}; scale down: {down}; published {when}",
                    health=row.health,
                    up=row.scale_up,
                    down=row.scale_down,
                    when=ago(row.observed_at_s, now_s),
                )
                yield connection, words, row.text
