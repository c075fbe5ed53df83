"""Argo AnalysisRuns."""

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.meta import Meta, at_s, owner_of, ref_of
from console.domain.resource import ResourceKind
from console.domain.rollout import AnalysisMetric, AnalysisRun

_HASH = "rollouts-pod-template-hash"
_MOST_VALUE = 200


class Measurement(msgspec.Struct):
    """The fields of a measurement that are read."""

    phase: str = ""
    value: str = ""


class MetricResult(msgspec.Struct, rename="camel"):
    """The fields of a metric's result that are read."""

    name: str = ""
    phase: str = ""
    message: str = ""
    count: Whole = 0
    failed: Whole = 0
    dry_run: bool = False
    measurements: list[Measurement] | None = None


class AnalysisStatus(msgspec.Struct, rename="camel"):
    """The fields of an analysis status that are read."""

    phase: str = ""
    message: str = ""
    started_at: str | None = None
    completed_at: str | None = None
    metric_results: list[MetricResult] | None = None


class AnalysisRunWire(msgspec.Struct):
    """The fields of an analysis run that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    status: AnalysisStatus = msgspec.field(default_factory=AnalysisStatus)


def analysis_run_row(wire: AnalysisRunWire, kind: ResourceKind, connection: str) -> AnalysisRun:
    """Return the row of an AnalysisRun; ``completed_at_s`` is unknown while it measures and on older controllers."""
    status = wire.status
    return AnalysisRun(
        ref=ref_of(wire.metadata, kind, connection),
        phase=status.phase,
        message=status.message,
        owner=owner_of(wire.metadata),
        revision_hash=(wire.metadata.labels or {}).get(_HASH, ""),
        metrics=tuple(_metric(one) for one in status.metric_results or ()),
        started_at_s=at_s(status.started_at),
        completed_at_s=at_s(status.completed_at),
    )


def _metric(result: MetricResult) -> AnalysisMetric:
    last = result.measurements[-1].value if result.measurements else ""
    value = last[:_MOST_VALUE]
    return AnalysisMetric(result.name, result.phase, value, result.count, result.failed, result.message, result.dry_run)
