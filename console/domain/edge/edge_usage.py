"""What was used of an edge product on one day, as the provider counted it: the ground of its bill."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class EdgeUsage:
    """Use of ``product`` on ``day`` (``YYYY-MM-DD``, UTC; the last one is not over) by one resource or by all ("").

    ``amounts`` are (measure, number). workers: requests, errors, subrequests, cpu_p50_us, cpu_p99_us (microseconds).
    kv: reads, writes, deletes, lists, read_p50_ms (milliseconds). kv-storage: keys, bytes. d1: read_queries,
    write_queries, rows_read, rows_written, query_p90_ms (milliseconds of a batch). r2: class_a, class_b, free.
    r2-storage: objects, bytes. analytics-engine: points. What the provider does not tell is absent. The size of a D1
    database is that of its ``EdgeStore`` row.
    """

    ref: ResourceRef
    product: str
    day: str
    resource: str
    amounts: tuple[tuple[str, float], ...]
