"""What has never happened has no series: where the rest is counted it is none, and not unknown. (proves E4.1)"""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from console.domain.model.measure_catalogue import MEASURES_BY_KEY

WORKER = 'script_name="ranker"'
ASKED, FAILED = (f"cloudflare_worker_{one}_count{{{WORKER}}}" for one in ("requests", "errors"))
CALLS, DEPLOYED = "edge_model_requests_total", "model_deployments_total"


@pytest.mark.parametrize(
    ("measure", "series", "value"),
    [
        ("fallback_rate", {f'{CALLS}{{{WORKER},outcome="ok"}}': 100}, 0),
        (
            "fallback_rate",
            {f'{CALLS}{{{WORKER},outcome="ok"}}': 75, f'{CALLS}{{{WORKER},outcome="fallback"}}': 25},
            0.25,
        ),
        ("model_timeouts", {f'{CALLS}{{{WORKER},outcome="ok"}}': 100}, 0),
        ("model_timeouts", {f"{CALLS}{{{WORKER}}}": 100}, None),  # nobody tells how calls end
        ("model_timeouts", {}, None),
        ("model_rollbacks", {f'{DEPLOYED}{{model="ranker",result="success"}}': 1}, 0),
        ("model_deployed", {f'{DEPLOYED}{{model="ranker",result="failed"}}': 1}, 0),
        ("model_rollbacks", {}, None),
        ("model_requests", {ASKED: 100}, 400),
        ("model_errors", {ASKED: 100, FAILED: "0x15 0+25x40"}, 0.25),  # of the last minutes, whatever was before
    ],
)
def test_what_never_happened_is_none(
    tmp_path: Path, measure: str, series: dict[str, int | str], value: float | None
) -> None:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed")
    query = MEASURES_BY_KEY[measure].filled(("ranker",))
    case = {
        "interval": "15s",
        "input_series": [{"series": name, "values": amount if isinstance(amount, str) else f"0+{amount}x60"}
                         for name, amount in series.items()],
        "promql_expr_test": [
            {"expr": f"sum({query})", "eval_time": "10m",
             "exp_samples": [] if value is None else [{"labels": "{}", "value": value}]}
        ],
    }  # fmt: skip
    file = tmp_path / "cases.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [], "evaluation_interval": "15s", "tests": [case]}))
    done = subprocess.run(
        [program, "test", "rules", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
