"""The databases and buckets of the lab's edge account, and how they grow."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.lab.simulator.demand import DAY_S
from console.lab.simulator.edge_catalogue import RANKER, ROUTER, SUMMARIZER

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DatabaseSpec:
    """A D1 database: the Worker that uses it, its tables, its size at first and what a day adds (bytes)."""

    worker: str
    tables: int
    first_bytes: int
    daily_bytes: int


@dataclass(frozen=True, slots=True)
class BucketSpec:
    """An R2 bucket: the Workers that use it, its objects and bytes at first and what a day adds."""

    workers: tuple[str, ...]
    first_objects: int
    daily_objects: int
    first_bytes: int
    daily_bytes: int


DATABASES: Mapping[str, DatabaseSpec] = {
    "catalogue": DatabaseSpec(RANKER, 7, 480 * MIB, 1 * MIB),
    "feedback": DatabaseSpec(SUMMARIZER, 4, 120 * MIB, 6 * MIB),
}
BUCKETS: Mapping[str, BucketSpec] = {
    "edge-models": BucketSpec((SUMMARIZER,), 40, 1, 300 * MIB, 6 * MIB),
    "newsletter-assets": BucketSpec((ROUTER,), 9_000, 35, 18 * 1024 * MIB, 40 * MIB),
}


def database_bytes(spec: DatabaseSpec, age_s: float) -> int:
    """Size of a database that is as old as the account."""
    return round(spec.first_bytes + spec.daily_bytes * age_s / DAY_S)
