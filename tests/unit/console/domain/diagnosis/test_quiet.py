"""Estates that are well or merely busy stay quiet, and a fault planted in any of them is found alone (proves L2.3)."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.diagnosis.case import Case, CellCase, RouterCase
from console.domain.diagnosis.fault import diagnoses
from console.domain.health import Health
from console.domain.resource import Condition
from console.domain.route import RouteRule
from console.domain.route_share import RouteShare
from tests.fakes.calm_case import GOOD, MIXED, READY, blind, case, cell_case, edge_case, keda
from tests.fakes.cell_objects import cron, route, run, scaler
from tests.fakes.small_estate import NOW_S, workload

CELLS = ("tokyo", "osaka")
ACTIVE = Condition("Active", "True", "ScalerActive")
WORKS = Condition("ScalingActive", "True", "ValidMetricFound")
FULL = Condition("ScalingLimited", "True", "TooManyReplicas")
LOST = Condition("Ready", "False", "TriggerError", 'Secret "kafka-auth" not found')
examples = settings(max_examples=150, deadline=None)
busy_load = st.integers(0, 400)


@st.composite
def hpas(draw: st.DrawFn, cell: str) -> Autoscaler:
    """An HPA at any load; that of a new pod has no figures for a moment."""
    if draw(st.integers(0, 9)) == 0:
        return blind(cell, "web", NOW_S - draw(st.floats(0, 170)))
    conditions = (WORKS, FULL) if draw(st.booleans()) else (WORKS,)
    return replace(scaler("web", *conditions), metrics=(ScalingMetric("cpu", f"{draw(busy_load)}%", "60%"),))


@st.composite
def queues(draw: st.DrawFn) -> tuple[Autoscaler, dict[str, float]]:
    """A queue of any length whose trigger acts, has nothing to do, or has not polled yet."""
    lag = draw(st.floats(0, 1e6))
    kind = draw(st.sampled_from(("acts", "idle", "not polled")))
    if kind == "acts":
        return keda(READY, ACTIVE), {"queue_length": lag, "queue_floor": lag, "keda_ceiling": lag}
    idle = Condition("Active", "False", "ScalerNotActive")
    if kind == "not polled":
        return keda(READY, idle), {"queue_length": lag, "queue_floor": 0.0, "keda_ceiling": 0.0}
    short = draw(st.floats(0, 150))
    found = keda(READY, idle, target="100", activation="200")
    return found, {"queue_length": short, "queue_floor": short, "keda_ceiling": short}


@st.composite
def cells(draw: st.DrawFn, key: str) -> CellCase:
    """A cell under any load: long queues, full autoscalers, other jobs that fail."""
    trigger, lag = draw(queues())
    opens = draw(st.floats(0, 1e5))
    clicks = opens * 0.1
    noise = draw(st.floats(-4, 4)) * clicks**0.5
    signals = {**lag, "cta_opens": opens, "cta_click_usual": 0.1, "cta_clicks": max(0.0, clicks + noise)}
    found = cell_case(key, draw(hpas(key)), trigger, **signals)
    jobs: tuple[Any, ...] = (cron(), run("demand-forecast-1", "Complete", NOW_S - 60))
    if draw(st.booleans()):
        jobs = (*jobs, run("cleanup-1", "Failed", NOW_S - 10, owner="CronJob/cleanup"))
    if draw(st.booleans()):
        jobs = (*jobs, run("demand-forecast-2", "", NOW_S - 5))
    ready = draw(st.integers(0, 9))
    workloads = (workload(key, "delivery", desired=9, ready=ready),)
    return replace(found, jobs=jobs, workloads=workloads, serving=draw(st.sampled_from(Health)))


def router(first: float, agreed: float) -> RouterCase:
    """A router that gives tokyo the first share, osaka the rest."""
    made = route((round(100 * first), 100 - round(100 * first)), None)
    pairs = ((first, agreed), (1 - first, 1 - agreed))
    shares = tuple(RouteShare(key, wish, share, None) for key, (share, wish) in zip(CELLS, pairs, strict=True))
    return RouterCase("Cell router", made, RouteRule("/spec/http/0", "", made.destinations), (), shares)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A busy estate of two cells."""
    agreed = draw(st.floats(0.2, 0.8))
    moved = draw(st.floats(-0.05, 0.05))
    peak, usual = sorted(draw(st.tuples(st.floats(0.5, 1), st.floats(0.5, 1))), reverse=True)
    several = tuple(draw(cells(key)) for key in CELLS)
    busy = case(*several, edge=edge_case(GOOD, peak, usual))
    server = workload("tokyo", "metrics-server", desired=1)
    return replace(busy, routers=(router(agreed + moved, agreed),), systems={"main": (server,)})


def _with_tokyo(busy: Case, **changes: Any) -> Case:
    return replace(busy, cells=(replace(busy.cells[0], **changes), *busy.cells[1:]))


@examples
@given(cases())
def test_a_well_or_busy_estate_has_no_diagnosis(busy: Case) -> None:
    assert diagnoses(busy) == ()


@examples
@given(cases(), st.sampled_from(("hpa", "keda", "router", "cache", "forecast")))
def test_a_planted_fault_is_found_alone_in_any_of_them(busy: Case, which: str) -> None:
    tokyo = busy.cells[0]
    planted = {
        "hpa": lambda: _with_tokyo(busy, autoscalers=(blind("tokyo", "web", NOW_S - 400), tokyo.autoscalers[1])),
        "keda": lambda: _with_tokyo(busy, autoscalers=(tokyo.autoscalers[0], keda(LOST))),
        "router": lambda: replace(
            busy, routers=(router(0.3, 0.7),), cells=tuple(replace(one, serving=Health.OK) for one in busy.cells)
        ),
        "cache": lambda: replace(busy, edges=(edge_case(MIXED),)),
        "forecast": lambda: _with_tokyo(busy, jobs=(run("demand-forecast-9", "Failed", NOW_S),)),
    }[which]()
    expected = {
        "hpa": "hpa-does-not-scale",
        "keda": "keda-does-not-react",
        "router": "router-skew",
        "cache": "cache-poisoning",
        "forecast": "forecast-job-failed",
    }[which]
    assert [one.fault for one in diagnoses(planted)] == [expected]


@examples
@given(cases())
def test_every_diagnosis_has_a_proof(busy: Case) -> None:
    """The same estate with everything wrong: nothing is claimed without an object or a query."""
    wrong = replace(busy, edges=(edge_case(MIXED),), routers=(router(0.2, 0.8),))
    found = diagnoses(_with_tokyo(wrong, autoscalers=(blind("tokyo", "web", NOW_S - 400), keda(LOST))))
    assert {one.fault for one in found} >= {"hpa-does-not-scale", "keda-does-not-react", "cache-poisoning"}
    assert all(one.proofs for one in found)
    assert [one.health for one in found] == sorted((one.health for one in found), reverse=True)
