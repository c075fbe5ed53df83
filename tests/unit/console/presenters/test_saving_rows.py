"""Proposals that save money, in amounts that are reckoned by hand (proves L2.4, L6.1, L6.2, E5.1).

There are 239.5 hours left of November; a core costs 0.1, a GiB 0.01 USD an hour.
"""

from dataclasses import replace

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.operations.suspend_cron_job import SuspendCronJob
from console.domain.resource import ResourceRef
from console.domain.route import Job, Setting
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.workload import Workload
from console.presenters.cost_proof import saving_proof
from console.presenters.cost_view import CostView
from console.presenters.saving_rows import saving_reason
from console.presenters.savings.saving import Saving
from console.store.state import ObjectTable, Readings, State
from tests.fakes.spending import ESTATE, NOW_S, estate, spending

SPACE, LEFT_H, GIB = "cell-tokyo", 239.5, 1 << 30
POD = 0.1 * 0.5 + 0.01 * 2  # USD an hour
TIGHT = {"key": "tokyo", "cells": ["tokyo"], "limit": {"amount": 1_000, "currency": "USD"}}
MODELS = {"key": "models", "sources": ["models"], "limit": {"amount": 1_500, "currency": "USD"}}
ROUTER = {
    "kind": "model",
    "key": "models-tokyo",
    "cluster": "asia",
    "config_map": {"namespace": SPACE, "name": "model-router", "entry": "weights.json"},
    "cells": ["tokyo"],
    "targets": [{"name": "small", "weight": 0.5}, {"name": "large", "weight": 0.5}],
}
ENTRY = '{"small": 3, "large": 1}'


def workload(name: str, desired: int) -> Workload:
    ref = ResourceRef("asia", "Deployment", SPACE, name, "apps")
    return Workload(ref, (), (), (), desired, desired, desired, desired, 1, 1, False, 0.0, 0.5, 2.0 * GIB)


def scaler(name: str, minimum: int, maximum: int, current: int, cpu: str = "20%", owner: str = "") -> Autoscaler:
    ref = ResourceRef("asia", "HorizontalPodAutoscaler", SPACE, name, "autoscaling")
    metrics = (ScalingMetric("cpu", cpu, "80%"),)
    return Autoscaler(ref, "Deployment", name, minimum, maximum, current, current, metrics, (), None, owner=owner)


def savings_of(
    *budgets: dict[str, object], topics: dict[str, tuple[object, ...]], **more: object
) -> tuple[Saving, ...]:
    state = spending(estate(*budgets, routers=[ROUTER]))
    objects = dict(state.objects)
    for topic, rows in topics.items():
        objects["asia", topic] = ObjectTable({row.ref: row for row in rows}, NOW_S)  # type: ignore[attr-defined]
    readings = {
        SignalKey(signal, "tokyo", target=target): Reading(value, NOW_S)
        for signal, told in more.items()
        for target, value in told.items()  # type: ignore[attr-defined]
    }
    shown = State(estate=state.estate, objects=objects, readings={"metrics": Readings(readings, NOW_S)})
    return CostView(shown, NOW_S).savings


def test_a_floor_that_holds_idle_pods_can_be_lowered() -> None:
    """Ten pods at 20 of 80 per cent need three, with the tolerance of the autoscaler."""
    topics = {"autoscalers": (scaler("web", 10, 10, 10),), "workloads": (workload("web", 10),)}
    [saving] = savings_of(topics=topics)
    assert saving.amount == pytest.approx(7 * POD * LEFT_H)
    assert saving.operation == SetReplicaBounds("asia", "HorizontalPodAutoscaler", SPACE, "web", minimum=3)
    assert (saving.cell, saving.currency, saving.is_guarded) == ("tokyo", "USD", False)
    assert saving_reason(saving).startswith("Saves 117.36 USD: 0.0700 USD a pod and hour × 7 × 240 h")
    [guarded] = savings_of(TIGHT, topics={**topics, "autoscalers": (scaler("web", 10, 10, 10),)})
    assert guarded.is_guarded


@pytest.mark.parametrize(
    "told",
    [
        scaler("web", 10, 20, 14),  # it is not the floor that holds them
        scaler("web", 3, 10, 3, cpu="70%"),  # needed
        scaler("web", 2, 10, 2, cpu="1%"),  # one alone would not outlive a loss
        replace(scaler("web", 10, 10, 10), metrics=(ScalingMetric("cpu", None, "80%"),)),  # nobody knows
    ],
)
def test_a_floor_is_left_where_it_is_needed_or_nobody_knows(told: Autoscaler) -> None:
    assert savings_of(topics={"autoscalers": (told,), "workloads": (workload("web", 10),)}) == ()


def test_bounds_of_keda_are_set_in_its_own_object() -> None:
    told = scaler("web", 10, 10, 10, owner="ScaledObject/web-by-lag")
    [saving] = savings_of(topics={"autoscalers": (told,), "workloads": (workload("web", 10),)})
    assert saving.operation == SetReplicaBounds("asia", "ScaledObject", SPACE, "web-by-lag", minimum=3)


def test_at_the_threshold_the_ceiling_of_the_models_is_lowered_first() -> None:
    """Proves L2.4: proposed, never applied. The month comes to 1,200 of 1,000: 200 / 239.5 h / 0.07 are 11.9 pods."""
    busy = scaler("llm", 4, 40, 30, cpu="40%")
    topics = {
        "autoscalers": (scaler("web", 2, 50, 40, cpu="80%"), busy),
        "workloads": (workload("web", 40), workload("llm", 30)),
    }
    [saving] = savings_of(TIGHT, topics=topics)
    assert saving.operation == SetReplicaBounds("asia", "HorizontalPodAutoscaler", SPACE, "llm", maximum=18)
    assert saving.amount == pytest.approx(22 * POD * LEFT_H)
    assert saving.is_guarded
    assert savings_of(topics=topics) == ()


