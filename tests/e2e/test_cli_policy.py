"""Policies and second signatures as operators use them, against the lab's cluster. Proves L7.4 and C3."""

import json
from pathlib import Path

import pytest

from tests.fakes.git_client import GitClient
from tests.fakes.lab import LabForTests
from tests.fakes.operator_desk import OperatorDesk

BOUNDS = ("--set", "kind=HorizontalPodAutoscaler", "--set", "namespace=cell-osaka", "--set", "name=web")
QUIET = """# Nothing is changed on the web tier by name.
package own.hands_off

import rego.v1

deny contains {"text": "web is left alone.", "comply": "Choose another one."} if {
	input.change.target.name == "web"
	input.change.reason == "for fun"
}
"""


class Desk(OperatorDesk):
    """Where autoscalers are changed."""

    def plan(self, minimum: int, reason: str = "load test") -> str:
        """Plan the least replicas of an autoscaler; return the change's id."""
        words = ("change", "plan", "set-replica-bounds", "-c", "lab", *BOUNDS, "--set", f"minimum={minimum}")
        ended = self.run(*words, "--reason", reason, "-o", "json")
        assert ended.code == 0, ended.err
        return str(json.loads(ended.out)["id"])


@pytest.fixture
def desk(lab: LabForTests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Two operators, and the lab's cluster as if it were production."""
    return Desk(tmp_path, lab.at.estate_file, monkeypatch, capsys)


def test_a_change_of_production_says_why_and_is_refused_by_the_name_of_the_policy(desk: Desk) -> None:
    silent = desk.plan(4, "")
    shown = desk.run("change", "show", silent)
    assert "The policy production-reason asks for more" in shown.out
    assert desk.run("policy", "check", silent).code == 4
    desk.run("change", "unlock", "lab", "--for", "1h", "--reason", "test")
    refused = desk.run("change", "apply", silent, "--yes")
    assert (refused.code, "production-reason" in refused.err, "Say why" in refused.err) == (4, True, True)
    told = desk.run("change", "apply", silent, "--yes", "--reason", "load test")
    assert told.code == 0, told.err
    assert "Policies: 8 agree." in told.out
    assert desk.run("change", "undo", silent, "--yes").code == 0
    refusals = json.loads(desk.run("trail", "show", "--kind", "change.refused", "-o", "json").out)
    assert [one["subject"] for one in refusals if "subject" in one] in ([silent], [])
    assert len(refusals) == 1


def test_policies_are_listed_tried_and_the_estates_own_refuse_too(desk: Desk) -> None:
    (desk.folder / "policies").mkdir()
    own = desk.folder / "policies" / "hands_off.rego"
    own.write_text(QUIET)
    desk.write(policies=["policies/*.rego"])
    rows = {one["policy"]: one for one in json.loads(desk.run("policy", "list", "-o", "json").out)}
    assert len(rows) == 9
    assert rows["hands-off"]["refuses"] == "Nothing is changed on the web tier by name."
    untried = desk.run("policy", "test")
    assert (untried.code, "No case in hands_off.cases.json" in untried.out) == (1, True)
    cases = [
        {"name": "fun", "expect": "refused", "input": {"change": {"target": {"name": "web"}, "reason": "for fun"}}}
    ]
    own.with_suffix(".cases.json").write_text(json.dumps(cases))
    assert desk.run("policy", "test", "hands-off").code == 0
    assert desk.run("policy", "test", str(own)).code == 0
    fun = desk.run("policy", "check", desk.plan(4, "for fun"))
    assert (fun.code, "hands-off: web is left alone. Choose another one." in fun.out) == (4, True)
    own.write_text(QUIET + "deny contains x if {\n")
    broken = desk.run("policy", "check", desk.plan(4))
    assert (broken.code, "hands_off.rego, line 10, is broken" in broken.out) == (4, True)


def test_policies_that_are_not_there_or_misspelt_are_told_before_any_change(desk: Desk) -> None:
    assert desk.run("policy", "check").out == "8 policies can be asked.\n"
    desk.write(policies=["rules/*.rego"])
    none = desk.run("policy", "check")
    assert (none.code, "names the policies rules/*.rego, and there is none" in none.out) == (1, True)
    assert "and there is none" in desk.run("change", "list").err
    refused = desk.run("policy", "check", desk.plan(4))
    assert (refused.code, "and there is none" in refused.out) == (4, True)
    (desk.folder / "rules").mkdir()
    (desk.folder / "rules" / "calm.rego").write_text(QUIET + '\ndney contains "Not now." if true\n')
    misspelt = desk.run("policy", "check")
    assert (misspelt.code, "fills the set “dney”, which nobody reads" in misspelt.out) == (1, True)


def test_a_freeze_of_the_estates_calendar_refuses_until_it_ends(desk: Desk) -> None:
    entry = {"title": "Year end", "kind": "freeze", "start": "2020-01-01T00:00:00Z", "end": "2020-01-02T00:00:00Z"}
    desk.write(calendars=[{"key": "ops", "entries": [entry | {"repeat": "daily", "cells": ["osaka"]}]}])
    frozen = desk.run("policy", "check", desk.plan(4))
    assert (frozen.code, "The freeze “Year end” is on until" in frozen.out) == (4, True)


def test_production_needs_the_signature_of_another_operator_through_git(desk: Desk) -> None:
    git = GitClient()
    git.run("init", "-q", "--bare", "origin.git", folder=desk.folder)
    git.run("clone", "-q", "origin.git", "first", folder=desk.folder)
    git.commit(desk.folder / "first", "README", "signatures", "Begin")
    git.run("push", "-q", "origin", "HEAD", folder=desk.folder / "first")
    for name in ("ann", "bob"):
        git.run("clone", "-q", "origin.git", f"{name}-copy", folder=desk.folder)
    desk.settle_in_both()
    with desk.at("ann"):
        change = desk.plan(4)
        desk.run("change", "unlock", "lab", "--for", "1h", "--reason", "test")
        alone = desk.run("change", "apply", change, "--yes")
        assert (alone.code, "second-signature" in alone.err, "change export" in alone.err) == (4, True, True)
        assert desk.run("change", "export", change).code == 0
        own = desk.run("change", "approve", str(desk.folder / "ann-copy" / f"{change}.request.json"), "--yes")
        assert (own.code, "same person" in own.err) == (4, True)
    with desk.at("bob"):
        waiting = desk.run("change", "review")
        assert change in waiting.out
        request = desk.folder / "bob-copy" / f"{change}.request.json"
        seen = desk.run("change", "review", str(request))
        assert [word for word in ("/spec/minReplicas", "Proposed by Ann", "load test") if word not in seen.out] == []
        signed = desk.run("change", "approve", str(request), "--yes")
        assert signed.code == 0, signed.err
        noted = json.loads(desk.run("trail", "show", "--kind", "approval", "-o", "json").out)
        assert [one["kind"] for one in noted] == ["approval.given"]
    with desk.at("ann"):
        taken = desk.run("change", "import")
        assert (taken.code, "signed by Bob" in taken.out) == (0, True), taken.err
        applied = desk.run("change", "apply", change, "--yes")
        assert applied.code == 0, applied.err
        assert "Verified." in applied.out
        undone = desk.run("change", "undo", change, "--yes")  # going back needs nobody else
        assert undone.code == 0, undone.err


def test_gatekeepers_violations_are_listed_with_their_cells(desk: Desk) -> None:
    rows = json.loads(desk.run("policy", "violations", "-o", "json").out)
    assert rows, "the lab has a constraint that is broken"
    assert {"cluster", "cell", "rule", "action", "who", "message"} <= rows[0].keys()
    assert any(one["cell"] for one in rows)
