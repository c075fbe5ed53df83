"""Reads what operators and controllers set out of the cluster's objects: the simulator's controls."""

import json
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from console.lab.objects.autoscaler_object import HPA, KAFKA_AUTHENTICATION, SCALED_OBJECT
from console.lab.objects.common import JsonObject
from console.lab.objects.config_object import (
    ANSWER_TTL,
    CELL_QUOTA,
    CTA_ONLY,
    DELIVERY_CONFIG,
    MODEL_ROUTER,
    PARTITION_KEY,
    USUAL_BATCH,
    USUAL_KEY,
    USUAL_TTL_S,
)
from console.lab.objects.traffic_object import ROUTER, ROUTER_NAMESPACE, cell_of_host
from console.lab.objects.workload_object import RESOURCES
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.controls import AutoscalerControl, CellControl, Controls, Faults
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.series.autoscale_series import autoscaler_name
from console.lab.simulator.workload_spec import WorkloadSpec
from console.lab.world.workload_record import WorkloadRecord

PAUSED_ANNOTATION = "autoscaling.keda.sh/paused"
HELD_ANNOTATION = "autoscaling.keda.sh/paused-replicas"
_CONFIG = "configmaps"
_ROUTER = "virtualservices.networking.istio.io"
_AUTHENTICATION = "triggerauthentications.keda.sh"
_WORKLOADS = frozenset(RESOURCES.values())
_CONTROLS = _WORKLOADS | {HPA, SCALED_OBJECT, _CONFIG, _ROUTER, _AUTHENTICATION, "secrets", "nodes"}
_HOT_SPEED = 0.13
_MOST_ASKED = 1_000_000
_DIGITS = 20
"""More replicas, and longer numbers, are a slip of the hand."""
_CTA_CALLS, _AGAIN_S = 0.15, 600.0
_STALE_AUTOSCALERS = frozenset((SCALED_OBJECT, _AUTHENTICATION, "secrets"))


