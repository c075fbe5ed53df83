"""Reading chaos experiments of a cluster, and whether the alerts that they had to set off fired."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.domain.chaos_experiment import (
    GROUPS,
    ChaosExperiment,
    engine_moments,
    engine_of,
    expected_alert,
    is_judged_kind,
    litmus_outcome,
    mesh_outcome,
    moments,
    target_of,
)
from console.domain.promql import quoted
from console.domain.resource import ResourceRef
from console.domain.slo.duration import duration_text
from console.kernel.errors import ConnectorError

if TYPE_CHECKING:
    from console.ports.cluster import ClusterReader
    from console.ports.metric import MetricReader

_MOST = 100
_LATE_S = 900.0
"""An alert that begins so long after the end of an experiment still counts: rules wait before they fire."""


async def read_chaos(cluster: ClusterReader, metrics: MetricReader | None, now_s: float) -> tuple[ChaosExperiment, ...]:
    """Return the experiments of a cluster, newest first; none where no chaos tool is installed.

    Raises ``ConnectorError`` when the cluster cannot be read; a metric server that fails leaves the alerts open.
    """
    kinds = [one for one in await cluster.kinds() if is_judged_kind(one.group, one.kind, one.plural)]
    found: list[ChaosExperiment] = []
    for kind in kinds:
        for row in (await cluster.table(kind, limit=_MOST)).rows:
            content = _content(await cluster.read(row.ref))
            found.append(_experiment(row.ref, content, await _engine(cluster, row.ref, content)))
    told = [await _with_alert(one, metrics, now_s) for one in found]
    return tuple(sorted(told, key=lambda one: -(one.began_s or 0.0)))


async def _engine(cluster: ClusterReader, ref: ResourceRef, content: dict[str, Any]) -> dict[str, Any]:
    """Return the engine that a result of Litmus belongs to: people write that one, Litmus writes the result."""
    name = engine_of(content)
    if ref.group != GROUPS[1] or not name:
        return {}
    try:
        return _content(await cluster.read(ResourceRef(ref.connection, "ChaosEngine", ref.namespace, name, ref.group)))
    except ConnectorError:
        return {}  # it was removed, or may not be read


def _content(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _experiment(ref: ResourceRef, content: dict[str, Any], engine: dict[str, Any]) -> ChaosExperiment:
    is_mesh = ref.group == GROUPS[0]
    outcome, verdict = mesh_outcome(content) if is_mesh else litmus_outcome(content)
    begun, ended = engine_moments(content, engine) if engine else moments(content)
    return ChaosExperiment(
        ref=ref,
        tool="Chaos Mesh" if is_mesh else "Litmus",
        target=target_of(engine) if engine else target_of(content),
        outcome=outcome,
        began_s=_seconds(begun),
        ended_s=_seconds(ended),
        verdict=verdict[:200],
        expected_alert=expected_alert(content) or expected_alert(engine),
    )


async def _with_alert(one: ChaosExperiment, metrics: MetricReader | None, now_s: float) -> ChaosExperiment:
    """Return the experiment with whether its alert fired from its begin until some time after its end."""
    if not one.expected_alert or one.began_s is None or metrics is None:
        return one
    until_s = min(now_s, (one.ended_s if one.ended_s is not None else now_s) + _LATE_S)
    span = duration_text(max(60, int(until_s - one.began_s)))
    query = f'max(max_over_time(ALERTS{{alertname={quoted(one.expected_alert)},alertstate="firing"}}[{span}]))'
    try:
        samples = await metrics.query(query, until_s)
    except ConnectorError:
        return one
    return ChaosExperiment(
        one.ref, one.tool, one.target, one.outcome, one.began_s, one.ended_s, one.verdict, one.expected_alert,
        bool(samples), query,
    )  # fmt: skip


def _seconds(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp() if text else None
    except (ValueError, OverflowError):
        return None
