"""A run of a forge's own CI (workflow run, pipeline, build)."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.resource import ResourceRef


class RunState(StrEnum):
    """Where a run is; every forge's own words are mapped to these."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    WAITING = "waiting"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PipelineRun:
    """``ref.namespace`` is the repository's path, ``ref.name`` the run's id; ``took_s`` is ``None`` until it ends."""

    ref: ResourceRef
    title: str
    branch: str
    sha: str
    event: str
    state: RunState
    started_at_s: float | None
    took_s: float | None
    web_url: str