def test_models_whose_workload_has_a_name_of_its_own_come_first_all_the_same() -> None:
    named = [{"name": "web", "layer": "presentation"}, {"name": "model", "layer": "ai", "workload": "Deployment/llm"}]
    cells = [{**cell, "services": named} for cell in ESTATE["cells"]]
    state = spending(estate(TIGHT, cells=cells))
    scalers = (scaler("web", 2, 50, 40, cpu="80%"), scaler("llm", 4, 40, 30, cpu="40%"))
    rows = {"autoscalers": scalers, "workloads": (workload("web", 40), workload("llm", 30))}
    tables = {("asia", key): ObjectTable({one.ref: one for one in told}, NOW_S) for key, told in rows.items()}
    [saving] = CostView(replace(state, objects={**state.objects, **tables}), NOW_S).savings
    assert saving.operation == SetReplicaBounds("asia", "HorizontalPodAutoscaler", SPACE, "llm", maximum=18)


def test_workloads_without_an_autoscaler_that_idle_can_be_smaller() -> None:
    half = savings_of(topics={"workloads": (workload("web", 9),)})
    assert half == ()  # half of what was requested is used
    state = spending(estate())
    table = state.objects["costs", "cost-days"]
    rows = {
        ref: replace(row, spans=tuple(span._replace(used=0.2) for span in row.spans))  # type: ignore[attr-defined,type-var]
        for ref, row in table.rows.items()
    }
    works = ObjectTable({workload("web", 9).ref: workload("web", 9)}, NOW_S)
    objects = {("costs", "cost-days"): ObjectTable(rows, NOW_S), ("asia", "workloads"): works}
    [saving] = CostView(State(estate=state.estate, objects=objects), NOW_S).savings
    assert saving.operation == ScaleWorkload("asia", "Deployment", SPACE, "web", 3)  # 9 x 0.2 / 0.65 = 2.8
    assert saving.amount == pytest.approx(6 * POD * LEFT_H)


def test_calls_move_to_the_cheaper_model_while_answers_stay_good_enough() -> None:
    """All calls by large would cost 40 / 0.25 = 160 an hour, by small 15 / 0.75 = 20: an eighth moved saves 17.5 of 55.

    The bill of the last days is 2.50 an hour, whatever the traffic of this moment.
    """
    told = {
        "model_cost_by_model": {"small": 15.0, "large": 40.0},
        "model_share": {"small": 0.75, "large": 0.25},
        "accuracy": {"small": 0.82, "large": 0.90},
    }
    entry = Setting(ResourceRef("asia", "ConfigMap", SPACE, "model-router"), (("weights.json", ENTRY),))
    [saving] = savings_of(topics={"settings": (entry,)}, **told)
    assert saving.amount == pytest.approx(0.125 * 140 / 55 * 2.5 * LEFT_H)
    assert "31.8 % of 2.50 USD an hour (the mean of the last complete days)" in saving.how
    busy = {**told, "model_cost_by_model": {"small": 30.0, "large": 80.0}}
    assert savings_of(topics={"settings": (entry,)}, **busy)[0].amount == pytest.approx(saving.amount)
    assert saving.operation == SetModelWeights(
        "asia", SPACE, "model-router", "weights.json", (("small", 0.875), ("large", 0.125))
    )
    assert "84.0 %" in saving.condition
    assert "83.0 %" in saving.condition
    worse = {**told, "accuracy": {"small": 0.76, "large": 0.90}}
    assert savings_of(topics={"settings": (entry,)}, **worse) == ()
    broken = replace(entry, entries=(("weights.json", "[1"),))
    assert savings_of(topics={"settings": (broken,)}, **told) == ()


def test_at_the_threshold_reuse_is_proposed_to_people() -> None:
    """Models cost 60 a day, 2.50 an hour; their budget of 1,500 will be passed."""
    [saving] = savings_of(MODELS, topics={})
    assert saving.amount == pytest.approx(0.1 * 2.5 * LEFT_H)
    assert (saving.operation, saving.is_guarded) == (None, True)


def test_at_the_threshold_batch_jobs_can_wait() -> None:
    """Once a day for half an hour, two cores and 10 GiB: 0.30 an hour."""
    job = Job(
        ResourceRef("asia", "CronJob", SPACE, "report", "batch"), "30 2 * * *", False, 0, 0, 0, NOW_S - 5_400,
        NOW_S - 3_600, cores=2.0, memory_bytes=10.0 * GIB,
    )  # fmt: skip
    [saving] = savings_of(TIGHT, topics={"jobs": (job,)})
    assert saving.operation == SuspendCronJob("asia", SPACE, "report")
    assert saving.amount == pytest.approx(LEFT_H / 24 * 0.5 * 0.3)
    for other in (replace(job, suspended=True), replace(job, schedule="0 0 1 * *")):
        assert savings_of(TIGHT, topics={"jobs": (other,)}) == ()
    assert savings_of(topics={"jobs": (job,)}) == ()


def test_a_saving_leads_to_how_it_is_reckoned() -> None:
    topics = {"autoscalers": (scaler("web", 10, 10, 10),), "workloads": (workload("web", 10),)}
    state = spending(estate())
    view = CostView(state, NOW_S)
    [saving] = savings_of(topics=topics)
    proof = saving_proof(view, saving)
    assert dict(proof.facts)["Change"] == saving.operation.summary()  # type: ignore[union-attr]
    assert proof.query == "HorizontalPodAutoscaler web of cell-tokyo"
