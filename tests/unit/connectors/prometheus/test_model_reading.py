"""Measures of edge models on a real Prometheus whose every sample is known.

# proves E4.1
"""

import time
from collections.abc import Iterator

import pytest

from connectors.prometheus.model_reading import ModelReadings, models_of_server
from console.domain.model.measure_catalogue import MEASURES
from console.domain.model.model_reading import TOPIC, ModelReading
from console.estate.schema.estate import Estate
from console.kernel.runtime import Runtime
from tests.fakes.prometheus_connection import prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write

WORKER = "edge-ranker"


def estate_of(url: str, **options: object) -> Estate:
    return Estate.model_validate(
        {
            "name": "test",
            "prometheus": [{"key": "prom", "url": url, **options}, {"key": "other", "url": url}],
            "cloudflare": [{"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}],
            "models": [
                {"key": "ranker", "account": "edge", "worker": WORKER, "current": "v1.4.2"},
                {"key": "silent", "account": "edge", "worker": "edge-silent", "current": "v1.0.0"},
                {"key": "elsewhere", "account": "edge", "worker": "w", "current": "v1.0.0", "prometheus": "other"},
            ],
        }
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPrometheus]:
    """A minute ago: gauges. Ten minutes: calls, after many more that hardly ever failed. Over eight days: feedback of
    two a minute, deployments, an accuracy that fell."""
    with real_prometheus(tmp_path_factory.mktemp("models"), flags=("--storage.tsdb.min-block-duration=100d",
                         "--storage.tsdb.max-block-duration=100d")) as found:  # fmt: skip
        now_s = time.time()
        recent = [now_s - 60, now_s - 30]
        past = [now_s - 8 * 86_400 + 300 * place for place in range(8 * 288)]
        script, model = {"script_name": WORKER}, {"model": WORKER}
        steady = {
            ("cloudflare_worker_cpu_time", ("quantile", "P99")): 47_000.0,
            ("edge_model_memory_bytes", ("instance", "a")): 95e6,
        }
        series = [
            ({"__name__": name, **script, label[0]: label[1]}, [(at_s, value) for at_s in recent])
            for (name, label), value in steady.items()
        ]
        minutes = [now_s - 30 * place for place in range(20, -1, -1)]
        for what, before, rate in (("requests", 9e9, 20.0), ("errors", 1_000.0, 0.5)):
            name = f"cloudflare_worker_{what}_count"
            points = [(at_s, before + rate * (at_s - now_s + 600)) for at_s in minutes]
            series.append(({"__name__": name, **script, "account": "a"}, points))
        series.append(({"__name__": "newsletter_active_users", "cell": "tokyo"}, [(at_s, 700.0) for at_s in recent]))
        series.append(
            (
                {"__name__": "ai_eval_accuracy_ratio", **model, "dataset": "live"},
                [(at_s, 0.84 if at_s < now_s - 86_400 else 0.70) for at_s in past] + [(now_s - 30, 0.70)],
            )
        )
        for kind, each in (("dwell", 10.0), ("thumbs_up", 5.0)):
            points = [(at_s, each * place) for place, at_s in enumerate(past)]
            series.append(({"__name__": "edge_model_feedback_total", **script, "kind": kind}, points))
        write(found.url, series)
        yield found


@pytest.fixture(scope="module")
def rows(server: RealPrometheus) -> dict[tuple[str, str], ModelReading]:
    runtime = Runtime()
    estate = estate_of(server.url, queries={"model_training": "sum(", "model_memory": " "})
    connector = prometheus_connector(runtime, server.url, estate=estate)
    assert TOPIC in [source.topic for source in connector.sources()]
    models = models_of_server(estate, "prom")
    read = runtime.run(ModelReadings(estate.prometheus[0], models, lambda: connector.metrics).read(), 30)
    runtime.run(connector.close(), 10)
    runtime.close()
    return {(one.ref.namespace, "/".join((one.measure, *one.splits))): one for one in read}


def test_a_server_reads_the_models_that_name_it_and_the_first_one_the_rest(server: RealPrometheus) -> None:
    estate = estate_of(server.url)
    assert [one.key for one in models_of_server(estate, "prom")] == ["ranker", "silent"]
    assert [one.key for one in models_of_server(estate, "other")] == ["elsewhere"]


def test_every_number_is_in_its_unit_and_names_its_query(rows: dict[tuple[str, str], ModelReading]) -> None:
    cpu = rows["ranker", "model_cpu_p99"]
    assert cpu.value == pytest.approx(0.047)
    assert cpu.at_s == pytest.approx(time.time(), abs=30)
    assert "edge-ranker|edge-silent" in cpu.query
    assert cpu.ref.connection == "prom"
    assert rows["ranker", "model_errors"].value == pytest.approx(0.025)
    assert rows["ranker", "model_requests"].value == pytest.approx(1_200, rel=0.02)


def test_what_is_one_number_for_all_is_told_of_every_model(rows: dict[tuple[str, str], ModelReading]) -> None:
    assert rows["ranker", "model_users"].value == rows["silent", "model_users"].value == 700


def test_feedback_is_split_by_kind(rows: dict[tuple[str, str], ModelReading]) -> None:
    assert rows["ranker", "model_feedback_day/dwell"].value == pytest.approx(2_880, rel=0.01)
    assert rows["ranker", "model_feedback_week/thumbs_up"].value == pytest.approx(7 * 1_440, rel=0.01)


def test_the_usual_accuracy_outlasts_a_day_of_a_bad_version(rows: dict[tuple[str, str], ModelReading]) -> None:
    assert rows["ranker", "model_accuracy"].value == pytest.approx(0.70)
    assert rows["ranker", "model_accuracy_usual"].value == pytest.approx(0.84)


def test_a_number_that_is_not_there_is_told_as_missing_with_its_query(
    rows: dict[tuple[str, str], ModelReading],
) -> None:
    missing = rows["silent", "model_cpu_p99"]
    assert (missing.value, missing.at_s, missing.error) == (None, None, "")
    assert missing.query == rows["ranker", "model_cpu_p99"].query


def test_a_refused_query_leaves_the_others_alone(rows: dict[tuple[str, str], ModelReading]) -> None:
    refused = rows["ranker", "model_training"]
    assert refused.value is None
    assert "parse error" in refused.error


def test_a_measure_that_the_estate_switched_off_is_not_asked(rows: dict[tuple[str, str], ModelReading]) -> None:
    assert ("ranker", "model_memory") not in rows


def test_every_query_of_the_catalogue_is_understood(rows: dict[tuple[str, str], ModelReading]) -> None:
    assert {one.measure for one in rows.values() if one.error} == {"model_training"}
    asked = {one.key for one in MEASURES if one.query} - {"model_memory"}
    assert {one.measure for one in rows.values()} == asked
