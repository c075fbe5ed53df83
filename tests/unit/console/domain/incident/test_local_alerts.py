"""What the console evaluates where nobody else does. Proves E4.1, E4.2, G1.9, L3.2."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from console.domain.alert import AlertState
from console.domain.incident.burn_alert import BURNS_FAST, BURNS_SLOWLY, RUNS_OUT, burn_findings
from console.domain.incident.incident_level import alert_level
from console.domain.incident.local_alert import held_since, local_alerts
from console.domain.incident.metric_alert_rule import METRIC_ALERT_RULES, rule_group
from console.domain.incident.model_alert import BEYOND_LIMIT, model_findings
from console.domain.model.alert_level import CONDITIONS, AlertLevel
from console.domain.model.measure_catalogue import MEASURES, MEASURES_BY_KEY
from console.domain.model.model_watch import Measured, ModelWatch
from console.domain.slo.slo_status import SloStatus
from tests.fakes.incident_evidence import LENGTHS, objective


def names(*statuses: SloStatus) -> list[str]:
    return [one.name for one in burn_findings(statuses).conditions]


@pytest.mark.parametrize(
    ("ratio", "found"), [(0.0145, [BURNS_FAST]), (0.007, [BURNS_FAST]), (0.0035, [BURNS_SLOWLY]), (0.0009, [])]
)
def test_an_objective_alerts_at_the_burn_rates_of_the_workbook(ratio: float, found: list[str]) -> None:
    assert names(objective(ratio)) == found


def test_both_windows_must_burn_so_the_alert_ends_soon_after_the_trouble() -> None:
    healed = {"s300": 0.0, "s1800": 0.0, "s7200": 0.0, "s21600": 0.0}
    assert names(objective(0.02, **healed)) == []


def test_too_few_events_wake_nobody_up() -> None:
    assert names(objective(0.5, events=100)) == []


def test_a_budget_that_is_gone_in_three_days_at_this_pace_is_a_warning_before_anything_burns() -> None:
    calm = dict.fromkeys((f"s{length}" for length in LENGTHS), 0.0009)
    assert names(objective(0.0009, used=0.95, **calm)) == [RUNS_OUT]
    assert names(objective(0.0009, used=0.5, **calm)) == []


def test_what_is_not_known_is_unknown_and_not_well() -> None:
    found = burn_findings([objective(0.0, s300=None)])
    assert (found.conditions, found.unknown) == ((), {"slo/prom/web/availability"})


def test_an_alert_of_an_objective_says_where_it_is_and_what_was_asked() -> None:
    (one,) = burn_findings([objective(0.02)]).conditions
    assert one.labels == {"cell": "tokyo", "service": "web", "slo": "availability"}
    assert one.query == "errors[1h]"
    assert "20.0 times" in one.summary


def watch(**values: float) -> ModelWatch:
    measured = {one.key: Measured(one, values.get(one.key), source="prom") for one in MEASURES}
    return ModelWatch("ranker", "Ranker", measured)


def told(measured: Measured, bound: float, above: bool) -> str:
    return f"{measured.measure.key} {'>' if above else '<'} {bound:g}"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda one: one.measure)
def test_every_condition_of_the_alert_levels_becomes_an_alert_of_its_own_at_that_level(condition: object) -> None:
    found = next(one for one in CONDITIONS if one is condition)
    beyond = found.bound * (1.01 if found.above else 0.99) or 1.0
    (one,) = [
        each
        for each in model_findings(watch(**{found.measure: beyond}), told).conditions
        if each.labels["measure"] == found.measure
    ]
    assert one.name != BEYOND_LIMIT
    assert alert_level(local_alerts([one], {}, 0.0)[0]) == {
        AlertLevel.CRITICAL: 3, AlertLevel.WARNING: 2, AlertLevel.INFO: 1,
    }[found.level]  # fmt: skip
    assert model_findings(watch(**{found.measure: found.bound}), told).conditions == () or found.measure in {
        one.key for one in MEASURES if one.limit is not None
    }


def test_beyond_a_limit_only_is_logged() -> None:
    limit = MEASURES_BY_KEY["model_d1_query"].limit or 0.0
    (one,) = model_findings(watch(model_d1_query=limit * 2), told).conditions
    assert (one.name, one.severity, one.summary) == (BEYOND_LIMIT, "info", "Ranker: model_d1_query > 0.01")


def test_a_measure_without_a_value_is_unknown() -> None:
    assert "model/ranker/model_errors" in model_findings(watch(), told).unknown


def test_models_of_two_accounts_whose_workers_have_one_name_have_alerts_of_their_own() -> None:
    live, trial = (replace(watch(model_errors=0.2), model=key, worker="ranker") for key in ("ranker", "trial"))
    (one,), (other,) = (model_findings(each, told).conditions for each in (live, trial))
    assert (one.labels["model"], other.labels["model"]) == ("ranker", "ranker")
    assert one.identity != other.identity


def test_a_condition_must_hold_without_a_break_before_its_alert_fires() -> None:
    bad = model_findings(watch(model_errors=0.2), told).conditions
    since = held_since({}, bad, 100.0)
    assert local_alerts(bad, since, 130.0)[0].state is AlertState.PENDING
    since = held_since(since, bad, 159.0)
    assert local_alerts(bad, since, 160.0)[0].state is AlertState.FIRING
    since = held_since(since, (), 161.0)
    since = held_since(since, bad, 162.0)
    assert local_alerts(bad, since, 165.0)[0].state is AlertState.PENDING


def test_the_rules_on_audits_are_those_of_the_requirement() -> None:
    found = {one.name: one for one in METRIC_ALERT_RULES}
    failing, down = found["HighAuditFailureRate"], found["WorkerNodeDown"]
    assert ("[5m]" in failing.query, "> 0.1" in failing.query, failing.wait_s, failing.severity) == (
        True, True, 120, "critical",
    )  # fmt: skip
    assert (down.wait_s, down.severity) == (60, "warning")
    assert down.summary_of({"worker": "audit-1"}) == "The audit worker audit-1 sends no heartbeat"


def test_the_lab_evaluates_the_same_rules(root_dir: Path) -> None:
    lab = yaml.safe_load((root_dir / "resources/lab/alert_rules.yml").read_text())
    theirs = {rule["alert"]: rule for group in lab["groups"] for rule in group["rules"]}
    ours = {rule["alert"]: rule for rule in rule_group()["rules"]}
    for name in ("HighAuditFailureRate", "WorkerNodeDown"):
        assert theirs[name] == ours[name]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_prometheus_takes_the_rules(tmp_path: Path) -> None:
    (file := tmp_path / "console.yml").write_text(yaml.safe_dump({"groups": [rule_group()]}))
    ended = subprocess.run(["promtool", "check", "rules", str(file)], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
