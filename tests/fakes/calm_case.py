"""A calm case of two cells, and what turns it into a fault: for diagnoses."""

from dataclasses import replace

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.diagnosis.case import Case, CellCase, EdgeCase
from console.domain.diagnosis.proof import QueryProof
from console.domain.edge.cache_keys import KV_VALUE, CacheKeys
from console.domain.resource import Condition, ResourceRef
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from tests.fakes.cell_objects import scaler
from tests.fakes.small_estate import NOW_S, workload

GOOD = (("cta", "cta:{issue}"), ("proof", "proof:{issue}"))
MIXED = (("cta", "content:{issue}"), ("proof", "content:{issue}"))
READY = Condition("Ready", "True", "ScaledObjectReady")
IDLE = Condition("Active", "False", "ScalerNotActive", "no trigger is active")


def blind(cell: str, name: str, since_s: float = NOW_S - 30) -> Autoscaler:
    """Return an HPA that gets no CPU figures since then."""
    why = Condition("ScalingActive", "False", "FailedGetResourceMetric", "unable to get metrics", since_s)
    found = scaler(name, why)
    return replace(found, ref=replace(found.ref, namespace=f"cell-{cell}"))


def keda(*conditions: Condition, target: str = "100", activation: str | None = None) -> Autoscaler:
    """Return the ScaledObject of delivery."""
    trigger = ScalingMetric("kafka", None, target, "kafka", activation)
    return replace(scaler("delivery", *conditions, kind="ScaledObject"), metrics=(trigger,), current=None, desired=None)


def cell_case(cell: str, *scalers: Autoscaler, **signals: float) -> CellCase:
    """Return a cell with its delivery workers, these autoscalers and these readings."""
    readings = {
        SignalKey(key, cell, target="delivery" if key.startswith("keda") else ""): Reading(
            value, NOW_S, f"query of {key}"
        )
        for key, value in signals.items()
    }
    return CellCase(cell, "main", scalers, (workload(cell, "delivery"),), metrics="prom", readings=readings)


def edge_case(patterns: tuple[tuple[str, str], ...] | None, peak: float = 0.87, usual: float = 0.87) -> EdgeCase:
    """Return an edge whose cache keys are these (``None``: not read), and its hit ratios."""
    ref = ResourceRef("edge", KV_VALUE, "edge-config", "cache-keys")
    keys = CacheKeys(ref, patterns, GOOD) if patterns is not None else None
    hits = tuple(
        QueryProof("prom", SignalKey(f"edge_cache_hit_{name}", target="example.org"), Reading(value, NOW_S, "hits"))
        for name, value in (("peak", peak), ("usual", usual))
    )
    return EdgeCase("edge", ("example.org",), keys, ((hits[0], hits[1]),))


def case(*cells: CellCase, edge: EdgeCase | None = None) -> Case:
    """Return a case at the fixed time."""
    return Case(cells, edges=(edge,) if edge is not None else (), now_s=NOW_S)
