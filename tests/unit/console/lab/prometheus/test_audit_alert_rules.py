"""The alert rules on audits, as promtool evaluates them: when they fire, and when not. Proves G1.9."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from console.domain.incident.metric_alert_rule import rule_group
from tests.fakes.simulated_lab import SimulatedLab

pytestmark = pytest.mark.skipif(shutil.which("promtool") is None, reason="needs promtool: apt-get install prometheus")
_STEP_S = 5


def _play(folder: Path, series: list[dict[str, str]], expected: list[tuple[str, int, int]]) -> None:
    """Let promtool evaluate the generated rules: (alert, seconds, how many fire then)."""
    ours = [one for one in rule_group()["rules"] if one["alert"] in {"HighAuditFailureRate", "WorkerNodeDown"}]
    (folder / "rules.yml").write_text(json.dumps({"groups": [{"name": "audits", "rules": ours}]}))
    tests = [
        {
            "expr": f'count(ALERTS{{alertstate="firing",alertname="{name}"}}) or vector(0)',
            "eval_time": f"{at_s}s",
            "exp_samples": [{"labels": "{}", "value": count}],
        }
        for name, at_s, count in expected
    ]
    case: dict[str, Any] = {"interval": f"{_STEP_S}s", "input_series": series, "promql_expr_test": tests}
    document = {"rule_files": ["rules.yml"], "evaluation_interval": f"{_STEP_S}s", "tests": [case]}
    (folder / "test.yml").write_text(json.dumps(document))
    done = subprocess.run(
        ["promtool", "test", "rules", str(folder / "test.yml")], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_more_than_one_failure_in_ten_seconds_fires_after_two_minutes_and_exactly_one_does_not(tmp_path: Path) -> None:
    failed = 'audit_runs_total{result="failed"}'
    passed = 'audit_runs_total{result="passed"}'
    steady = [{"series": passed, "values": "0+9x200"}]
    _play(tmp_path, [*steady, {"series": failed, "values": "0+0.5x200"}], [("HighAuditFailureRate", 900, 0)])
    _play(
        tmp_path,
        [*steady, {"series": failed, "values": "0x60 0+1x200"}],
        [("HighAuditFailureRate", 300, 0), ("HighAuditFailureRate", 450, 0), ("HighAuditFailureRate", 700, 1)],
    )


def test_a_worker_that_is_lost_in_the_lab_fires_after_a_minute_and_ends_with_the_fault(tmp_path: Path) -> None:
    lab = SimulatedLab()
    lab.run(10, _STEP_S)
    series: dict[str, list[str]] = {}
    begins, ends, whole = 60, 180, 240
    for step in range(whole // _STEP_S + 1):
        if step * _STEP_S == begins:
            lab.world.scenarios.start("worker-lost")
        if step * _STEP_S == ends:
            lab.world.scenarios.stop("worker-lost")
        for line in lab.world.metrics_text().decode().splitlines():
            if line.startswith("audit_worker_up{"):
                name, _, value = line.rpartition(" ")
                series.setdefault(name, ["_"] * step).append(value)
        lab.run(_STEP_S, _STEP_S)
    told = [{"series": name, "values": " ".join(values)} for name, values in series.items()]
    down = "WorkerNodeDown"
    _play(tmp_path, told, [(down, begins, 0), (down, begins + 30, 0), (down, begins + 75, 1), (down, whole, 0)])
