"""The laws of one cell: from incoming requests, replicas, quotas and model weights to flows of every workload."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.lab.simulator.cell_catalogue import STORES
from console.lab.simulator.cell_spec import SEGMENTS, CellSpec
from console.lab.simulator.controls import WorkloadControl
from console.lab.simulator.latency import inflation, shed_ratio
from console.lab.simulator.level import Level, choose, least, most, within
from console.lab.simulator.model_catalogue import MODELS
from console.lab.simulator.noise import smooth_noise
from console.lab.simulator.service_flow import CanaryFlow, ServiceFlow
from console.lab.simulator.workload_spec import WorkloadSpec

BASE_FAILED = 0.00022
IDLE_CPU = 0.04
CPU_LIMIT = 1.25
DELIVERY_FAILED = 0.00042
_SHAPE = {"web": 3.2, "bff": 3.2, "personalize": 3.6, "llm-serving": 2.8, "delivery": 3.4}
_OWN_MEDIAN_S = {
    "web": 0.028, "bff": 0.030, "personalize": 0.055, "delivery": 0.085, "scheduler": 0.020, "slo-controller": 0.015,
}  # fmt: skip
_STORE_MEDIAN_S = {"postgres": 0.004, "redis": 0.0008, "kafka": 0.006}


@dataclass(frozen=True, slots=True)
class CellInputs:
    """What drives a cell: requests from the router, newsletters being sent, ready replicas, quotas, model weights.

    `releases` say which revisions of a workload run and what they break.
    """

    incoming_rps: Mapping[str, Level]
    processed_per_s: Mapping[str, Level]
    due_per_s: Mapping[str, Level]
    lag: Level
    ready: Mapping[str, Level]
    langchain_rps: Level
    next_edge_rps: Level
    model_weights: Mapping[str, float]
    consumer_speed: float = 1.0
    releases: Mapping[str, WorkloadControl] = field(default_factory=dict)
    model_calls: float = 1.0


@dataclass(frozen=True, slots=True)
class ModelFlow:
    """Use of one model in one cell: requests per second, waiting requests, accuracy ratio, USD per second."""

    rps: Level
    waiting: Level
    accuracy: Level
    usd_per_s: Level


@dataclass(frozen=True, slots=True)
class CellFlow:
    """State of one cell: flows by workload name, edges (source, destination) in requests per second, models, lag."""

    services: Mapping[str, ServiceFlow]
    edges: Mapping[tuple[str, str], Level]
    models: Mapping[str, ModelFlow]
    incoming_rps: Mapping[str, Level]
    processed_per_s: Mapping[str, Level]
    lag: Level
    accuracy: Level


def cell_flow(seed: int, cell: CellSpec, inputs: CellInputs, t: Level) -> CellFlow:
    """Apply the laws of a cell at time `t` (unix seconds, or an array of them; inputs alike)."""
    return _CellLaws(seed, cell, inputs, t).flow()


class _CellLaws:
    """One evaluation; load goes down the call graph, latency and failures come back up."""

    def __init__(self, seed: int, cell: CellSpec, inputs: CellInputs, t: Level) -> None:
        self._seed, self._cell, self._inputs, self._t = seed, cell, inputs, t
        self._services: dict[str, ServiceFlow] = {}
        self._edges: dict[tuple[str, str], Level] = {}

    def flow(self) -> CellFlow:
        inputs = self._inputs
        arriving = _total(inputs.incoming_rps)
        excess = most(0.0, 1.0 - inputs.next_edge_rps / most(arriving, 1e-9))
        admitted = arriving * (1.0 - excess)
        bff_rps = admitted * 0.92
        personal_rps = bff_rps * 0.55 if self._has("personalize") else 0.0
        llm_asked = bff_rps * 0.10 * inputs.model_calls
        sent = _total(inputs.processed_per_s)
        self._stores(bff_rps, personal_rps, sent)
        models = self._llm(llm_asked)
        self._inner(bff_rps, personal_rps, admitted, excess)
        self._background(sent)
        accuracy: Level = 0.0
        for model in MODELS:
            accuracy = accuracy + models[model.name].accuracy * _share(inputs.model_weights, model.name)
        return CellFlow(
            self._services, self._edges, models, inputs.incoming_rps, inputs.processed_per_s, inputs.lag, accuracy
        )

    def _has(self, name: str) -> bool:
        return self._cell.workload(name) is not None

    def _stores(self, bff_rps: Level, personal_rps: Level, sent: Level) -> None:
        load = {
            ("bff", "postgres"): bff_rps * 1.6,
            ("personalize", "postgres"): personal_rps * 0.8,
            ("delivery", "postgres"): sent * 0.5,
            ("scheduler", "postgres"): 3.0,
            ("bff", "redis"): bff_rps * 2.2,
            ("personalize", "redis"): personal_rps * 3.0,
            ("bff", "kafka"): _total(self._inputs.due_per_s),
            ("delivery", "kafka"): sent,
        }
        queries: dict[str, Level] = {}
        for (source, store), rps in load.items():
            if self._has(source) and self._has(store):
                self._edges[source, store] = rps
                queries[store] = queries.get(store, 0.0) + rps
        for store in STORES:
            spec = self._cell.workload(store)
            if spec is not None:
                self._add(spec, {"b2b": queries.get(store, 0.0)}, 0.0, 0.00002, _STORE_MEDIAN_S[store])

    def _llm(self, asked: Level) -> dict[str, ModelFlow]:
        spec = self._cell.workload("llm-serving")
        weights = self._inputs.model_weights
        median: Level = sum(model.median_s * _share(weights, model.name) for model in MODELS)
        limited = most(0.0, 1.0 - self._inputs.langchain_rps / most(asked, 1e-9))
        utilisation: Level = 0.0
        if spec is not None:
            self._edges["bff", "llm-serving"] = asked
            self._add(spec, self._by_segment(asked), limited, BASE_FAILED * 2, median)
            utilisation = self._services["llm-serving"].utilisation
        answered = asked * (1.0 - limited)
        waiting = answered * median * most(0.0, utilisation - 0.45) ** 2
        return {model.name: self._model(model.name, answered, waiting) for model in MODELS}

    def _model(self, name: str, answered: Level, waiting: Level) -> ModelFlow:
        model = next(each for each in MODELS if each.name == name)
        share = _share(self._inputs.model_weights, name)
        rps = answered * share
        drift = smooth_noise(self._seed, f"accuracy/{self._cell.name}/{name}", self._t, 6 * 3600.0)
        flutter = smooth_noise(self._seed, f"accuracy-fast/{self._cell.name}/{name}", self._t, 600.0)
        accuracy = model.accuracy + 0.012 * drift + 0.003 * flutter
        return ModelFlow(rps, waiting * share, accuracy, rps * model.usd_per_request)

    def _inner(self, bff_rps: Level, personal_rps: Level, admitted: Level, excess: Level) -> None:
        personal_s: Level = 0.0
        personal_failed: Level = 0.0
        spec = self._cell.workload("personalize")
        if spec is not None:
            self._edges["bff", "personalize"] = personal_rps
            self._add(spec, self._by_segment(personal_rps), 0.0, BASE_FAILED, _OWN_MEDIAN_S["personalize"])
            personal_s, personal_failed = self._services["personalize"].median_s, self._services["personalize"].failed
        llm = self._services.get("llm-serving")
        llm_failed = llm.failed if llm else 0.0
        bff, web = self._cell.workload("bff"), self._cell.workload("web")
        if bff is None or web is None:
            raise ValueError(f"cell {self._cell.name} has no web or bff: requests have no way in")
        postgres_s = self._services["postgres"].median_s if "postgres" in self._services else 0.0
        self._edges["web", "bff"] = bff_rps
        below = 0.5 * personal_s + 1.6 * postgres_s
        self._add(bff, self._by_segment(bff_rps), 0.0, BASE_FAILED + 0.3 * personal_failed + 0.05 * llm_failed,
                  _OWN_MEDIAN_S["bff"], below)  # fmt: skip
        inner = self._services["bff"]
        self._add(web, self._inputs.incoming_rps, excess, BASE_FAILED + 0.92 * inner.failed,
                  _OWN_MEDIAN_S["web"], 0.85 * inner.median_s, served_rps=admitted)  # fmt: skip

    def _background(self, sent: Level) -> None:
        for name, rps in (("delivery", None), ("scheduler", 0.8), ("slo-controller", 1.4)):
            spec = self._cell.workload(name)
            if spec is None:
                continue
            by_segment = dict(self._inputs.processed_per_s) if rps is None else {"enterprise": rps}
            speed = self._inputs.consumer_speed if name == "delivery" else 1.0
            self._add(spec, by_segment, 0.0, DELIVERY_FAILED if rps is None else 0.0, _OWN_MEDIAN_S[name] / speed,
                      served_rps=sent / speed if rps is None else None)  # fmt: skip

    def _add(
        self, spec: WorkloadSpec, rps: Mapping[str, Level], limited: Level, failed: Level, own_s: Level,
        below_s: Level = 0.0, served_rps: Level | None = None,
    ) -> None:  # fmt: skip
        ready = self._inputs.ready.get(spec.name, float(spec.replicas))
        load = _total(rps) * (1.0 - limited) if served_rps is None else served_rps
        # A data store's load is spread by its clients; with no replica at all every request fails.
        utilisation = load / most(ready * spec.capacity_rps, 1e-6)
        utilisation = choose(ready > 0, utilisation, 4.0)
        lost = choose(ready > 0, shed_ratio(utilisation), 1.0)
        waver = 1.0 + 0.05 * smooth_noise(self._seed, f"latency/{spec.key}", self._t, 120.0)
        flutter = 1.0 + 0.5 * smooth_noise(self._seed, f"failed/{spec.key}", self._t, 300.0)
        unlucky = failed * flutter
        canary, broken = self._release(spec.name, unlucky, lost, limited)
        total_failed = _either(within(unlucky + broken, 0.0, 1.0), lost)
        used = ready * spec.cpu_cores * least(IDLE_CPU + (1.0 - IDLE_CPU) * utilisation, CPU_LIMIT)
        # Without any replica the mesh refuses at once; nothing waits.
        median = choose(ready > 0, (own_s * inflation(utilisation) + below_s) * waver, own_s)
        self._services[spec.name] = ServiceFlow(
            rps, limited, (1.0 - limited) * total_failed, utilisation, used, median, _SHAPE.get(spec.name, 3.0), ready,
            canary,
        )  # fmt: skip

    def _release(self, name: str, unlucky: Level, lost: Level, limited: Level) -> tuple[CanaryFlow | None, float]:
        """What the canary of a workload gets and loses, and what all its revisions together add to the failures."""
        control = self._inputs.releases.get(name)
        if control is None:
            return None, 0.0
        canary = control.canary
        if canary is None or canary.share <= 0:
            return None, control.failed
        failed = (1.0 - limited) * _either(within(unlucky + canary.failed, 0.0, 1.0), lost)
        broken = (1.0 - canary.share) * control.failed + canary.share * canary.failed
        return CanaryFlow(canary.revision, canary.share, failed), broken

    def _by_segment(self, rps: Level) -> dict[str, Level]:
        total = most(_total(self._inputs.incoming_rps), 1e-9)
        return {segment: rps * (self._inputs.incoming_rps[segment] / total) for segment in SEGMENTS}


def _either(one: Level, other: Level) -> Level:
    """The chance that at least one of two independent things happens."""
    return one + other - one * other


def _share(weights: Mapping[str, float], name: str) -> float:
    total = sum(max(0.0, value) for value in weights.values())
    return max(0.0, weights.get(name, 0.0)) / total if total > 0 else 0.0


def _total(by_segment: Mapping[str, Level]) -> Level:
    total: Level = 0.0
    for value in by_segment.values():
        total = total + value
    return total
