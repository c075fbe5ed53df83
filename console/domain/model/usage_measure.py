"""Measures of an edge model that are counted from what the edge provider tells of the running day (UTC)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from console.domain.edge.edge_usage import EdgeUsage
from console.domain.edge.edge_worker import EdgeWorker
from console.domain.price.edge_month import edge_month
from console.domain.price.price_book import PriceBook
from console.domain.price.term_cost import charged

_SHORTEST_S = 60.0  # of a day: a rate over less says nothing
_MS = 1_000.0


def usage_measures(rows: Iterable[EdgeUsage], worker: str, today: date, elapsed_s: float) -> Mapping[str, float]:
    """Return what is known by measure: of the Worker by name, of D1, KV and Analytics Engine for the whole account.

    ``elapsed_s`` are the seconds of the day that the rows are about; rates are means over them.
    """
    of_today = [row for row in rows if row.day == today.isoformat()]
    own = _amounts(row for row in of_today if row.product == "workers" and row.resource == worker)
    d1, kv, points = (
        _amounts(row for row in of_today if row.product == product) for product in ("d1", "kv", "analytics-engine")
    )
    found: dict[str, float] = {}
    if own.get("requests"):
        found["model_api_use"] = own["requests"]
        if "subrequests" in own:
            found["model_subrequests"] = own["subrequests"] / own["requests"]
    batches = [dict(row.amounts).get("query_p90_ms") for row in of_today if row.product == "d1"]
    known = [one for one in batches if one is not None]
    if known:
        found["model_d1_query"] = max(known) / _MS
    if "read_p50_ms" in kv:
        found["model_kv_read"] = kv["read_p50_ms"] / _MS
    if elapsed_s >= _SHORTEST_S:
        rates = {"model_d1_rows": d1.get("rows_read"), "model_kv_reads": kv.get("reads"),
                 "model_points": points.get("points")}  # fmt: skip
        found.update({key: value / elapsed_s for key, value in rates.items() if value is not None})
    return found


def cost_per_thousand(
    rows: Iterable[EdgeUsage], book: PriceBook, today: date, stored_now: Mapping[str, float]
) -> float | None:
    """Return what 1,000 requests of the account cost this month so far; ``None`` when nobody counts requests."""
    month = edge_month(rows, stored_now, today)
    requests = month.so_far.get("workers.requests", Decimal(0))
    return float(charged(book.month(month.so_far)) / requests * 1_000) if requests else None


def waiting_updates(worker: EdgeWorker) -> int | None:
    """Return how many uploaded versions are newer than the newest that runs; ``None`` when nobody knows."""
    running = {share.version_id for share in worker.shares}
    numbers = [one.number for one in worker.versions if one.version_id in running and one.number is not None]
    if not numbers:
        return None
    return sum(one.number is not None and one.number > max(numbers) for one in worker.versions)


def _amounts(rows: Iterable[EdgeUsage]) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in rows:
        for name, amount in row.amounts:
            found[name] = found.get(name, 0.0) + amount
    return found
