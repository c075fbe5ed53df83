"""A rollout of four cells on a lab that runs fast: a bad one is taken back by itself and explained, a good one arrives.

Proves E2.2, E2.3, E6.2, product P2, P3.
"""

import json
from collections.abc import Iterator
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
    plan = desk.plan("9.3.0", 0.0, CELLS[2:3], CELLS[3:], barrier="hand")
    begun = desk.run("rollout", "start", plan, "--yes", "--until-done")
    assert (begun.code, "Waits for you" in begun.out) == (0, True), begun.out + begun.err
    run_id = begun.out.splitlines()[0]
    listed = json.loads(desk.run("rollout", "list", "-o", "json").out)
    assert [(one["id"], one["waits"]) for one in listed] == [(run_id, True)]
    ended = desk.run("rollout", "abort", run_id, "--reason", "seen enough")
    assert (ended.code, "Everything was taken back" in ended.out) == (1, True), ended.out + ended.err
    assert desk.status()["changes"][-1]["summary"].endswith("5 %, 25 %, 50 %.")
