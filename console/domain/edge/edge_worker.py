"""A Worker: a script that runs at the edge, in one or two versions at a time."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class WorkerVersion:
    """An uploaded version; ``number`` counts uploads from 1, ``note`` is what its uploader wrote."""

    version_id: str
    number: int | None
    created_at_s: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionShare:
    """A version and the percentage (0 to 100) of the calls that it answers."""

    version_id: str
    percent: float


@dataclass(frozen=True, slots=True)
class EdgeWorker:
    """A script with its current deployment (``shares``, empty: never deployed) and its newest versions first.

    ``schedules`` are cron expressions (UTC). Times are unix seconds.
    """

    ref: ResourceRef
    deployment: str
    shares: tuple[VersionShare, ...]
    deployed_at_s: float | None
    versions: tuple[WorkerVersion, ...]
    schedules: tuple[str, ...]
    created_at_s: float | None
    modified_at_s: float | None
