"""Nothing is rolled back to a version that nobody knows to answer well. (proves E2.2)"""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

_PLACES = {"{{ worker }}": "ranker", "{{ tag }}": "v1", "{{ least_accuracy }}": "0.8"}
_QUERY = re.compile(r'```promql \{"name":"known"[^\n]*\n(.*?)```', re.DOTALL)
CASES: dict[str, tuple[Mapping[str, int], bool]] = {
    "answered well": ({"ok": 95, "true": 9, "false": 1}, True),
    "never evaluated": ({"ok": 95}, True),
    "answered wrong": ({"ok": 95, "true": 7, "false": 3}, False),
    "never answered right": ({"ok": 95, "false": 3}, False),
    "never answered": ({}, False),
}


def counts(version: str, amounts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return counters of a version by what they add from hour to hour."""
    found = []
    for name, amount in amounts.items():
        metric, label = ("evaluated", "correct") if name in {"true", "false"} else ("requests", "outcome")
        series = f'edge_model_{metric}_total{{script_name="ranker",version="{version}",{label}="{name}"}}'
        found.append({"series": series, "values": f"0+{amount}x24"})
    return found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_version_to_go_back_to_is_asked_about_itself(root_dir: Path, tmp_path: Path, language: str) -> None:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed")
    text = (root_dir / "resources" / "runbooks" / language / "edge-model-rollback.md").read_text(encoding="utf-8")
    found = _QUERY.search(text)
    assert found is not None
    query = found[1]
    for place, value in _PLACES.items():
        query = query.replace(place, value)
    busy = counts("v2", {"ok": 9_500, "true": 10, "false": 90})  # the one that answers now
    cases = [
        {
            "name": name,
            "interval": "1h",
            "input_series": [*busy, *counts("v1", amounts)],
            "promql_expr_test": [
                {"expr": f"count({query})", "eval_time": "24h",
                 "exp_samples": [{"labels": "{}", "value": 1}] if passes else []}
            ],
        }
        for name, (amounts, passes) in CASES.items()
    ]  # fmt: skip
    file = tmp_path / "cases.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [], "evaluation_interval": "1h", "tests": cases}))
    done = subprocess.run(
        [program, "test", "rules", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
