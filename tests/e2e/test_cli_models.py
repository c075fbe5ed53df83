"""``cell-console models`` on the real lab: every section alive, a bad canary found, the last known offline.

# proves E1.1 E1.2 E2.1 E2.4 E3.1 E3.2 E3.3 C5 C8
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from console.cli.emit import json_text
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome, start
from tests.fakes.waiting import wait_until

SCENARIO = "bad-canary-accuracy"
MINE = ("budget", "learning", "calendar", "versions", "ab", "dictionary", "vocabulary", "vectors")


@pytest.fixture
def faulty(measured_lab: LabForTests) -> Iterator[LabForTests]:
    """The session's lab with a canary that answers worse; ended afterwards."""
    measured_lab.start_scenario(SCENARIO)
    yield measured_lab
    measured_lab.stop_scenario(SCENARIO)


def run(lab: LabForTests, *words: str) -> Outcome:
    return start(["--estate", str(lab.at.estate_file), "models", *words])


def test_every_section_is_alive_and_remembered(measured_lab: LabForTests) -> None:
    ended = run(measured_lab, "-o", "json", "--wait", "50")
    assert ended.code in {0, 1}, ended.err
    rows = {row["section"]: row for row in json.loads(ended.out)}
    assert set(MINE) <= set(rows)
    silent = [name for name in MINE if rows[name]["health"] == "unknown" and name != "ab"]  # that may want more answers
    assert silent == []
    cached = run(measured_lab, "--cached", "budget", "-o", "json")
    assert cached.code in {0, 1}, cached.err
    (budget,) = json.loads(cached.out)
    parts = {row["part"]: row for row in budget["tables"]["parts"]}
    assert parts["Whole inference"]["budget_s"] == pytest.approx(0.045)
    assert 0 < parts["Inference"]["p99_s"] < parts["Whole inference"]["p99_s"]
    assert "edge_model_cpu_seconds" in parts["Inference"]["query"]


def test_a_section_is_told_as_text_csv_and_by_its_tables(measured_lab: LabForTests) -> None:
    ended = run(measured_lab, "versions", "--cached")
    assert ended.code == 0, ended.err
    assert "switch to v1.4.2 first" in ended.out
    sheet = run(measured_lab, "vocabulary", "--cached", "--table", "days", "-o", "csv")
    assert sheet.code == 0, sheet.err
    head, *lines = sheet.out.splitlines()
    assert head.startswith("model,day,tokens,covered,rate")
    assert len(lines) == 30
    wrong = run(measured_lab, "poems", "--cached")
    assert wrong.code == 2
    assert "vocabulary" in wrong.err


def test_a_bad_canary_fails_its_test_and_the_way_back_is_proposed(faulty: LabForTests) -> None:
    def told() -> dict[str, Any]:
        ended = run(faulty, "ab", "-o", "json", "--wait", "50")
        assert ended.code in {0, 1}, ended.err
        (found,) = json.loads(ended.out)
        return {**found, "code": ended.code}

    wait_until(lambda: told()["health"] == "critical", 110, "the experimental arm has been wrong too often")
    found = told()
    assert found["code"] == 1
    assert found["tables"]["arms"][0]["version"] == "v1.5.2"
    assert [one["title"] for one in found["proposals"]] == ["Roll back: v1.4.2 100 %"], json_text(found)
