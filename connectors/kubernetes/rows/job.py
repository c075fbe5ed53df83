"""Jobs and CronJobs."""

from typing import Any

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.container import TemplateSpec, requests, running
from connectors.kubernetes.rows.meta import ConditionWire, Meta, at_s, conditions, owner_of, pairs, ref_of, whole
from console.domain.resource import ResourceKind
from console.domain.route import Job


class PodTemplate(msgspec.Struct):
    """The fields of a pod template that are read."""

    spec: TemplateSpec = msgspec.field(default_factory=TemplateSpec)


class RunSpec(msgspec.Struct):
    """The fields of what a run does."""

    parallelism: Whole = 1
    template: PodTemplate = msgspec.field(default_factory=PodTemplate)


class JobTemplate(msgspec.Struct):
    """The fields of a CronJob's template of jobs that are read."""

    spec: RunSpec = msgspec.field(default_factory=RunSpec)


class JobSpec(RunSpec, rename="camel"):
    """The fields of a job spec that are read; what a run does stands here, or in the template of a CronJob."""

    schedule: str = ""
    suspend: bool | None = None
    time_zone: str | None = None
    job_template: JobTemplate | None = None


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
    cores, memory = _requested(wire.spec.job_template.spec if wire.spec.job_template is not None else wire.spec)
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
        cores=cores,
        memory_bytes=memory,
        time_zone=wire.spec.time_zone or "",
    )


def _requested(run: RunSpec) -> tuple[float, float]:
    """Return CPU in cores and memory in bytes that the pods of a run request at the same time."""
    cores, memory = requests(running(run.template.spec))
    return cores * run.parallelism, memory * run.parallelism
