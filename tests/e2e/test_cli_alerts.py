"""Alerts on the command line: from a broken estate through the real Prometheus and Alertmanager to a silence."""

import json
from collections.abc import Iterator

import pytest

from console.domain.change_form import read_change
from console.domain.confirmation import preview_digest
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome, start
from tests.fakes.waiting import wait_until


@pytest.fixture
def blind(measured_lab: LabForTests) -> Iterator[LabForTests]:
    """A lab whose HPAs cannot read their metric; skipped where there is no Alertmanager."""
    if not measured_lab.at.alertmanager_url:
        pytest.skip("needs alertmanager: apt-get install prometheus-alertmanager")
    measured_lab.start_scenario("hpa-metrics-missing")
    try:
        yield measured_lab
    finally:
        measured_lab.stop_scenario("hpa-metrics-missing")


def _run(lab: LabForTests, *words: str, profile: tuple[str, ...] = ("--temp-profile",)) -> Outcome:
    return start([*profile, "--estate", str(lab.at.estate_file), *words])


def test_an_alert_is_listed_muted_by_a_planned_change_and_told_again_by_its_undo(blind: LabForTests) -> None:
    # proves L2.7, L3.4
    def blind_ones() -> list[dict[str, object]]:
        ended = _run(blind, "alerts", "-o", "json", "--wait", "30")
        assert ended.code == 0, ended.err
        return [one for one in json.loads(ended.out) if one["alert"] == "AutoscalerBlind"]

    wait_until(lambda: any(one["connection"] == "lab-alertmanager" for one in blind_ones()), 90, "the alert fires")
    first = blind_ones()[0]
    assert (first["state"], first["severity"], first["runbook"]) == ("firing", "warning", "hpa-does-not-scale")
    assert "cannot read its metric" in str(first["summary"])

    told = ("alerts", "silence", 'alertname="AutoscalerBlind"', "--for", "5m", "--comment", "known", "-o", "json")
    planned = _run(blind, *told, profile=())
    assert planned.code == 0, planned.err
    change = read_change(json.loads(planned.out))
    assert f"cell-console change apply {change.id}" in planned.err
    unlocked = _run(blind, "change", "unlock", "lab-alertmanager", "--for", "1h", "--reason", "test", profile=())
    assert unlocked.code == 0, unlocked.err
    applied = _run(blind, "change", "apply", change.id, "--seen", preview_digest(change), profile=())
    assert applied.code == 0, applied.out + applied.err
    muted = blind_ones()
    assert {one["state"] for one in muted} == {"silenced"}
    assert all(one["silences"] for one in muted)
    undone = _run(blind, "change", "undo", change.id, "--yes", profile=())
    assert undone.code == 0, undone.out + undone.err
    assert {one["state"] for one in blind_ones()} == {"firing"}


def test_a_silence_of_everything_is_refused_with_exit_code_4(blind: LabForTests) -> None:
    ended = _run(blind, "alerts", "silence", 'alertname=~".+"', "--comment", "quiet")
    assert ended.code == 4
    assert "would mute every alert" in ended.err


def test_the_doctor_tells_more_about_metric_servers_with_v(measured_lab: LabForTests) -> None:
    ended = _run(measured_lab, "-v", "doctor", "-o", "json")
    facts = {one["subject"]: one for one in json.loads(ended.out) if one["area"] == "metrics"}
    assert set(facts) == {
        f"prometheus:lab-prometheus {name}" for name in ("storage", "rules", "targets", "metadata")
    }  # fmt: skip
    assert "series in memory" in facts["prometheus:lab-prometheus storage"]["detail"]
    assert "1 target, 0 down" in facts["prometheus:lab-prometheus targets"]["detail"]


def test_what_the_connections_see_is_shown_by_topic(measured_lab: LabForTests) -> None:
    for connection, topic, name in (
        ("lab-prometheus", "rules", "CellErrorsHigh"),
        ("lab-prometheus", "targets", "/metrics"),
        ("lab-grafana", "dashboards", "Cells"),
    ):
        ended = _run(measured_lab, "show", connection, topic, "-o", "json", "--wait", "30")
        assert ended.code == 0, ended.err
        assert name in ended.out


def test_a_metric_server_can_be_asked_by_hand(measured_lab: LabForTests) -> None:
    # proves issue 3 deliverable 2: query, range, series, labels, metadata
    def rows(*words: str) -> list[dict[str, object]]:
        ended = _run(measured_lab, "metrics", *words, "-o", "json")
        assert ended.code == 0, ended.err
        return list(json.loads(ended.out))

    assert [row["value"] for row in rows("query", "vector(3)")] == [3.0]
    assert len(rows("query", "vector(3)", "--over", "10m", "--step", "60s")) == 11
    assert {"name": "tokyo"} in rows("labels", "cell")
    assert {"name": "service"} in rows("labels")
    found = rows("series", 'kafka_consumergroup_lag{cell="tokyo"}')
    assert [str(row["series"]).startswith("kafka_consumergroup_lag{cell=") for row in found] == [True]
    assert rows("about", "kafka_consumergroup_lag")[0]["kind"] == "gauge"
    refused = _run(measured_lab, "metrics", "query", "sum((")
    assert (refused.code, "refused a query" in refused.err) == (2, True)
