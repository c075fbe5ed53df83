"""Policies and second signatures as operators use them, against the lab's cluster. Proves L7.4 and C3."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from console.cli import program
from tests.fakes.git_client import GitClient
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome

BOUNDS = ("--set", "kind=HorizontalPodAutoscaler", "--set", "namespace=cell-osaka", "--set", "name=web")
QUIET = """# Nothing is changed on the web tier by name.
package own.hands_off

import rego.v1

deny contains {"text": "web is left alone.", "comply": "Choose another one."} if {
	input.change.target.name == "web"
	input.change.reason == "for fun"
}
"""


class Desk:
    """The machines of two operators who share an estate; each has a profile and a key of its own."""

    def __init__(self, folder: Path, lab_estate: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        self.estate = folder / "estate.yaml"
        known = yaml.safe_load(lab_estate.read_text())
        self.told = {key: known[key] for key in ("name", "clusters", "cells")} | {"environment": "production"}
        for cell in self.told["cells"]:
            for reference in ("prometheus", "template"):
                cell.pop(reference, None)
        self.write()

    def write(self, **more: Any) -> None:
        """Write the estate with more sections."""
        self.told |= more
        self.estate.write_text(yaml.safe_dump(self.told))

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Sit at the machine of one of them."""
        with self._monkeypatch.context() as patch:
            for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
                patch.setenv(variable, str(self.folder / name / variable))
            patch.setenv("LOGNAME", name)
            yield

    def settle_in(self, name: str) -> str:
        """Give one of them a key in a file and the shared folder; return the public key."""
        with self.at(name):
            key, config = self.folder / name / "key", Path(os.environ["XDG_CONFIG_HOME"]) / "cell-console"
            config.mkdir(parents=True)
            assert self.run("trail", "key", "make", str(key)).code == 0
            settings = {"trail": {"key": f"file:{key}"}, "changes": {"exchange": str(self.folder / f"{name}-copy")}}
            (config / "settings.json").write_text(json.dumps({"schema_version": 1, **settings}))
            assert self.run("trail", "sign").code in {0, 2}
            self.run("secret", "list")
            assert self.run("trail", "sign").code == 0
            return str(json.loads(self.run("trail", "key", "-o", "json").out)[0]["key"])

    def run(self, *words: str) -> Outcome:
        """Run ``cell-console`` in this process."""
        code = program.run(["--estate", str(self.estate), *words])
        said = self._capsys.readouterr()
        return Outcome(code, said.out, said.err)

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
    desk.run("change", "unlock", "lab", "--reason", "test")
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
    desk.write(operators=[{"name": name.title(), "key": desk.settle_in(name)} for name in ("ann", "bob")])
    with desk.at("ann"):
        change = desk.plan(4)
        desk.run("change", "unlock", "lab", "--reason", "test")
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
