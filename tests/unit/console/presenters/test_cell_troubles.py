"""A reason leads to the cause: nodes, weights, autoscalers and jobs stand before what they bring about."""

# proves L1.1, L1.3, L2.1, L4.2

from dataclasses import replace

from console.domain.autoscaler import ScalingMetric
from console.domain.health import Health
from console.domain.resource import Condition
from console.domain.signal_key import SignalKey
from console.presenters.autoscaler_rows import autoscaler_rows
from console.presenters.backpressure_rows import chain_rows
from console.presenters.cell_board import cell_rows
from console.presenters.cell_head import cell_head
from console.presenters.cell_row import CellRow
from console.presenters.job_rows import job_rows
from console.presenters.node_count import node_lines
from console.presenters.topology import topology
from console.store.state import State
from tests.fakes.cell_objects import cron, node, route, run, scaler, with_rows
from tests.fakes.small_estate import ESTATE, NOW_S, state, workload

WELL = {SignalKey("ttfb", cell): 0.2 for cell in ("tokyo", "osaka")}
NO_METRIC = Condition("ScalingActive", "False", "FailedGetResourceMetric", "unable to get metrics for resource cpu")
SECRET = 'error building scaler: Secret "kafka-auth" not found in namespace "cell-tokyo"'


PARTS = ("web", "bff", "delivery", "llm-serving", "scheduler")
RUNNING = tuple(workload(cell, name) for cell in ("tokyo", "osaka") for name in PARTS)
RUNNING += tuple(workload(cell, "postgres", kind="StatefulSet") for cell in ("tokyo", "osaka"))


def _row(found: State, cell: str = "tokyo") -> CellRow:
    return next(row for row in cell_rows(found) if row.key == cell)


def test_autoscalers_that_are_blocked_alike_are_one_reason_and_a_warning() -> None:
    row = _row(with_rows(state(WELL, RUNNING), "autoscalers", scaler("web", NO_METRIC), scaler("bff", NO_METRIC)))
    assert row.health is Health.WARNING
    assert row.reasons == ("autoscaler bff, web gets no metric",)


def test_keda_names_the_lost_secret_and_its_hpa_does_not_repeat_it() -> None:
    keda = scaler("delivery", Condition("Ready", "False", "TriggerError", SECRET), kind="ScaledObject")
    hpa = scaler("keda-hpa-delivery", NO_METRIC, owner="ScaledObject/delivery")
    found = with_rows(state(WELL, RUNNING), "autoscalers", keda, hpa)
    assert _row(found).reasons == (f"autoscaler delivery is not ready ({SECRET})",)


def test_the_backpressure_path_repeats_the_words_of_keda_where_it_stops() -> None:
    keda = scaler(
        "delivery",
        Condition("Ready", "False", "TriggerError", SECRET),
        Condition("Active", "False"),
        kind="ScaledObject",
    )
    found = with_rows(state(WELL | {SignalKey("queue_length", "tokyo"): 900.0}), "autoscalers", keda)
    assert chain_rows(found)[0].summary.endswith(SECRET)


def test_being_at_the_maximum_alone_is_no_trouble_but_explains_one() -> None:
    limited = scaler("web", Condition("ScalingLimited", "True", "TooManyReplicas"))
    assert _row(with_rows(state(WELL, RUNNING), "autoscalers", limited)).health is not Health.WARNING
    slow = _row(
        with_rows(state(WELL | {SignalKey("latency_p95", "tokyo", "web"): 5.0}, RUNNING), "autoscalers", limited)
    )
    assert slow.health is Health.CRITICAL
    assert slow.reasons == ("autoscaler web is at its maximum", "p95 web 5.00 s")


def test_a_maximum_below_what_the_metric_calls_for_is_a_warning() -> None:
    full = Condition("ScalingLimited", "True", "TooManyReplicas")
    for current, health in (("70%", Health.WARNING), ("64%", Health.UNKNOWN)):  # of 60 %: an HPA tolerates a tenth
        limited = replace(scaler("web", full), metrics=(ScalingMetric("cpu", current, "60%"),))
        row = _row(with_rows(state(WELL, RUNNING), "autoscalers", limited))
        assert row.health is health
        assert ("autoscaler web is at its maximum" in row.reasons) is True


def test_a_behavior_that_forbids_more_than_the_metric_calls_for_is_a_warning() -> None:
    for current, health in (("70%", Health.WARNING), ("64%", Health.UNKNOWN)):
        still = replace(scaler("web"), metrics=(ScalingMetric("cpu", current, "60%"),), never_adds=True)
        found = with_rows(state(WELL, RUNNING), "autoscalers", still)
        assert (_row(found).health, "autoscaler web may not add replicas" in _row(found).reasons) == (health, True)
        (told,) = autoscaler_rows(found, NOW_S, "tokyo")
        assert (told.health, told.blocks) == (Health.WARNING, ("Its behavior forbids it to add replicas.",))


def test_a_dark_region_is_told_before_its_missing_pods() -> None:
    nodes = (node("a", "ap-northeast-1", ready=False), node("b", "ap-northeast-1", ready=False))
    found = with_rows(state(WELL, (workload("tokyo", "web", ready=0),)), "nodes", *nodes, node("c", "eu", ready=True))
    row = _row(found)
    assert row.health is Health.CRITICAL
    assert row.reasons[0] == "2 of 2 nodes of ap-northeast-1 are not ready"
    assert "web 0/2 ready" in row.reasons
    assert list(node_lines(found)) == [
        ("Nodes of main: 1 of 3 ready · 2 of 2 not ready in ap-northeast-1", False, "a\nb")
    ]


