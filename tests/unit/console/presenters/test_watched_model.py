"""A model under watch from what the state knows, without any page or document.

# proves E4.1 E4.2
"""

from dataclasses import replace

import pytest

from console.domain.health import Health
from console.domain.model.alert_level import AlertLevel
from console.domain.model.measure_catalogue import MEASURES
from console.domain.model.model_watch import MissingReason, ModelWatch
from console.presenters.watched_model import watched_model
from console.store.state import State
from tests.fakes.model_world import HEALTHY, NOW_S, model_estate, model_world, ranker, reading


def watched(state: State, now_s: float = NOW_S) -> ModelWatch:
    assert state.estate is not None
    return watched_model(state, state.estate.models[0], now_s)


def test_what_the_provider_counted_is_measured_per_request_and_per_second() -> None:
    watch = watched(model_world(), NOW_S)
    assert watch.value("model_subrequests") == pytest.approx(3.1)
    assert watch.value("model_d1_query") == pytest.approx(0.0048)
    assert watch.value("model_kv_read") == pytest.approx(0.0041)
    assert watch.value("model_d1_rows") == pytest.approx(100.0)
    assert watch.value("model_kv_reads") == pytest.approx(2_000.0)
    assert watch.value("model_points") == pytest.approx(1_000.0)
    assert watch.value("model_api_use") == 21_600_000
    cost = watch.measured["model_cost"]
    assert cost.value is not None
    assert 0.0001 < cost.value < 0.01
    assert (cost.source, cost.query, cost.at_s) == ("edge", "edge-usage", NOW_S)


def test_a_healthy_model_has_no_level_on_and_keeps_its_limits() -> None:
    watch = watched(model_world(worker=ranker(("c", 100.0))), NOW_S)
    assert watch.level is None
    assert watch.unjudged == ()
    assert {one.health for one in watch.measured.values()} == {Health.OK, None}


def test_a_version_that_waits_is_worth_level_three() -> None:
    watch = watched(model_world(worker=ranker(("b", 100.0))), NOW_S)
    assert watch.value("model_updates") == 1
    assert watch.level is AlertLevel.INFO


@pytest.mark.parametrize(
    ("measure", "value", "health", "level"),
    [
        ("model_cpu_p99", 0.046, Health.WARNING, None),  # over the limit of 45 ms, level 1 begins over 50 ms
        ("model_cpu_p99", 0.051, Health.CRITICAL, AlertLevel.CRITICAL),
        ("model_memory", 110e6, Health.WARNING, AlertLevel.WARNING),
        ("model_cache_hit", 0.75, Health.WARNING, None),
        ("model_cache_hit", 0.65, Health.WARNING, AlertLevel.WARNING),
        ("model_accuracy", 0.79, Health.WARNING, None),
        ("model_accuracy", 0.74, Health.CRITICAL, AlertLevel.CRITICAL),
        ("fallback_rate", 0.06, Health.WARNING, None),
        ("model_errors", 0.02, Health.WARNING, None),
        ("model_timeouts", 0.002, Health.WARNING, None),
        ("model_new_words", 51.0, Health.OK, AlertLevel.INFO),
    ],
)
def test_limits_and_levels_are_two_things(measure: str, value: float, health: Health, level: AlertLevel | None) -> None:
    watch = watched(model_world({**HEALTHY, measure: value}, worker=ranker(("c", 100.0))), NOW_S)
    assert watch.measured[measure].health is health
    assert watch.level is level


def test_the_limits_are_those_of_the_requirement() -> None:
    assert {one.key: one.limit for one in MEASURES if one.limit is not None} == {
        "model_cpu_p99": 0.045, "model_memory": 120e6, "model_cache_hit": 0.80, "model_subrequests": 50,
        "model_d1_query": 0.010, "model_kv_read": 0.005, "model_accuracy": 0.80, "fallback_rate": 0.05,
        "model_errors": 0.01, "model_timeouts": 0.001,
    }  # fmt: skip


def test_what_is_missing_says_why() -> None:
    state = model_world({**HEALTHY, "model_memory": None}, usage={})
    refused = reading("model_errors", None, "no such function")
    table = state.objects["prom", "model-readings"]
    rows = {**table.rows, refused.ref: refused}
    state = replace(state, objects={**state.objects, ("prom", "model-readings"): replace(table, rows=rows)})
    watch = watched(state, NOW_S)
    assert watch.measured["model_memory"].missing is MissingReason.NO_SERIES
    assert watch.measured["model_memory"].query == "query of model_memory"
    assert (watch.measured["model_errors"].missing, watch.measured["model_errors"].trouble) == (
        MissingReason.REFUSED, "no such function",
    )  # fmt: skip
    assert watch.measured["model_kv_read"].missing is MissingReason.NO_USAGE
    assert watch.measured["model_memory"].health is Health.UNKNOWN
    assert set(watch.unjudged) == {"model_memory", "model_errors"}


def test_nothing_read_yet_is_unknown_everywhere() -> None:
    watch = watched(State(estate=model_estate()))
    assert {one.value for one in watch.measured.values()} == {None}
    assert {one.missing for one in watch.measured.values()} == {MissingReason.NOT_READ}
    alone = watched(State(estate=model_estate(prometheus=[])))
    assert alone.measured["model_cpu_p99"].missing is MissingReason.NO_SERVER


def test_a_reading_of_the_first_minute_of_a_day_has_no_rates() -> None:
    midnight_s = NOW_S - 6 * 3600 + 30
    state = model_world()
    early = {key: replace(table, at_s=midnight_s) for key, table in state.objects.items()}
    watch = watched(replace(state, objects=early), midnight_s)
    assert watch.value("model_kv_reads") is None
    assert watch.value("model_subrequests") == pytest.approx(3.1)
