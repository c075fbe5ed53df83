"""The first stage of a canary is judged by the new version itself, not by all calls together. (proves E2.3)"""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

_PLACES = {"{{ worker }}": "ranker", "{{ window }}": "1m"}
_QUERY = re.compile(r'```promql \{"name":"well"[^\n]*\n(.*?)```', re.DOTALL)
_SAMPLES = 60  # fifteen minutes, one every 15 s


def counts(old: Mapping[str, int], new: Mapping[str, int]) -> list[dict[str, str]]:
    """Return counters of two versions by what they add from sample to sample; what is left out was never counted."""
    found = [{"series": 'ai_eval_accuracy_ratio{model="ranker",dataset="live"}', "values": f"0.84x{_SAMPLES}"}]
    for version, amounts in (("v1", old), ("v2", new)):
        for name, amount in amounts.items():
            metric, label = ("evaluated", "correct") if name in {"true", "false"} else ("requests", "outcome")
            series = f'edge_model_{metric}_total{{script_name="ranker",version="{version}",{label}="{name}"}}'
            found.append({"series": series, "values": f"0+{amount}x{_SAMPLES}"})
    return found


USUAL = {"ok": 9_500, "error": 2, "true": 160, "false": 30}
CASES = {
    "well": (USUAL, {"ok": 499, "error": 1, "true": 8, "false": 1}, True),
    "without an error yet": ({"ok": 9_500}, {"ok": 500}, True),
    "one call in ten fails": (USUAL, {"ok": 450, "error": 50}, False),
    "one answer in two is wrong": (USUAL, {"ok": 500, "true": 10, "false": 10}, False),
    "nobody calls": ({"ok": 0}, {"ok": 0}, False),
}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_new_version_alone_decides(root_dir: Path, tmp_path: Path, language: str) -> None:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed")
    text = (root_dir / "resources" / "runbooks" / language / "edge-model-update.md").read_text(encoding="utf-8")
    found = _QUERY.search(text)
    assert found is not None
    query = found[1]
    for place, value in _PLACES.items():
        query = query.replace(place, value)
    cases = [
        {
            "name": name,
            "interval": "15s",
            "input_series": counts(*arms),
            "promql_expr_test": [
                {"expr": f"count({query})", "eval_time": "12m",
                 "exp_samples": [{"labels": "{}", "value": 1}] if passes else []}
            ],
        }
        for name, (*arms, passes) in CASES.items()
    ]  # fmt: skip
    file = tmp_path / "cases.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [], "evaluation_interval": "15s", "tests": cases}))
    done = subprocess.run(
        [program, "test", "rules", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
