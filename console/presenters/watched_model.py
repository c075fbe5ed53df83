"""An edge model of the estate under watch, from what the state knows; no page and no document is needed for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.edge.edge_store import D1, EdgeStore
from console.domain.edge.edge_usage import EdgeUsage
from console.domain.edge.edge_worker import EdgeWorker
from console.domain.model.measure_catalogue import MEASURES
from console.domain.model.model_reading import TOPIC, ModelReading
from console.domain.model.model_watch import Measured, MissingReason, ModelWatch
from console.domain.model.usage_measure import cost_per_thousand, usage_measures, waiting_updates
from console.estate.price_books import DESIGN, PUBLISHED, price_book

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.model.measure import Measure
    from console.estate.schema.edge_model import EdgeModel
    from console.store.state import State

USAGE, STORES, WORKERS = "edge-usage", "edge-stores", "edge-workers"
WATCH_TOPICS = (TOPIC, USAGE, STORES, WORKERS)
"""What must be observed for a model to be watched."""
_COUNTED = frozenset({"model_subrequests", "model_d1_query", "model_kv_read", "model_d1_rows", "model_kv_reads",
                      "model_points", "model_api_use", "model_cost"})  # fmt: skip


def watched_model(state: State, model: EdgeModel, now_s: float) -> ModelWatch:
    """Return a model of the estate with what is known of it at ``now_s`` (unix seconds)."""
    read = _readings(state, model)
    counted = _counted(state, model, now_s)
    measured = {one.key: _measured(state, model, one, read, counted) for one in MEASURES}
    return ModelWatch(model.key, model.title or model.key, measured, model.worker)


def worker_of(state: State, model: EdgeModel) -> EdgeWorker | None:
    """Return the Worker that serves a model; ``None`` while it is not known."""
    rows = state.rows(model.account, WORKERS, EdgeWorker)
    return next((one for one in rows if one.ref.name == model.worker), None)


def _readings(state: State, model: EdgeModel) -> Mapping[str, list[ModelReading]]:
    found: dict[str, list[ModelReading]] = {}
    for row in state.rows(metric_server(state, model), TOPIC, ModelReading):
        if row.ref.namespace == model.key:
            found.setdefault(row.measure, []).append(row)
    return found


def metric_server(state: State, model: EdgeModel) -> str:
    """Return the key of the server with a model's metrics; empty when the estate has none."""
    servers = state.estate.prometheus if state.estate is not None else ()
    return model.prometheus or (servers[0].key if servers else "")


def _counted(state: State, model: EdgeModel, now_s: float) -> Mapping[str, float]:
    """Return what follows from the provider's own figures, by measure."""
    found: dict[str, float] = {}
    table = state.table(model.account, USAGE)
    if table is not None:
        usage = state.rows(model.account, USAGE, EdgeUsage)
        read = datetime.fromtimestamp(min(table.at_s, now_s), UTC)
        began = read.replace(hour=0, minute=0, second=0, microsecond=0)
        found.update(usage_measures(usage, model.worker, read.date(), (read - began).total_seconds()))
        cost = cost_per_thousand(usage, price_book(_book(state, model)), read.date(), _stored(state, model))
        if cost is not None:
            found["model_cost"] = cost
    worker = worker_of(state, model)
    updates = waiting_updates(worker) if worker is not None else None
    if updates is not None:
        found["model_updates"] = float(updates)
    return found


def _book(state: State, model: EdgeModel) -> str:
    accounts = state.estate.cloudflare if state.estate is not None else ()
    named = next((one.price_book for one in accounts if one.key == model.account), PUBLISHED)
    return named if named in {PUBLISHED, DESIGN} else PUBLISHED


def _stored(state: State, model: EdgeModel) -> Mapping[str, float]:
    """Return the size of the account's databases now; nothing when one of them does not tell it."""
    sizes = [one.size_bytes for one in state.rows(model.account, STORES, EdgeStore) if one.ref.kind == D1]
    known = [size for size in sizes if size is not None]
    return {"d1-storage": sum(known)} if known and len(known) == len(sizes) else {}


def _measured(
    state: State,
    model: EdgeModel,
    measure: Measure,
    read: Mapping[str, list[ModelReading]],
    counted: Mapping[str, float],
) -> Measured:
    if not measure.query:
        return _from_account(state, model, measure, counted)
    server = metric_server(state, model)
    rows = read.get(measure.key, [])
    told = [row for row in rows if row.value is not None]
    if not told:
        return _unknown(state, server, measure, rows)
    parts = tuple(("/".join(row.splits), row.value) for row in told if row.splits and row.value is not None)
    value = None if parts else told[0].value
    return Measured(measure, value, told[0].at_s, server, told[0].query, parts=parts)


def _unknown(state: State, server: str, measure: Measure, rows: list[ModelReading]) -> Measured:
    if rows:
        reason = MissingReason.REFUSED if rows[0].error else MissingReason.NO_SERIES
        return Measured(measure, None, None, server, rows[0].query, reason, rows[0].error)
    if not server:
        return Measured(measure, missing=MissingReason.NO_SERVER)
    reason = MissingReason.NOT_READ if state.table(server, TOPIC) is None else MissingReason.NO_SERIES
    return Measured(measure, None, None, server, missing=reason)


def _from_account(state: State, model: EdgeModel, measure: Measure, counted: Mapping[str, float]) -> Measured:
    topic = USAGE if measure.key in _COUNTED else WORKERS
    table = state.table(model.account, topic)
    value = counted.get(measure.key)
    if value is not None and table is not None:
        return Measured(measure, value, table.at_s, model.account, topic)
    reason = MissingReason.NOT_READ if table is None else MissingReason.NO_USAGE
    return Measured(measure, None, None, model.account, topic, reason)
