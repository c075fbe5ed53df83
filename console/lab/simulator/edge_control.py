"""What is set at the edge: the simulator's inputs from the edge provider's side."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EdgeLimit:
    """Requests allowed within a period (seconds); who exceeds it is blocked for `mitigation_s` (0: only the excess)."""

    requests: float
    period_s: float
    mitigation_s: float

    def admitted_rps(self, rps: float) -> float:
        """Requests per second that pass of `rps` that arrive.

        A counter that is full after `requests / rps` seconds lets nothing more pass in its period; with a mitigation
        it blocks for that long instead and starts anew.
        """
        if rps * self.period_s <= self.requests:
            return rps
        if self.mitigation_s <= 0:
            return self.requests / self.period_s
        return self.requests / (self.requests / rps + self.mitigation_s)


@dataclass(frozen=True, slots=True)
class WorkerEffect:
    """What the running versions of a Worker do, weighted by their shares: failed calls (0 to 1) and CPU time (1 usual).

    `accuracy` is the share of its answers that are right; `None` for a Worker that is no model.
    """

    failed: float = 0.0
    cpu_factor: float = 1.0
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class WorkerMix:
    """The versions (tags) of a Worker that answer: the usual one and, while one runs, its canary.

    `share` is the canary's part of the calls (0 to 1).
    """

    version: str = ""
    effect: WorkerEffect = WorkerEffect()
    canary: str = ""
    canary_effect: WorkerEffect = WorkerEffect()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class EdgeControl:
    """All that the edge provider's settings and its cache do to the estate.

    `limits` are by segment, `pool_weights` by cell (relative; a cell without a pool counts as 1). `cold` is the share
    of the cache that was purged and is not filled again, `poisoned` the share whose call to action and proof got
    mixed up, `shared_keys` whether they still share a cache key.
    """

    limits: Mapping[str, tuple[EdgeLimit, ...]] = field(default_factory=dict)
    pool_weights: Mapping[str, float] = field(default_factory=dict)
    workers: Mapping[str, WorkerEffect] = field(default_factory=dict)
    mixes: Mapping[str, WorkerMix] = field(default_factory=dict)
    cold: float = 0.0
    poisoned: float = 0.0
    shared_keys: bool = False
