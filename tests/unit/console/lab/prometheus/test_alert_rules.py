"""The lab's alert rules on the lab's own metrics: each scenario that should alert does so within a minute, then ends.

promtool plays what the simulated world exports every five seconds and evaluates the real rule file, ``for`` included.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.simulated_lab import SimulatedLab

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="needs promtool: apt-get install prometheus"
)
RULES = files("resources").joinpath("lab", "alert_rules.yml").read_text("utf-8")
STEP_S = 5
BEFORE_S, WITHIN_S, AFTER_S = 75, 60, 120
FIRES = {
    "region-outage": "CellErrorsHigh",
    "router-skew": "CellLatencyHigh",
    "kafka-lag": "DeliveryQueueGrowing",
    "hpa-metrics-missing": "AutoscalerBlind",
    "keda-secret-missing": "KedaScalerFailing",
    "forecast-job-failed": "ForecastJobFailed",
}


def _asked_for() -> frozenset[str]:
    """Return every word of the rules' expressions; metric names are among them."""
    rules = yaml.safe_load(RULES)["groups"][0]["rules"]
    return frozenset(word for rule in rules for word in re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*", rule["expr"]))


def _played(scenario: str) -> list[dict[str, str]]:
    """Return promtool's input: what the world exported before, during and after a scenario."""
    wanted, lab = _asked_for(), SimulatedLab()
    lab.run(10, STEP_S)
    series: dict[str, list[str]] = {}
    for step in range((BEFORE_S + WITHIN_S + AFTER_S) // STEP_S + 1):
        if step * STEP_S == BEFORE_S:
            lab.world.scenarios.start(scenario)
        if step * STEP_S == BEFORE_S + WITHIN_S:
            lab.world.scenarios.stop(scenario)
        for line in lab.world.metrics_text().decode().splitlines():
            name, _, value = line.rpartition(" ")
            if not line.startswith("#") and name.partition("{")[0] in wanted and not _is_never_asked_for(name):
                values = series.setdefault(name, ["_"] * step)
                values.append(value)
        for values in series.values():  # as a scrape marks what is gone
            if len(values) == step:
                values.append("stale")
        lab.run(STEP_S, STEP_S)
    return [{"series": name, "values": " ".join(values)} for name, values in series.items()]


def _is_never_asked_for(series: str) -> bool:
    """Return whether it is one of the many buckets of other services, which no rule looks at."""
    return series.startswith("http_server_request_duration") and 'service="web"' not in series


def _expects(expression: str, at_s: int, value: int) -> dict[str, Any]:
    samples = [{"labels": "{}", "value": value}]
    return {"expr": f"count({expression}) or vector(0)", "eval_time": f"{at_s}s", "exp_samples": samples}


def _play(tmp_path: Path, case: dict[str, Any], rules: Sequence[str] = ("rules.yml",)) -> None:
    (tmp_path / "rules.yml").write_text(RULES, encoding="utf-8")
    file = tmp_path / "test.yml"
    file.write_text(json.dumps({"rule_files": rules, "evaluation_interval": "5s", "tests": [case]}))
    done = subprocess.run(
        ["promtool", "test", "rules", str(file)], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_promtool
@pytest.mark.parametrize("scenario", sorted(FIRES))
def test_a_scenario_alerts_within_a_minute_and_no_more_after_it_ended(scenario: str, tmp_path: Path) -> None:
    firing = f'count by (alertname) (ALERTS{{alertstate="firing",alertname="{FIRES[scenario]}"}})'
    case = {
        "interval": f"{STEP_S}s",
        "input_series": _played(scenario),
        "promql_expr_test": [
            _expects('ALERTS{alertstate="firing"}', BEFORE_S - STEP_S, 0),
            _expects(firing, BEFORE_S + WITHIN_S - STEP_S, 1),
            _expects(firing, BEFORE_S + WITHIN_S + AFTER_S, 0),
        ],
    }
    _play(tmp_path, case)


@needs_promtool
def test_cost_and_power_alert_when_they_leave_what_they_were_a_day_before(tmp_path: Path) -> None:
    minutes = 24 * 60
    per_minute = "kepler_pod_cpu_joules_total{cell='%s',pod='web-0'}"
    series = [
        {"series": "node_total_hourly_cost{node='n1'}", "values": f"10+0x{minutes + 10} 14+0x20"},
        {"series": per_minute % "tokyo", "values": f"0+600x{minutes + 10} {600 * (minutes + 10)}+3000x20"},
        {"series": per_minute % "osaka", "values": f"0+600x{minutes + 40}"},
    ]
    rules = {rule["alert"]: f"({rule['expr']})" for rule in yaml.safe_load(RULES)["groups"][0]["rules"]}
    case = {
        "interval": "1m",
        "input_series": series,
        "promql_expr_test": [
            _expects(rules["EstateCostHigh"], (minutes + 8) * 60, 0),
            _expects(rules["EstateCostHigh"], (minutes + 20) * 60, 1),
            _expects(rules["CellPowerHigh"], (minutes + 8) * 60, 0),
            _expects(rules["CellPowerHigh"], (minutes + 20) * 60, 1),
        ],
    }
    _play(tmp_path, case, rules=())  # thousands of evaluations of the others would take a minute


@needs_promtool
def test_the_rules_are_what_prometheus_accepts_and_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(RULES, encoding="utf-8")
    command = ["promtool", "check", "rules", str(tmp_path / "rules.yml")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    for rule in yaml.safe_load(RULES)["groups"][0]["rules"]:
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert {"summary", "description", "runbook"} <= rule["annotations"].keys(), rule["alert"]
