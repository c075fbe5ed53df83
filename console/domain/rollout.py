"""Rows of gradual releases: Argo Rollouts with their canary in detail, and the analysis runs that judge them."""

from dataclasses import dataclass

from console.domain.resource import Condition, ResourceRef


@dataclass(frozen=True, slots=True)
class CanaryStep:
    """One step of a canary: ``action`` is the field's name (setWeight, pause, analysis, ...).

    ``weight`` is percent of the traffic, ``pause_s`` seconds (``None``: until somebody promotes).
    """

    action: str
    weight: float | None = None
    pause_s: float | None = None


@dataclass(frozen=True, slots=True)
class RolloutPause:
    """Why the controller holds, and since when (unix seconds)."""

    reason: str
    since_s: float | None


@dataclass(frozen=True, slots=True)
class Rollout:
    """An Argo Rollout: weights in percent of the traffic, hashes name revisions, counts are pods.

    ``step`` is the index of the current step; equal to the number of steps when all are done. ``weight`` is what the
    steps want for the canary, ``live_weight`` what the traffic router was told; both ``None`` where not known.
    ``containers`` are the names of what runs ``images``.
    """

    ref: ResourceRef
    labels: tuple[tuple[str, str], ...]
    strategy: str
    phase: str
    message: str
    images: tuple[str, ...]
    revision: str
    steps: tuple[CanaryStep, ...]
    step: int | None
    weight: float | None
    live_weight: float | None
    stable_hash: str
    current_hash: str
    desired: int
    updated: int
    available: int
    paused: bool
    controller_pause: bool
    pauses: tuple[RolloutPause, ...]
    aborted: bool
    aborted_at_s: float | None
    promote_full: bool
    analyses: tuple[tuple[str, str], ...] = ()
    conditions: tuple[Condition, ...] = ()
    containers: tuple[str, ...] = ()

    @property
    def in_progress(self) -> bool:
        """Return whether a revision is on its way that not everybody gets yet."""
        return bool(self.stable_hash) and self.current_hash != self.stable_hash


@dataclass(frozen=True, slots=True)
class AnalysisMetric:
    """One metric of an analysis run: its phase, the last value as the provider gave it, and measurements so far."""

    name: str
    phase: str
    value: str
    count: int
    failed: int
    message: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class AnalysisRun:
    """An Argo AnalysisRun; ``owner`` is ``Rollout/name``, times are unix seconds."""

    ref: ResourceRef
    phase: str
    message: str
    owner: str
    revision_hash: str
    metrics: tuple[AnalysisMetric, ...]
    started_at_s: float | None
    completed_at_s: float | None