def test_one_node_of_several_is_a_warning() -> None:
    nodes = (node("a", "ap-northeast-1", ready=False), node("b", "ap-northeast-1", ready=True))
    assert _row(with_rows(state(WELL, RUNNING), "nodes", *nodes)).health is Health.WARNING
    assert _row(with_rows(state(WELL, RUNNING), "nodes", *nodes), "osaka").reasons == ("nothing is measured",)


def test_a_weight_that_is_not_the_agreed_one_is_told_in_words_and_as_a_mark() -> None:
    found = with_rows(state(WELL, RUNNING, weights=(28, 72)), "routes", route((28, 72), (60, 40)))
    graph = topology(found, {})
    edges = {edge.target: edge for edge in graph.edges if edge.source == "cell-router"}
    assert edges["osaka"].text == "– · – (weight 72.0 %, agreed 40.0 %)"
    assert (edges["osaka"].is_off, edges["osaka"].health) == (True, Health.WARNING)
    assert (graph.nodes[0].detail, graph.nodes[0].health) == ("weights not as agreed", Health.WARNING)
    assert "cell-router gives it 72.0 %, agreed are 40.0 %" in _row(found, "osaka").reasons
    assert _row(found, "tokyo").health is not Health.WARNING  # it gets less than agreed, which hurts nobody there


def test_weights_as_agreed_and_weights_that_nobody_agreed_on_are_quiet() -> None:
    for agreed in ((60.0, 40.0), None):
        graph = topology(with_rows(state(WELL, RUNNING), "routes", route((60, 40), agreed)), {})
        assert not any(edge.is_off for edge in graph.edges)
        assert graph.nodes[0].health is Health.OK


def test_traffic_that_does_not_follow_the_weight_is_marked() -> None:
    rates = {SignalKey("router_rps", "tokyo"): 95.0, SignalKey("router_rps", "osaka"): 5.0}
    edge = next(one for one in topology(state(rates), {}).edges if one.target == "tokyo")
    assert edge.text == "95.0/s · 95.0 % (weight 60.0 %, not followed)"
    assert edge.is_off


def test_a_failed_run_is_a_reason_until_a_later_one_completes() -> None:
    runs = (
        cron(),
        run("demand-forecast-1", "Complete", NOW_S - 7_260),
        run("demand-forecast-2", "Failed", NOW_S - 600),
    )
    found = with_rows(state(WELL, RUNNING), "jobs", *runs)
    assert _row(found).reasons == ("job demand-forecast failed (BackoffLimitExceeded)",)
    rows = job_rows(found, ESTATE.cells[0], NOW_S)
    assert [(row.name, row.state, row.health) for row in rows] == [
        ("demand-forecast", "Last run failed", Health.WARNING),
        ("demand-forecast-2", "Failed", Health.WARNING),
        ("demand-forecast-1", "Completed", Health.OK),
    ]
    assert rows[1].why == "BackoffLimitExceeded: Job has reached the specified backoff limit"
    still = with_rows(state(WELL, RUNNING), "jobs", *runs, run("demand-forecast-3", "", NOW_S - 60))
    assert _row(still).health is Health.WARNING  # a run that goes on proves nothing yet
    mended = with_rows(state(WELL, RUNNING), "jobs", *runs, run("demand-forecast-3", "Complete", NOW_S - 60))
    assert _row(mended).health is Health.UNKNOWN
    assert all(row.health is Health.OK for row in job_rows(mended, ESTATE.cells[0], NOW_S))


def test_runs_and_autoscalers_without_labels_belong_to_the_cell_of_their_namespace() -> None:
    cells = [one.model_copy(update={"selectors": one.selectors.model_copy(update={"labels": {"cell": one.key}})})
             for one in ESTATE.cells]  # fmt: skip
    found = replace(state(WELL, RUNNING), estate=ESTATE.model_copy(update={"cells": tuple(cells)}))
    found = with_rows(found, "jobs", run("demand-forecast-2", "Failed", NOW_S - 600))
    found = with_rows(found, "autoscalers", scaler("web", NO_METRIC))
    assert len(_row(found).reasons) == 2
    assert _row(found, "osaka").health is not Health.WARNING


def test_the_first_reasons_are_causes_and_a_sign_is_among_them() -> None:
    scalers = (scaler("a", Condition("AbleToScale", "False")), scaler("b", NO_METRIC))
    found = with_rows(state(WELL | {SignalKey("latency_p95", "tokyo", "web"): 5.0}, RUNNING), "autoscalers", *scalers)
    row = _row(with_rows(found, "jobs", run("j", "Failed", NOW_S, owner="")))
    assert row.reasons == ("autoscaler a cannot scale its target", "autoscaler b gets no metric", "p95 web 5.00 s")


def test_a_cell_of_which_nobody_could_say_what_it_is_made_of_is_not_said_to_have_no_parts() -> None:
    # proves L1.2
    cell = ESTATE.cells[0].model_copy(update={"services": (), "data_stores": ()})
    unread = State(estate=ESTATE.model_copy(update={"cells": (cell,)}))
    assert (_row(unread).shape, _row(unread).unit) == ((), "–")
    head = cell_head(unread, cell)
    assert (head.flags, head.facts) == ((), ("Regional", "ap-northeast-1"))
