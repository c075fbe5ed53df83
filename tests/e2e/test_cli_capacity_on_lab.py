"""Capacity on the command line against the running lab (proves L4.3, L4.4, L7.1, L7.3)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from console.cli import program
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome
from tests.fakes.waiting import wait_until

CELL = "infra"  # the smallest one
Run = Callable[..., Outcome]


@pytest.fixture
def run(lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program on one cell of the lab, in this process: starting one takes longer than the rest."""
    lab.wait_for_history()
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    kept = {key: estate[key] for key in ("name", "environment", "clusters", "prometheus", "templates", "teams")}
    kept["cells"] = [one for one in estate["cells"] if one["key"] == CELL]
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(kept))

    def run(*words: str) -> Outcome:
        code = program.run(["--estate", str(file), *words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


def test_what_a_cell_can_carry_and_will_need_is_told_with_its_grounds(run: Run) -> None:
    shown = run("capacity", "show", "-o", "json")
    assert shown.code in {0, 1}, shown.err  # 1: it runs out soon, which is up to the lab
    row = json.loads(shown.out)[0]
    assert row["cell"] == CELL
    # The blueprint: llm-serving takes 20 requests per second and replica at all of its CPU, for 0.092 of the requests;
    # at 85 % that is 17, less what it uses without load.
    assert row["known_from"] == "used"
    assert row["capacity_low_rps"] <= row["capacity_rps"] <= row["capacity_high_rps"]
    assert row["need_rps"] >= row["peak_rps"] * 1.2
    whatif = run("capacity", "whatif", "--demand", "3", "--cached", "-o", "json")
    assert json.loads(whatif.out)[0]["need_rps"] == pytest.approx(3 * row["need_rps"], rel=0.01)
    refused = run("capacity", "whatif", "--lose", "nobody")
    assert (refused.code, "Reading" in refused.err) == (2, False), "it is refused before anything is read"
    assert shown.err.startswith("Reading what the services of the cells carried"), "a long wait is not silent"

    advice = run("capacity", "recommend", "--all", "--cached", "-o", "json")
    assert advice.code == 0, advice.err
    assert {one["cell"] for one in json.loads(advice.out)} == {CELL}

    maturity = run("capacity", "maturity", "--cached", "-o", "json")
    assert maturity.code == 0, maturity.err
    judged = json.loads(maturity.out)[0]
    assert {one["level"] for one in judged["criteria"]} == {"L1", "L2", "L3", "L4"}
    stages = run("capacity", "pipeline", "--cached", "-o", "json")
    assert [one["stage"] for one in json.loads(stages.out)] == [
        "plan", "build", "execute", "validate", "operate", "retrospective",
    ]  # fmt: skip


def test_a_load_test_in_the_cluster_becomes_evidence(run: Run) -> None:
    url = f"http://web.cell-{CELL}.svc.cluster.local/"
    assert run("change", "unlock", "lab", "--for", "1h", "--reason", "test").code == 0
    planned = run(
        "change", "plan", "start-load-test", "-c", "lab", "--set", f"namespace=cell-{CELL}", "--set", "name=e2e-load",
        "--set", f'urls=["{url}"]', "--set", "users=5", "--set", "duration_s=2", "--set", "pause_s=1", "-o", "json",
    )  # fmt: skip
    assert planned.code == 0, planned.err
    plan = json.loads(planned.out)["id"]
    refused = run("change", "apply", plan, "--yes")
    digest = refused.err.split("--seen ")[1].split()[0]  # a load is disruptive
    applied = run("change", "apply", plan, "--yes", "--seen", digest)
    assert applied.code == 0, applied.err
    words = ("capacity", "loadtest", "fetch", "e2e-load", "--in", CELL, "--cell", CELL, "--service", "web")
    ended: list[Outcome] = []

    def has_ended() -> bool:
        ended.append(run(*words, "--replicas", "2", "-o", "json"))
        return ended[-1].code in {0, 1}

    wait_until(has_ended, 60, "the load test")
    row = json.loads(ended[-1].out)[0]
    assert (row["cell"], row["service"], row["users"]) == (CELL, "web", 5)
    assert row["requests"] > 0
    assert json.loads(run("capacity", "loadtest", "list", "-o", "json").out)[0]["key"] == row["key"]
    same = run("capacity", "loadtest", "compare", row["key"], row["key"], "-o", "json")
    assert same.code == 0, same.err
    assert {one["change"] for one in json.loads(same.out)} <= {"same", "few", "untold"}


def test_chaos_experiments_are_listed_with_their_alerts(run: Run) -> None:
    told = run("capacity", "chaos", "-o", "json")
    assert told.code == 1, told.err  # nobody was told that pods were killed
    rows = {one["name"]: one for one in json.loads(told.out)}
    assert (rows["web-pod-kill"]["outcome"], rows["web-pod-kill"]["alert_fired"]) == ("ended", False)
    assert rows["network-pod-network-loss"]["outcome"] == "passed"
