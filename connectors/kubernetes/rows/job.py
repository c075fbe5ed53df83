"""Jobs and CronJobs."""

from typing import Any

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.meta import ConditionWire, Meta, at_s, conditions, owner_of, pairs, ref_of, whole
from console.domain.resource import ResourceKind
from console.domain.route import Job


class JobSpec(msgspec.Struct):
    """The fields of a job spec that are read."""

    schedule: str = ""
    suspend: bool | None = None


class JobStatus(msgspec.Struct, rename="camel"):
    """The fields of a job status that are read."""

    active: Any = None
    succeeded: Whole = 0
    failed: Whole = 0
    start_time: str | None = None
    completion_time: str | None = None
    last_schedule_time: str | None = None
    last_successful_time: str | None = None
    conditions: list[ConditionWire] | None = None


class JobWire(msgspec.Struct):
    """The fields of a job that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: JobSpec = msgspec.field(default_factory=JobSpec)
    status: JobStatus = msgspec.field(default_factory=JobStatus)


def job_row(wire: JobWire, kind: ResourceKind, connection: str) -> Job:
    """Return the row of a Job (``active`` counts pods) or a CronJob (``active`` counts running jobs)."""
    status = wire.status
    return Job(
        ref=ref_of(wire.metadata, kind, connection),
        schedule=wire.spec.schedule,
        suspended=bool(wire.spec.suspend),
        active=len(status.active) if isinstance(status.active, list) else whole(status.active),
        succeeded=status.succeeded,
        failed=status.failed,
        last_start_at_s=at_s(status.last_schedule_time or status.start_time),
        last_success_at_s=at_s(status.last_successful_time or status.completion_time),
        labels=pairs(wire.metadata.labels),
        conditions=conditions(status.conditions),
        owner=owner_of(wire.metadata),
    )
