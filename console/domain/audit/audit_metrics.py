"""Metrics of audits in the Prometheus text format (G1.9): the same names everywhere an audit runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from console.domain.audit.audit_result import AuditResult

BUCKETS_S = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 180.0, 600.0)
RUNS, DURATION = "audit_runs_total", "audit_duration_seconds"
WAITING, WORKER_UP = "audit_tasks_waiting", "audit_worker_up"


class AuditCounts(Struct, frozen=True):
    """``runs`` by status; ``buckets`` by audit: audits that took at most the bucket's seconds, the last one all."""

    runs: dict[str, int] = {}
    buckets: dict[str, list[int]] = {}
    seconds: dict[str, float] = {}

    def with_results(self, results: Iterable[AuditResult]) -> AuditCounts:
        """Return the counts with more audits: one that could not be run has no duration, a moot one does not count."""
        runs, seconds = dict(self.runs), dict(self.seconds)
        buckets = {name: list(known) for name, known in self.buckets.items()}
        for one in results:
            if one.is_moot:
                continue
            runs[one.status.value] = runs.get(one.status.value, 0) + 1
            if one.status is AuditStatus.NOT_RUN:
                continue
            took_s = one.took_ms / 1000.0
            known = buckets.setdefault(one.audit.value, [0] * (len(BUCKETS_S) + 1))
            seconds[one.audit.value] = seconds.get(one.audit.value, 0.0) + took_s
            for place, bound in enumerate((*BUCKETS_S, float("inf"))):
                known[place] += took_s <= bound
        return replace(self, runs=runs, buckets=buckets, seconds=seconds)


def exposition(counts: AuditCounts, waiting: int | None = None, workers: Mapping[str, bool] | None = None) -> str:
    """Return the metrics as text; ``waiting`` tasks and ``workers`` (alive or not) only where they are known.

    Every result has its series from the beginning, so that the first failure is a rate and not a new series.
    """
    return "".join(f"{line}\n" for line in _lines(counts, waiting, workers or {}))


def _lines(counts: AuditCounts, waiting: int | None, workers: Mapping[str, bool]) -> Iterator[str]:
    yield from _head(RUNS, "counter", "Audits that ended, by result.")
    for status in AuditStatus:
        yield f'{RUNS}{{result="{status.value}"}} {counts.runs.get(status.value, 0)}'
    yield from _head(DURATION, "histogram", "How long audits took.")
    for audit in AuditName:
        known = counts.buckets.get(audit.value)
        if known is not None:
            yield from _histogram(audit.value, known, counts.seconds[audit.value])
    if waiting is not None:
        yield from _head(WAITING, "gauge", "Audits that wait for a worker.")
        yield f"{WAITING} {waiting}"
    if workers:
        yield from _head(WORKER_UP, "gauge", "Whether the worker was heard of lately.")
        for name, lives in sorted(workers.items()):
            yield f'{WORKER_UP}{{worker="{_escaped(name)}"}} {int(lives)}'


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _histogram(audit: str, known: list[int], seconds: float) -> Iterator[str]:
    for bound, count in zip((*(f"{one:g}" for one in BUCKETS_S), "+Inf"), known, strict=True):
        yield f'{DURATION}_bucket{{audit="{audit}",le="{bound}"}} {count}'
    yield f'{DURATION}_sum{{audit="{audit}"}} {seconds:.9g}'
    yield f'{DURATION}_count{{audit="{audit}"}} {known[-1]}'


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
