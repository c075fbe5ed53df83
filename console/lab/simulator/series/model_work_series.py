"""Series of the edge models' work: memory, bytes read, feedback of users, learning, deployments."""

from collections.abc import Iterator

from console.lab.simulator.demand import DAY_S
from console.lab.simulator.edge_catalogue import WORKERS, WorkerSpec
from console.lab.simulator.edge_control import WorkerEffect
from console.lab.simulator.estate_state import EdgeState, Labels
from console.lab.simulator.level import Level
from console.lab.simulator.series.sample import Sample

_MB = 1e6
_WEEK_S = 7 * DAY_S
_MODEL_BYTES = 58 * _MB
_R2_OBJECT_BYTES = 0.8 * _MB
_USUAL_RPS = 8_700.0
"""Requests per second at the edge in the mean of a usual day; feedback follows them."""
_FEEDBACK_A_DAY = {"click_through": 610.0, "dwell": 420.0, "bounce": 165.0}
_THUMBS, _CORRECTIONS, _REPORTS = 96.0, 190.0, 70.0
"""Thumbs on a usual day; corrections and reports follow the wrong answers."""
_DEPLOYMENTS = (("success", 13.0), ("rolled_back", 1.0), ("failed", 0.0))
_SAMPLES_A_DAY = 1_150.0
_AB_STEP = 0.006
_TRAINING_S, _DISTRIBUTION_S = 3_420.0, 214.0
_NEW_WORDS = {"edge-ranker": 34.0, "edge-summarizer": 63.0}


def model_work_samples(edge: EdgeState) -> Iterator[Sample]:
    """Every series of each Worker that is a model."""
    admitted: Level = sum(edge.admitted_rps.values())
    busy = admitted / _USUAL_RPS
    for spec in WORKERS:
        if spec.accuracy is None:
            continue
        effect = edge.workers.get(spec.name, WorkerEffect())
        accuracy = spec.accuracy if effect.accuracy is None else effect.accuracy
        calls = admitted * spec.share
        script, model = (("script_name", spec.name),), (("model", spec.name),)
        yield Sample("edge_model_memory_bytes", script, _MODEL_BYTES + 9 * _MB * busy)
        yield Sample("edge_model_r2_bytes_total", script, calls * spec.r2_reads * _R2_OBJECT_BYTES)
        yield from _feedback(script, busy, accuracy)
        ab_test = (("model", spec.name), ("dataset", "ab"))
        yield Sample("ai_eval_accuracy_ratio", ab_test, accuracy - _AB_STEP + 0.0 * calls)
        yield Sample("ai_eval_samples_total", model, _SAMPLES_A_DAY / DAY_S + 0.0 * calls)
        yield from (Sample(name, labels, level + 0.0 * calls) for name, labels, level in _batches(spec, accuracy))


def _feedback(script: Labels, busy: Level, accuracy: float) -> Iterator[Sample]:
    wrong = 1.0 - accuracy
    counts = {
        **_FEEDBACK_A_DAY,
        "thumbs_up": _THUMBS * (accuracy - 0.02),
        "thumbs_down": _THUMBS * (wrong + 0.02),
        "correction": _CORRECTIONS * wrong,
        "report": _REPORTS * wrong,
    }
    for kind, a_day in counts.items():
        yield Sample("edge_model_feedback_total", (*script, ("kind", kind)), a_day / DAY_S * (0.4 + 0.6 * busy))


def _batches(spec: WorkerSpec, accuracy: float) -> Iterator[tuple[str, Labels, float]]:
    """Yield what the batch jobs and the deployments tell; the validation sees a little less than real answers."""
    model = (("model", spec.name),)
    yield "model_batch_collection_success_ratio", model, 0.994
    yield "model_batch_training_seconds", model, _TRAINING_S
    yield "model_batch_validation_accuracy_ratio", model, accuracy - 0.011
    yield "model_batch_compressed_ratio", model, 0.078
    yield "model_version_consistency_ratio", model, 0.998
    yield "model_distribution_seconds", model, _DISTRIBUTION_S
    yield "model_new_words", model, _NEW_WORDS[spec.name]
    for result, a_week in _DEPLOYMENTS:
        yield "model_deployments_total", (*model, ("result", result)), a_week / _WEEK_S