class ControlReader:
    """Keeps the controls up to date by listening to the store; only changed objects are decoded."""

    def __init__(
        self, store: ObjectStore, blueprint: EstateBlueprint, records: dict[str, WorkloadRecord], first: Controls
    ) -> None:
        self._store = store
        self._records = records
        self._cells = {cell.namespace: cell for cell in blueprint.cells}
        self._scaled = {each.key: each for each in blueprint.workloads if each.scaling in ("hpa", "keda")}
        self._by_hpa = {f"{each.namespace}/{autoscaler_name(each)}": each for each in self._scaled.values()}
        self._steered = [key for key, record in records.items() if record.spec.kind == "Rollout"]
        self._controls = first
        self._dirty: set[tuple[str, str, str]] = set()
        self._touched: set[str] = set()
        self.failures: dict[str, str] = {}

    def note(self, change: Change) -> None:
        """Remember that an object changed (a listener of the store)."""
        resource = change.object.kind.key
        if resource in _CONTROLS:
            self._dirty.add((resource, change.object.namespace, change.object.name))

    def note_everything(self) -> None:
        """Read every object anew at the next `read`."""
        for resource in _CONTROLS:
            for entry in self._store.entries(resource):
                self._dirty.add((resource, entry.namespace, entry.name))

    def read(self, faults: Faults, ready: Callable[[str], int]) -> Controls:
        """The controls as of now; `ready` tells how many pods of a workload serve (for the metrics pipeline)."""
        dirty, self._dirty = self._dirty, set()
        for resource, namespace, name in sorted(dirty):
            # Objects are written by anybody: what makes no sense keeps what is known, as controllers do.
            with suppress(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError):
                self._take(resource, namespace, name)
        self._rollouts()
        self._controls = replace(self._controls, faults=faults, autoscalers=self._readable(ready))
        return self._controls

    def take_touched(self) -> set[str]:
        """Workloads whose object changed since the last call."""
        touched, self._touched = self._touched, set()
        return touched

    def _take(self, resource: str, namespace: str, name: str) -> None:
        entry = self._store.find(resource, namespace or None, name)
        content = entry.content() if entry else None
        if resource in _WORKLOADS:
            self._workload(f"{namespace}/{name}", resource, content)
        elif resource == HPA:
            self._hpa(f"{namespace}/{name}", content)
        elif resource in _STALE_AUTOSCALERS:
            self._keda(namespace)
        elif resource == _CONFIG and namespace in self._cells:
            self._config(self._cells[namespace], name, content)
        elif (namespace, name) == (ROUTER_NAMESPACE, ROUTER):
            self._router(content)
        elif resource == "nodes":
            self._node(name, content)

    def _workload(self, key: str, resource: str, content: JsonObject | None) -> None:
        record = self._records.get(key)
        if record is None or RESOURCES[record.spec.kind] != resource:
            return
        self._touched.add(key)
        if content is None:
            record.exists, record.replicas = False, 0
        else:
            record.take(content)
        workloads = dict(self._controls.workloads)
        workloads[key] = record.control()
        self._controls = replace(self._controls, workloads=workloads)

    def _rollouts(self) -> None:
        """Rollouts have two revisions, and their controller moves the weights between two changes of the object."""
        known = self._controls.workloads
        moved = {key: one for key in self._steered if (one := self._records[key].control()) != known.get(key)}
        if moved:
            self._controls = replace(self._controls, workloads={**known, **moved})

    def _hpa(self, key: str, content: JsonObject | None) -> None:
        spec = self._by_hpa.get(key)
        if spec is None:
            return
        autoscalers = dict(self._controls.autoscalers)
        if content is None:
            autoscalers.pop(spec.key, None)
        else:
            known = autoscalers.get(spec.key)
            autoscalers[spec.key] = autoscaler_control(spec, content["spec"], known)
        self._controls = replace(self._controls, autoscalers=autoscalers)
        if spec.scaling == "keda":
            self._keda(spec.namespace)

    def _keda(self, namespace: str) -> None:
        """Pause annotations and what keeps KEDA from building its scaler."""
        for spec in self._scaled.values():
            if spec.namespace != namespace or spec.scaling != "keda":
                continue
            entry = self._store.find(SCALED_OBJECT, namespace, spec.name)
            known = self._controls.autoscalers.get(spec.key)
            if entry is None or known is None:
                continue
            content = entry.content()
            notes = content["metadata"].get("annotations") or {}
            held = _held(notes)
            self.failures[spec.key] = self._scaler_failure(namespace, content)
            control = replace(
                known,
                paused=notes.get(PAUSED_ANNOTATION) == "true" or held is not None,
                held_at=held,
            )
            self._controls = replace(self._controls, autoscalers={**self._controls.autoscalers, spec.key: control})

    def _scaler_failure(self, namespace: str, content: JsonObject) -> str:
        """Why the trigger's credentials cannot be read, or ""."""
        for trigger in content["spec"].get("triggers") or []:
            name = (trigger.get("authenticationRef") or {}).get("name", KAFKA_AUTHENTICATION)
            found = self._store.find(_AUTHENTICATION, namespace, name)
            if found is None:
                return f'error getting triggerAuthentication "{name}": not found'
            for reference in found.content()["spec"].get("secretTargetRef") or []:
                secret = self._store.find("secrets", namespace, reference["name"])
                if secret is None:
                    return f'error building scaler: Secret "{reference["name"]}" not found in namespace "{namespace}"'
                if reference["key"] not in (secret.content().get("data") or {}):
                    return f'error building scaler: key "{reference["key"]}" missing in Secret "{reference["name"]}"'
        return ""

    def _config(self, cell: CellSpec, name: str, content: JsonObject | None) -> None:
        if content is None:
            return  # what is configured stays in effect until it is read again, as services do
        known = self._controls.cells[cell.name]
        changed = cell_control(known, name, content.get("data") or {})
        self._controls = replace(self._controls, cells={**self._controls.cells, cell.name: changed})

    def _router(self, content: JsonObject | None) -> None:
        weights: dict[str, int] = {}
        for http in ((content or {}).get("spec") or {}).get("http") or []:
            for route in http.get("route") or []:
                cell = cell_of_host(str((route.get("destination") or {}).get("host", "")))
                weight = route.get("weight", 0)
                if f"cell-{cell}" in self._cells and isinstance(weight, int):
                    weights[cell] = weights.get(cell, 0) + weight
        self._controls = replace(self._controls, router_weights=weights)

    def _node(self, name: str, content: JsonObject | None) -> None:
        cordoned = set(self._controls.cordoned_nodes)
        if content is None or (content.get("spec") or {}).get("unschedulable"):
            cordoned.add(name)
        else:
            cordoned.discard(name)
        self._controls = replace(self._controls, cordoned_nodes=frozenset(cordoned))

    def _readable(self, ready: Callable[[str], int]) -> dict[str, AutoscalerControl]:
        """Whether each autoscaler can read its metric: HPAs need the metrics server, KEDA its own two parts."""
        resource = "" if ready("kube-system/metrics-server") else "FailedGetResourceMetric"
        keda_runs = ready("keda/keda-operator") and ready("keda/keda-metrics-apiserver")
        autoscalers: dict[str, AutoscalerControl] = {}
        for key, control in self._controls.autoscalers.items():
            reason = resource
            if self._scaled[key].scaling == "keda":
                reason = "" if keda_runs and not self.failures.get(key) else "FailedGetExternalMetric"
            autoscalers[key] = control if control.cannot_read == reason else replace(control, cannot_read=reason)
        return autoscalers


