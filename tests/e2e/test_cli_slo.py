"""``cell-console slo`` and ``rules generate`` on the real lab (proves L3.1, L3.3, L1.6)."""

import json
import shutil
from pathlib import Path

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.program import start

WINDOWS = """apiVersion: sloth.slok.dev/v1
kind: AlertWindows
spec:
  sloPeriod: 30d
  page:
    quick: {errorBudgetPercent: 1, shortWindow: 2m, longWindow: 30m}
    slow: {errorBudgetPercent: 2, shortWindow: 15m, longWindow: 3h}
  ticket:
    quick: {errorBudgetPercent: 5, shortWindow: 1h, longWindow: 12h}
    slow: {errorBudgetPercent: 5, shortWindow: 3h, longWindow: 36h}
"""


def test_objectives_are_told_rolled_up_and_remembered_with_their_age(measured_lab: LabForTests) -> None:
    chosen = ["--estate", str(measured_lab.at.estate_file)]
    ended = start([*chosen, "slo", "-o", "json", "--wait", "100"])
    assert ended.code in {0, 1}, ended.err  # 1: a budget is used up
    rows = {row["slo"]: row for row in json.loads(ended.out)}
    assert rows["delivered-tokyo"]["objective_percent"] == 99.9  # L1.6: delivery success
    assert rows["availability-tokyo-b2b"]["maintenance_s"] > 0
    assert rows["availability-osaka-b2b"]["maintenance_s"] == 0
    whole = rows["journey-tokyo"]
    assert whole["objective_percent"] == 99.8  # (3 * 99.9 + 99.5) / 4
    parts = (rows["journey-tokyo-1"]["attained"], rows["journey-tokyo-2"]["attained"])
    assert whole["attained"] == pytest.approx((3 * parts[0] + parts[1]) / 4, abs=5e-5)  # time weighs, not events

    known = start([*chosen, "slo", "--by", "cell", "--cached", "-o", "json"])
    assert known.code == ended.code, known.err
    assert "lab-prometheus: last known data, read " in known.err
    cells = {row["cell"]: row for row in json.loads(known.out)}
    tokyo = [row for row in rows.values() if row["cell"] == "tokyo"]
    assert cells["tokyo"]["objectives"] == len(tokyo)
    assert cells["tokyo"]["worst_budget_left"] == min(row["budget_left"] for row in tokyo if row["health"] != "unknown")
    counted = [row for row in tokyo if row["events"]]
    failed = sum((1 - row["attained"]) * row["events"] for row in counted)
    assert cells["tokyo"]["attained"] == pytest.approx(1 - failed / sum(row["events"] for row in counted))


@pytest.mark.parametrize("command", [["slo"], ["alerts"], ["cost"]])
def test_what_was_never_read_is_said_to_be_unknown(lab: LabForTests, command: list[str]) -> None:
    ended = start(["--temp-profile", "--estate", str(lab.at.estate_file), *command, "--cached"])
    assert ended.code == 0, ended.err
    assert "Nothing is known of this yet" in ended.err


@pytest.mark.parametrize(
    "words", [["slo", "--wait", "nan"], ["slo", "--by", "planet"], ["cost", "--window", "nonsense"]]
)
def test_what_cannot_be_asked_is_wrong_use(lab: LabForTests, words: list[str]) -> None:
    ended = start(["--temp-profile", "--estate", str(lab.at.estate_file), *words])
    assert ended.code == 2, ended.err
    assert "error: " in ended.err


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_rules_of_the_labs_objectives_pass_promtool_with_their_scenarios(lab: LabForTests, tmp_path: Path) -> None:
    windows = tmp_path / "windows.yaml"
    windows.write_text(WINDOWS)
    folder = lab.at.estate_file.parent / "slos"
    ended = start(["rules", "generate", str(folder), "-o", str(tmp_path / "out"), "--windows", str(windows)])
    assert ended.code == 0, ended.err
    assert "Checked by promtool; valid files: 5." in ended.err  # those of the objectives and the console's own
    assert "Checked by promtool; valid files: 4." in ended.err  # their scenarios
    assert "slo:sli_error:ratio_rate2m" in (tmp_path / "out" / "web.rules.yml").read_text()
    assert (tmp_path / "out" / "web.test.yml").exists()
    windows.write_text(windows.read_text().replace("sloPeriod: 30d", "sloPeriod: 7d"))
    unused = start(["rules", "generate", str(folder), "-o", str(tmp_path / "out"), "--windows", str(windows)])
    assert unused.code == 2
    assert "a period of 7d, which no objective has" in unused.err
