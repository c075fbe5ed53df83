"""Series of the edge models: their arms, the parts of an inference, the stages of their learning."""

from collections.abc import Iterator

from console.lab.simulator.edge_catalogue import USUAL_FAILED, USUAL_MIXES, WORKERS, WorkerSpec
from console.lab.simulator.edge_control import WorkerEffect, WorkerMix
from console.lab.simulator.estate_state import EdgeState, Labels
from console.lab.simulator.level import Level
from console.lab.simulator.noise import stream_key, uniform
from console.lab.simulator.series.estate_series import cpu_micros, total
from console.lab.simulator.series.histogram import histogram
from console.lab.simulator.series.sample import Sample

_DAY_S = 86_400.0
_CONTROL = 0.05
_EVALUATED = {"experimental": 0.02, "control": 0.02, "current": 0.002}
"""The share of the answers of an arm that are evaluated: enough for a bad canary to show within a minute or two."""
_FALLBACK, _TIMEOUT = 0.018, 0.0002
_CONVERTED = 0.031
_LATENCY_OF_CPU, _LATENCY_SHAPE = 1.9, 3.2
_LATENCY_BOUNDS_S = (0.01, 0.02, 0.03, 0.045, 0.06, 0.09, 0.15)
_LATENCY = "edge_model_latency_seconds"
_PARTS = {"cache": 0.043, "inference": 0.68, "response": 0.042}
_QUANTILES = (("0.5", 0.5), ("0.95", 0.95), ("0.99", 0.99))
_BEGINS_S = 17 * 3600.0  # of a day in UTC: 02:00 in Japan
_STAGES = (("collect", 5), ("preprocess", 10), ("train", 60), ("validate", 15), ("compress", 20), ("decide", 5),
           ("distribute", 5))  # fmt: skip


def _models() -> Iterator[WorkerSpec]:
    return (spec for spec in WORKERS if spec.accuracy is not None)


def model_samples(seed: int, edge: EdgeState, t: float) -> Iterator[Sample]:
    """What the live exposition has: everything."""
    yield from arm_samples(edge)
    for spec in _models():
        script = (("script_name", spec.name),)
        for part, share in _PARTS.items():
            for name, quantile in _QUANTILES:
                labels = (*script, ("part", part), ("quantile", name))
                yield Sample("edge_model_cpu_seconds", labels, share * cpu_micros(edge, spec, quantile) / 1e6)
        yield from _stages(seed, spec, t)


def arm_samples(edge: EdgeState) -> Iterator[Sample]:
    """Calls, evaluated answers, conversions and latency of each arm of each model."""
    admitted = total(edge.admitted_rps)
    for spec in _models():
        mix = edge.mixes.get(spec.name, USUAL_MIXES[spec.name])
        for arm, version, share, effect in _arms(mix):
            labels = (("script_name", spec.name), ("arm", arm), ("version", version))
            rps = admitted * spec.share * share
            yield from _outcomes(labels, rps, USUAL_FAILED + effect.failed)
            if mix.canary:
                yield from _results(labels, arm, rps, effect, spec)
                median_s = edge.worker_cpu_median_s * spec.cpu_weight * effect.cpu_factor * _LATENCY_OF_CPU
                yield from histogram(_LATENCY, labels, rps, median_s, _LATENCY_SHAPE, _LATENCY_BOUNDS_S)


def _arms(mix: WorkerMix) -> Iterator[tuple[str, str, float, WorkerEffect]]:
    """Yield the arms: the canary, as many users with the current version for comparison, and all others."""
    if not mix.canary:
        yield "current", mix.version, 1.0, mix.effect
        return
    yield "experimental", mix.canary, mix.share, mix.canary_effect
    control = min(_CONTROL, 1.0 - mix.share)
    yield "control", mix.version, control, mix.effect
    if mix.share + control < 1:
        yield "current", mix.version, 1.0 - mix.share - control, mix.effect


def _outcomes(labels: Labels, rps: Level, failed: float) -> Iterator[Sample]:
    outcomes = {"fallback": _FALLBACK, "error": failed, "timeout": _TIMEOUT}
    for outcome, share in (("ok", 1.0 - sum(outcomes.values())), *outcomes.items()):
        yield Sample("edge_model_requests_total", (*labels, ("outcome", outcome)), rps * share)


def _results(labels: Labels, arm: str, rps: Level, effect: WorkerEffect, spec: WorkerSpec) -> Iterator[Sample]:
    """Yield how good the answers of an arm are; better answers convert more readers."""
    usual = spec.accuracy or 0.0
    accuracy = usual if effect.accuracy is None else effect.accuracy
    evaluated = _EVALUATED[arm] * rps
    for correct, share in (("true", accuracy), ("false", 1.0 - accuracy)):
        yield Sample("edge_model_evaluated_total", (*labels, ("correct", correct)), evaluated * share)
    converted = _CONVERTED * (1.0 - effect.failed) * max(0.0, 1.0 - 2.0 * (usual - accuracy))
    yield Sample("edge_model_conversions_total", labels, rps * converted)


def _stages(seed: int, spec: WorkerSpec, t: float) -> Iterator[Sample]:
    """Yield when each stage last began and ended: of this night's run as far as it went, else of the night before."""
    for stage, began_s, ended_s in learning_stages(seed, spec.name, t):
        labels = (("script_name", spec.name), ("stage", stage))
        yield Sample("edge_model_stage_start_timestamp_seconds", labels, began_s)
        yield Sample("edge_model_stage_end_timestamp_seconds", labels, ended_s)


def learning_stages(seed: int, worker: str, t: float) -> Iterator[tuple[str, float, float]]:
    """Stage, last beginning and last end as known at a time (unix seconds)."""
    night = (t - _BEGINS_S) // _DAY_S
    before, latest = _night(seed, worker, night - 1), _night(seed, worker, night)
    for (stage, old_began, old_ended), (_, began, ended) in zip(before, latest, strict=True):
        yield stage, began if began <= t else old_began, ended if ended <= t else old_ended


def _night(seed: int, worker: str, night: float) -> list[tuple[str, float, float]]:
    """Stages of one night: most take what was planned, training sometimes a good deal longer."""
    stages, at_s = [], night * _DAY_S + _BEGINS_S
    for stage, minutes in _STAGES:
        chance = uniform(stream_key(seed, f"learning/{worker}/{stage}"), int(night))
        spread = 0.24 if stage == "train" else 0.1
        took_s = 60.0 * minutes * (0.94 + spread * chance)
        stages.append((stage, at_s, at_s + took_s))
        at_s += took_s
    return stages
