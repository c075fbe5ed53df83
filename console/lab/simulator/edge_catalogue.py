"""The Workers of the edge and what they use per call."""

from dataclasses import dataclass

from console.lab.simulator.edge_control import WorkerEffect, WorkerMix

ZONE = "newsletter.example"
USUAL_FAILED = 0.0002
"""The share of a Worker's calls that fails however good its version is."""
ROUTER, RANKER, SUMMARIZER = "edge-router", "edge-ranker", "edge-summarizer"


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """A Worker: the share of the admitted requests that call it, its CPU time relative to the router's.

    The rest is use per call: KV reads and writes, D1 rows, R2 reads and writes, data points, calls to others.
    """

    name: str
    share: float
    cpu_weight: float
    accuracy: float | None = None
    kv_reads: float = 0.0
    kv_writes: float = 0.0
    d1_read: float = 0.0
    d1_written: float = 0.0
    r2_reads: float = 0.0
    r2_writes: float = 0.0
    points: float = 0.0
    subrequests: float = 0.0


WORKERS: tuple[WorkerSpec, ...] = (
    WorkerSpec(ROUTER, 1.0, 1.0, kv_reads=0.12, r2_reads=0.004, subrequests=0.46),
    WorkerSpec(
        RANKER, 0.34, 1.9, accuracy=0.842, kv_reads=2.0, kv_writes=0.0006, d1_read=18.0, d1_written=0.02, points=1.0,
        subrequests=3.1,
    ),
    WorkerSpec(
        SUMMARIZER, 0.08, 2.0, accuracy=0.861, kv_reads=1.0, kv_writes=0.0004, d1_read=4.0, d1_written=0.01,
        r2_reads=0.02, r2_writes=0.0005, points=0.5, subrequests=2.2,
    ),
)  # fmt: skip
"""E1.1: the models' CPU time stays below 45 ms at the usual load."""

USUAL_MIXES: dict[str, WorkerMix] = {
    RANKER: WorkerMix(
        "v1.4.2", WorkerEffect(accuracy=0.842), "v1.5.0", WorkerEffect(accuracy=0.851, cpu_factor=1.06), 0.05
    ),
    SUMMARIZER: WorkerMix("v0.9.4", WorkerEffect(accuracy=0.861)),
}
"""What runs of the models as long as nobody deploys: the history is made of it."""
