"""A rollout in production waits for one signature on all of its plan. Proves C3, L7.4, product P2."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.operator_desk import OperatorDesk

pytestmark = pytest.mark.timeout(120)
BEFORE = [["gpt-4o-mini", 0.6], ["gpt-4o", 0.2], ["custom-vertex", 0.2]]
LEVER = {"kind": "model", "connection": "lab", "namespace": "cell-osaka", "name": "model-router",
         "entry": "weights.json", "canary": "gpt-4o", "stable": "gpt-4o-mini", "weights": BEFORE}  # fmt: skip
PLAN = {
    "name": "larger model",
    "reason": "better answers",
    "mode": "hand",
    "stages": [{"percent": 50}, {"percent": 100}],
    "gates": {"judge": False, "cost": False, "carbon": False, "error_budget": False},
    "waves": [{"cells": [{"cell": "osaka", "levers": [LEVER]}]}],
}


def state(desk: OperatorDesk) -> dict[str, Any]:
    return dict(json.loads(desk.run("rollout", "status", "-o", "json").out))


def test_one_signature_covers_every_step_and_going_back_needs_none(desk: OperatorDesk, tmp_path: Path) -> None:
    plan, request, approval = tmp_path / "plan.yaml", tmp_path / "a.request.json", tmp_path / "a.approval.json"
    plan.write_text(yaml.safe_dump(PLAN))
    with desk.at("ann"):
        assert desk.run("change", "unlock", "lab", "--for", "1h", "--reason", "test").code == 0
        looked = desk.run("rollout", "plan", str(plan))
        assert (looked.code, "signed by another operator" in looked.out) == (0, True), looked.out + looked.err
        begun = desk.run("rollout", "start", str(plan), "--yes", "--until-done")
        assert (begun.code, "Another operator has to sign the plan." in begun.out) == (0, True), begun.err
        run_id = begun.out.splitlines()[0]
        assert (state(desk)["awaits_signature"], state(desk)["changes"]) == (True, [])
        assert desk.run("rollout", "export", run_id[-8:], "--file", str(request)).code == 0
        own = desk.run("change", "approve", str(request), "--file", str(approval), "--yes")
        assert (own.code, "same person" in own.err) == (4, True)
    with desk.at("bob"):
        shown = desk.run("change", "review", str(request))
        assert "Proposed by Ann" in shown.out
        assert "gpt-4o-mini 0.4, gpt-4o 0.4" in shown.out
        signed = desk.run("change", "approve", str(request), "--file", str(approval), "--yes")
        assert signed.code == 0, signed.err
    with desk.at("ann"):
        taken = desk.run("change", "import", str(approval))
        assert (taken.code, f"{run_id}: signed by Bob" in taken.out) == (0, True), taken.err
        on = desk.run("rollout", "resume", run_id, "--until-done")
        assert (on.code, "Waits for you" in on.out) == (0, True), on.out + on.err
        back = desk.run("rollout", "abort", run_id, "--reason", "seen enough")
        assert (back.code, "Everything was taken back" in back.out) == (1, True), back.err
        told = state(desk)
        assert [one["back"] for one in told["changes"]] == [False, True]
        kinds = [one["kind"] for one in json.loads(desk.run("trail", "show", "-o", "json").out)]
        assert {"approval.asked", "approval.taken", "rollout.signed"} <= set(kinds)
