"""A rollout of four cells on a lab that runs fast: a bad one is taken back by itself and explained, a good one arrives.

Canaries before the judge, and every kind of lever. Proves E2.1, E2.2, E2.3, E6.2, product P2, P3, P4.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.lab import LabForTests, lab_start, running_lab
from tests.fakes.program import Outcome, start

pytestmark = pytest.mark.timeout(900)
CELLS = ("osaka", "tokyo", "frankfurt", "content")
IMAGE = "registry.lab.example/newsletter/personalize"
QUICK = {"harmless": 0.02, "allowed_ratio": 4.0, "allowed_mistakes": 3.0}
"""What a judge is sure of within some hundred requests."""


@pytest.fixture(scope="module")
def fast_lab(tmp_path_factory: pytest.TempPathFactory, root_dir: Path) -> Iterator[LabForTests]:
    """A lab of its own at sixty times the pace of real time, without a history."""
    begun = lab_start(tmp_path_factory.mktemp("lab"), root_dir)
    yield from running_lab(replace(begun, speed=60.0, history_days=0.0))


class Desk:
    """The command line of one profile over one lab."""

    def __init__(self, lab: LabForTests, folder: Path) -> None:
        self.lab, self.folder = lab, folder
        self.env = {f"XDG_{one}_HOME": str(folder / one.lower()) for one in ("CONFIG", "STATE", "DATA", "CACHE")}

    def run(self, *arguments: str) -> Outcome:
        return start(["--estate", str(self.lab.at.estate_file), *arguments], environment=self.env)

    def plan(self, tag: str, lasts_s: float, *waves: tuple[str, ...], barrier: str = "clock") -> str:
        """Write the plan of an image into a file."""

        def cell(key: str) -> dict[str, Any]:
            lever = {"kind": "argo", "connection": "lab", "namespace": f"cell-{key}", "name": "personalize",
                     "container": "personalize", "image": f"{IMAGE}:{tag}"}  # fmt: skip
            return {"cell": key, "levers": [lever]}

        found: dict[str, Any] = {
            "name": f"personalize {tag}",
            "stages": [{"percent": 25, "lasts_s": lasts_s}, {"percent": 100}],
            "gates": {"judge": False, "cost": False, "carbon": False, "error_budget": False},
            "waves": [{"barrier": barrier, "cells": [cell(one) for one in wave]} for wave in waves],
        }
        found["waves"][1]["stages"] = [{"percent": 100}]
        file = self.folder / "plan.yaml"
        file.write_text(yaml.safe_dump(found))
        return str(file)

    def status(self) -> dict[str, Any]:
        return dict(json.loads(self.run("rollout", "status", "-o", "json").out))


@pytest.fixture
def desk(fast_lab: LabForTests, tmp_path: Path) -> Desk:
    return Desk(fast_lab, tmp_path)


def test_a_good_one_reaches_all_four_cells_and_a_bad_one_is_taken_back_by_itself_and_explained(desk: Desk) -> None:
    good = desk.plan("9.1.0", 0.5, CELLS[:1], CELLS[1:])
    locked = desk.run("rollout", "start", good, "--yes")
    assert (locked.code, "is locked" in locked.err) == (4, True)
    assert desk.run("change", "unlock", "lab", "--for", "1h", "--reason", "a test").code == 0
    done = desk.run("rollout", "start", good, "--yes", "--until-done")
    assert (done.code, "Every cell has the new version." in done.out) == (0, True), done.out + done.err
    assert len([one for one in desk.status()["changes"] if not one["back"]]) == 4 + 3 * 3

    bad = desk.plan("9.2.0-errors", 600.0, CELLS[:1], CELLS[1:])
    back = desk.run("rollout", "start", bad, "--yes", "--until-done")
    assert back.code == 1, back.out + back.err
    told = desk.status()
    assert (told["state"], told["way"], told["left"]) == ("ended", "back", [])
    why = next(one["note"] for one in told["moments"] if one["word"] == "turned-back")
    assert why.startswith("osaka: ")
    assert "error-rate" in why or "canary requests failed" in why
    assert {one["cell"] for one in told["changes"]} == {"osaka"}, "it never left the canary cell"
    assert f"{IMAGE}:9.1.0" in told["changes"][-2]["summary"]
    trail = desk.run("trail", "show", "-o", "json")
    assert "rollout.turned_back" in trail.out


@pytest.mark.slow
def test_a_hand_led_one_waits_and_an_abort_takes_it_back(desk: Desk) -> None:
    assert desk.run("change", "unlock", "lab", "--for", "1h", "--reason", "a test").code == 0
    shown = desk.run("rollout", "plan", desk.plan("9.3.0", 0.5, CELLS[2:3], CELLS[3:]))
    assert (shown.code, "Watch for" in shown.out, "/spec/strategy/canary/steps" in shown.out) == (0, True, True)
    assert ":9.3.0 → " not in shown.out, "a step of the shares seems to take the image back"
    plan = desk.plan("9.3.0", 0.0, CELLS[2:3], CELLS[3:], barrier="hand")
    begun = desk.run("rollout", "start", plan, "--yes", "--until-done")
    assert (begun.code, "Waits for you" in begun.out) == (0, True), begun.out + begun.err
    run_id = begun.out.splitlines()[0]
    listed = json.loads(desk.run("rollout", "list", "-o", "json").out)
    assert [(one["id"], one["waits"]) for one in listed] == [(run_id, True)]
    ended = desk.run("rollout", "abort", run_id, "--reason", "seen enough")
    assert (ended.code, "Everything was taken back" in ended.out) == (1, True), ended.out + ended.err
    assert desk.status()["changes"][-1]["summary"].endswith("5 %, 25 %, 50 %.")


class JudgedDesk(Desk):
    """Where plans are made by the command line, with judges that are sure soon."""

    def run(self, *arguments: str) -> Outcome:
        return start(["--estate", str(self.lab.at.estate_file), *arguments], environment=self.env, limit_s=150)

    def made(self, name: str, *words: str, **gates: Any) -> str:
        file = self.folder / f"{name}.yaml"
        made = self.run("rollout", "new", *words, "--title", name, "-f", str(file))
        assert made.code == 0, made.out + made.err
        told = yaml.safe_load(file.read_text())
        told["gates"] |= gates
        file.write_text(yaml.safe_dump(told))
        return str(file)

    def begin(self, file: str) -> tuple[Outcome, dict[str, Any]]:
        """Begin it, drive it to its end; return how that ended, and the run."""
        ended = self.run("rollout", "start", file, "--yes", "--until-done")
        run_id = ended.out.splitlines()[0] if ended.out else ended.err
        return ended, dict(json.loads(self.run("rollout", "status", run_id, "-o", "json").out))


@pytest.fixture
def judged(fast_lab: LabForTests, tmp_path: Path) -> JudgedDesk:
    desk = JudgedDesk(fast_lab, tmp_path)
    for connection in ("lab", "lab-cloudflare"):
        assert desk.run("change", "unlock", connection, "--for", "1h", "--reason", "a test").code == 0
    return desk


def why(run: dict[str, Any]) -> str:
    return str(next(one["note"] for one in run["moments"] if one["word"] == "turned-back"))


def test_a_good_canary_passes_the_judge_and_bad_ones_are_taken_back_and_explained(judged: JudgedDesk) -> None:
    judged.lab.start_scenario("bad-canary-accuracy")  # uploads the version, ...
    judged.lab.stop_scenario("bad-canary-accuracy")  # ... and takes its calls away again
    stages = ("--stages", "25 % 5s, 100 %", "--without", "cost", "--without", "carbon", "--without", "error_budget")
    good = judged.made("good", "image", "--to", f"{IMAGE}:9.4.0", "--wave", "osaka", *stages, **QUICK)
    bad = judged.made("bad", "image", "--to", f"{IMAGE}:9.5.0-errors", "--wave", "tokyo", *stages)
    wrong = judged.made(
        "wrong", "worker", "edge-ranker", "--to", "v1.5.2", "--model", "ranker=v1.5.2", "--wave", "frankfurt", *stages
    )
    with ThreadPoolExecutor(3) as pool:
        begun = [pool.submit(judged.begin, one) for one in (good, bad, wrong)]
        (done, passed), (failed, back), (refused, taken) = (one.result() for one in begun)
    assert (done.code, passed["way"], passed["state"]) == (0, "forward", "ended"), done.out + done.err
    assert (failed.code, back["way"], back["left"]) == (1, "back", []), failed.out + failed.err
    assert "canary requests failed, more than 1.00 %." in why(back)
    assert (refused.code, taken["way"], taken["left"]) == (1, "back", []), refused.out + refused.err
    assert "accuracy" in why(taken).lower() or "wrong" in why(taken).lower()
    assert "638da090 95 %" not in taken["changes"][-1]["summary"], "the version of before has all calls again"


@pytest.mark.slow
def test_pools_and_models_move_by_their_stages_and_go_back(judged: JudgedDesk) -> None:
    by_hand = ("--stages", "30 %, 100 %", "--by-hand", *(x for one in ("judge", "cost", "carbon", "error_budget")
               for x in ("--without", one)))  # fmt: skip
    plans = [
        judged.made(kind, kind, "--wave", cell, *by_hand) for kind, cell in (("pool", "tokyo"), ("model", "osaka"))
    ]
    for plan, word in zip(plans, ("pool weights", "model weights"), strict=True):
        waits, run = judged.begin(plan)
        assert (waits.code, "Waits for you" in waits.out) == (0, True), waits.out + waits.err
        assert word in run["changes"][0]["summary"]
        ended = judged.run("rollout", "abort", run["id"], "--reason", "seen enough")
        assert (ended.code, "Everything was taken back" in ended.out) == (1, True), ended.out + ended.err


def test_a_version_that_does_not_fit_is_refused_with_reasons_and_what_helps(judged: JudgedDesk) -> None:
    file = judged.folder / "misfit.yaml"
    words = ("worker", "edge-ranker", "--wave", "tokyo", "--model", "ranker=v2.0.0", "-f", str(file))
    made = judged.run("rollout", "new", *words)
    assert (made.code, "The matrix says nothing about v2.0.0." in made.out, "What helps" in made.out) == (1, True, True)
    begun = judged.run("rollout", "start", str(file), "--yes")
    assert (begun.code, "add v2.0.0 to the matrix" in begun.err) == (4, True), begun.err