def _held(notes: JsonObject) -> int | None:
    """At how many replicas KEDA is told to stay, None for no number."""
    text = str(notes.get(HELD_ANNOTATION, ""))
    return min(int(text[:_DIGITS]), _MOST_ASKED) if text.isascii() and text.isdigit() else None


def autoscaler_control(spec: WorkloadSpec, body: JsonObject, known: AutoscalerControl | None) -> AutoscalerControl:
    """Bounds, target and stabilisation of an HPA's spec; nonsense keeps what is known."""
    base = known or AutoscalerControl(spec.min_replicas, spec.max_replicas, spec.target)
    least, most = body.get("minReplicas", 1), body.get("maxReplicas", base.max_replicas)
    target = base.target
    for metric in body.get("metrics") or []:
        if metric.get("type") == "Resource":
            target = ((metric.get("resource") or {}).get("target") or {}).get("averageUtilization", 100 * target) / 100
        elif metric.get("type") == "External":
            text = str(((metric.get("external") or {}).get("target") or {}).get("averageValue", target))
            target = float(text[:-1]) / 1000 if text.endswith("m") else float(text)
    behavior = body.get("behavior") or {}
    up, down = behavior.get("scaleUp") or {}, behavior.get("scaleDown") or {}
    window = down.get("stabilizationWindowSeconds", 300)
    return replace(
        base,
        min_replicas=min(max(0, int(least)), _MOST_ASKED),
        max_replicas=min(max(1, int(most)), _MOST_ASKED),
        target=target if target > 0 else base.target,
        stabilise_down_s=float(window),
        may_grow=up.get("selectPolicy") != "Disabled",
        may_shrink=down.get("selectPolicy") != "Disabled",
    )


def cell_control(known: CellControl, config_map: str, data: dict[str, str]) -> CellControl:
    """The cell's control after one of its ConfigMaps was read; what cannot be parsed keeps what is known."""
    try:
        if config_map == CELL_QUOTA:
            return replace(
                known,
                langchain_rps=max(0.0, float(data.get("langchain_rps", known.langchain_rps))),
                next_edge_rps=max(0.0, float(data.get("next_edge_rps", known.next_edge_rps))),
            )
        if config_map == MODEL_ROUTER:
            weights = {str(name): float(value) for name, value in json.loads(data["weights.json"]).items()}
            if not math.isfinite(sum(abs(value) for value in weights.values())):
                return known
            return replace(known, model_weights=weights, model_calls=_model_calls(data))
        if config_map == DELIVERY_CONFIG:
            batch = max(1.0, float(data.get("batch.size", USUAL_BATCH)))
            # A key with a handful of values leaves most workers without a partition to read.
            skewed = data.get(PARTITION_KEY, USUAL_KEY) != USUAL_KEY
            speed = min(1.0, (batch / USUAL_BATCH) ** 0.35) * (_HOT_SPEED if skewed else 1.0)
            return replace(known, consumer_speed=speed, has_hot_partition=skewed)
    except (KeyError, ValueError, TypeError, AttributeError):
        return known
    return known


def _model_calls(data: dict[str, str]) -> float:
    """The share of the usual calls: a call to action needs few of them, kept answers save those that come again."""
    ttl_s = float(data.get(ANSWER_TTL, f"{USUAL_TTL_S}").strip().rstrip("s"))
    kept = (_AGAIN_S + USUAL_TTL_S) / (_AGAIN_S + max(0.0, ttl_s))
    return kept * (_CTA_CALLS if data.get(CTA_ONLY, "false").strip().lower() in {"true", "on"} else 1.0)
