"""An estate with one edge model, and a state that knows of it exactly what a test says."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from console.domain.edge.edge_usage import EdgeUsage
from console.domain.edge.edge_worker import EdgeWorker, VersionShare, WorkerVersion
from console.domain.model.measure_catalogue import MEASURES_BY_KEY
from console.domain.model.model_reading import KIND, TOPIC, ModelReading
from console.domain.resource import ResourceRef
from console.estate.models.kinds.quality import QualityDocument
from console.estate.models.model_documents import FoundDocument, ModelDocuments
from console.estate.schema.estate import Estate
from console.presenters.model_view import ModelView
from console.store.state import ObjectTable, State

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
NOW_S = NOW.timestamp()
HEALTHY: Mapping[str, float] = {
    "model_cpu_p99": 0.038, "model_memory": 61e6, "model_cache_hit": 0.86, "model_accuracy": 0.842,
    "fallback_rate": 0.021, "model_errors": 0.0002, "model_timeouts": 0.0004, "model_cpu_p50": 0.012,
    "model_cpu_p95": 0.027, "model_new_words": 34.0, "model_accuracy_usual": 0.842, "model_accuracy_ab": 0.836,
    "model_samples": 1_150.0, "model_feedback_day/click_through": 600.0, "model_feedback_day/dwell": 400.0,
    "model_feedback_day/thumbs_up": 80.0, "model_feedback_day/thumbs_down": 20.0,
    "model_feedback_day/correction": 30.0, "model_feedback_day/report": 12.0,
    "model_feedback_week/dwell": 5_200.0, "model_feedback_week/thumbs_up": 82.0,
    "model_feedback_week/thumbs_down": 18.0,
}  # fmt: skip
"""What the metric server tells, by measure and part."""
USAGE: Mapping[tuple[str, str], Mapping[str, float]] = {
    ("workers", "edge-ranker"): {"requests": 21_600_000.0, "subrequests": 66_960_000.0, "errors": 40.0},
    ("d1", "articles"): {"rows_read": 2_160_000.0, "query_p90_ms": 3.2},
    ("d1", "readers"): {"rows_read": 0.0, "query_p90_ms": 4.8},
    ("kv", ""): {"reads": 43_200_000.0, "read_p50_ms": 4.1},
    ("analytics-engine", "ranker"): {"points": 21_600_000.0},
}
"""What the edge provider tells of the running day, six hours old."""


def model_estate(**more: Any) -> Estate:
    """Return an estate with a metric server, an account and the model ``ranker``."""
    return Estate.model_validate(
        {
            "name": "test",
            "prometheus": [{"key": "prom", "url": "http://127.0.0.1:9"}],
            "cloudflare": [{"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}],
            "models": [
                {"key": "ranker", "title": "Ranker", "account": "edge", "worker": "edge-ranker", "current": "v1.4.2",
                 "previous": "v1.4.1"}
            ],
            **more,
        }
    )  # fmt: skip


def ranker(*running: tuple[str, float]) -> EdgeWorker:
    """Return the Worker of the model with three versions, a to c; b (v1.4.2) runs alone unless told otherwise."""
    versions = tuple(
        WorkerVersion(name, number, NOW_S, f"v1.4.{number} Weekly retraining")
        for name, number in (("c", 3), ("b", 2), ("a", 1))
    )
    shares = tuple(VersionShare(name, percent) for name, percent in running or (("b", 100.0),))
    ref = ResourceRef("edge", "Worker", "", "edge-ranker")
    return EdgeWorker(ref, "d", shares, NOW_S, versions, (), NOW_S, NOW_S)


def reading(name: str, value: float | None, error: str = "") -> ModelReading:
    """Return a reading of the model; ``name`` is a measure, with its part behind a stroke."""
    measure, *splits = name.split("/")
    ref = ResourceRef("prom", KIND, "ranker", name)
    at_s = None if value is None else NOW_S
    return ModelReading(ref, measure, tuple(splits), value, at_s, f"query of {measure}", error)


def model_world(
    told: Mapping[str, float | None] = HEALTHY,
    *,
    worker: EdgeWorker | None = None,
    usage: Mapping[tuple[str, str], Mapping[str, float]] = USAGE,
    estate: Estate | None = None,
) -> State:
    """Return a state in which the metric server told exactly ``told``, and no series for every other measure."""
    readings = [reading(name, value) for name, value in told.items()]
    known = {one.measure for one in readings}
    readings += [reading(key, None) for key, one in MEASURES_BY_KEY.items() if one.query and key not in known]
    used = [
        EdgeUsage(ResourceRef("edge", "EdgeUsage", product, resource), product, "2026-11-20", resource,
                  tuple(sorted(amounts.items())))
        for (product, resource), amounts in usage.items()
    ]  # fmt: skip
    served = worker or ranker()
    return State(
        estate=estate or model_estate(),
        objects={
            ("prom", TOPIC): ObjectTable({one.ref: one for one in readings}, NOW_S),
            ("edge", "edge-usage"): ObjectTable({one.ref: one for one in used}, NOW_S),
            ("edge", "edge-workers"): ObjectTable({served.ref: served}, NOW_S),
        },
    )


def model_view(state: State, **quality: Any) -> ModelView:
    """Return the view of the model; ``quality`` is the content of its document, none without any."""
    assert state.estate is not None
    found = {}
    if quality:
        content = {"kind": "quality", "model": "ranker", "made_at": NOW.isoformat(), "source": "test", **quality}
        document = QualityDocument.model_validate(content)
        found["ranker", QualityDocument] = FoundDocument(document, "quality.json")
    return ModelView(state, state.estate.models[0], ModelDocuments(found), NOW_S)  # type: ignore[arg-type]
