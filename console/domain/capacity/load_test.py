"""The result of a load test, whichever tool made it."""

from dataclasses import dataclass

from console.domain.capacity.saturation import LoadTrial

P50, P90, P95, P99 = 50.0, 90.0, 95.0, 99.0


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """A limit of a test (``http_req_duration p(95)<800``) and whether it was kept."""

    name: str
    kept: bool


@dataclass(frozen=True, slots=True)
class LoadTest:
    """Times are unix seconds, latencies (percentile, milliseconds) ascending; ``None``: the tool did not tell.

    ``key`` names it, ``tool`` is k6 or locust. ``cell``, ``service`` and ``replicas`` say what was tested: they are
    given when it is imported. ``users`` are virtual users.
    """

    key: str
    tool: str
    title: str
    at_s: float
    cell: str
    service: str
    replicas: int | None
    requests: int
    failed: int | None
    duration_s: float | None
    users: int | None
    mean_ms: float | None
    latencies: tuple[tuple[float, float], ...]
    limits: tuple[LimitCheck, ...]

    @property
    def rps(self) -> float | None:
        """Return the requests per second."""
        return self.requests / self.duration_s if self.duration_s else None

    @property
    def failed_ratio(self) -> float | None:
        """Return the share of the requests that failed; ``None`` without any request, or when it was not told."""
        return self.failed / self.requests if self.requests and self.failed is not None else None

    @property
    def passed(self) -> bool | None:
        """Return whether every limit was kept; ``None``: there was none, or nothing was requested."""
        return all(one.kept for one in self.limits) if self.limits and self.requests else None

    def latency_ms(self, percentile: float) -> float | None:
        """Return a percentile of the latency in milliseconds."""
        return dict(self.latencies).get(percentile)

    def trial(self) -> LoadTrial | None:
        """Return what it proves of a replica; ``None`` when it was not said what was tested, or not judged."""
        if not (self.cell and self.service and self.replicas and self.rps) or self.passed is None:
            return None
        return LoadTrial(self.rps / self.replicas, self.passed, self.at_s)
