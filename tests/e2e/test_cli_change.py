"""Changes on the command line, against the lab's cluster: plan, unlock, apply, undo, keep, refuse. (proves C3)"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from console.cli import program
from console.kernel.paths import Paths
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome, start

WORKLOAD = ("--set", "kind=Deployment", "--set", "namespace=cell-osaka", "--set", "name=scheduler")
BOUNDS = ("--set", "kind=HorizontalPodAutoscaler", "--set", "namespace=cell-osaka", "--set", "name=web")
Run = Callable[..., Outcome]


@pytest.fixture
def run(lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``cell-console change …`` on the lab's cluster, in this process: starting one takes longer than the rest."""
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump({key: estate[key] for key in ("name", "environment", "clusters")}))

    def run(*words: str, options: tuple[str, ...] = ()) -> Outcome:
        code = program.run(["--estate", str(file), *options, "change", *words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


def planned(run: Run, minimum: int, *more: str) -> dict[str, object]:
    ended = run("plan", "set-replica-bounds", "-c", "lab", *BOUNDS, "--set", f"minimum={minimum}", "-o", "json", *more)
    assert ended.code == 0, ended.err
    return dict(json.loads(ended.out))


def test_a_change_is_planned_refused_while_locked_applied_and_undone(run: Run, tmp_path: Path) -> None:
    plan = planned(run, 4, "--reason", "load test")
    assert plan["reason"] == "load test"
    assert plan["preview"]["differences"] == [["/spec/minReplicas", "3", "4"]]  # type: ignore[index]
    locked = run("apply", str(plan["id"]), "--yes")
    assert (locked.code, "change unlock lab" in locked.err) == (4, True)
    assert run("unlock", "lab", "--for", "1h", "--reason", "test").code == 0
    read_only = run("apply", str(plan["id"]), "--yes", options=("--read-only",))
    assert (read_only.code, "--read-only" in read_only.err) == (4, True)
    unasked = run("apply", str(plan["id"]))
    assert (unasked.code, "Nobody is here to confirm" in unasked.err) == (4, True)
    applied = run("apply", str(plan["id"]), "--yes")
    assert applied.code == 0, applied.err
    assert "Verified." in applied.out
    again = run("apply", str(plan["id"]), "--yes")
    assert (again.code, again.out) == (4, "")
    undone = run("undo", str(plan["id"]), "--yes")
    assert undone.code == 0, undone.err
    rows = {one["id"]: one for one in json.loads(run("list", "-o", "json").out)}
    assert rows[str(plan["id"])]["state"] == "undone"
    shown = run("show", str(plan["id"]))
    assert [word for word in ("/spec/minReplicas", "Undone by", "lab: simulated") if word not in shown.out] == []
    journal = b"".join(file.read_bytes() for file in Paths.for_user().state.glob("journal/*.jsonl"))
    assert journal.count(b'"state":"applying"') >= 2


def test_a_disruptive_change_wants_the_digest_of_what_was_seen(run: Run) -> None:
    run("unlock", "lab", "--for", "15m", "--reason", "test")
    ended = run("plan", "restart", "-c", "lab", *WORKLOAD, "-o", "json")
    plan = json.loads(ended.out)
    blind = run("apply", plan["id"], "--yes")
    assert blind.code == 4
    digest = blind.err.split("--seen ")[1].split()[0]
    other = run("apply", plan["id"], "--yes", "--seen", "0123456789ab")
    assert (other.code, "not what was looked at" in other.err) == (4, True)
    assert digest in run("show", plan["id"]).out


def test_a_change_is_a_file_that_another_console_applies_unless_the_target_moved_on(run: Run, tmp_path: Path) -> None:
    run("unlock", "lab", "--for", "15m", "--reason", "test")
    file, late = tmp_path / "change.json", tmp_path / "late.json"
    file.write_text(json.dumps(planned(run, 5)))
    late.write_text(json.dumps(planned(run, 6)))
    assert run("apply", str(file), "--yes").code == 0
    moved_on = run("apply", str(late), "--yes")
    assert moved_on.code == 4
    assert "/spec/minReplicas: 5 → 6" in moved_on.err
    late.write_text("{")
    assert run("apply", str(late), "--yes").code == 2
    last = json.loads(run("list", "-o", "json", "--limit", "1").out)[0]
    assert run("undo", last["id"], "--yes").code == 0


def test_a_change_that_nobody_keeps_is_undone_by_itself(run: Run) -> None:
    run("unlock", "lab", "--for", "15m", "--reason", "test")
    plan = planned(run, 7, "--revert-after", "2s")
    ended = run("apply", str(plan["id"]), "--yes")
    assert ended.code == 0, ended.err
    assert "Undone by" in ended.out.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "dance", "-c", "lab"), "no operation 'dance'"),
        (("plan", "scale", "-c", "mars", *WORKLOAD, "--set", "replicas=2"), "no connection 'mars'"),
        (("plan", "scale", "-c", "lab", *WORKLOAD, "--set", "replicas=many"), "replicas"),
        (("plan", "scale", "-c", "lab", *WORKLOAD, "--set", "colour=red"), "no field colour"),
        (("plan", "scale", "-c", "lab", *WORKLOAD), "replicas"),
        (("plan", "scale", "-c", "lab", "--set", "replicas"), "no FIELD=VALUE"),
        (("show", "20200101"), "no change '20200101'"),
        (("keep", "20200101"), "no change '20200101'"),
        (("unlock", "mars", "--for", "1h", "--reason", "test"), "no connection 'mars'"),
        (("unlock", "lab", "--for", "soon"), "no length of time"),
        (("unlock", "lab", "--for", "9h", "--reason", "test"), "at most 8 hours"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(run: Run, words: tuple[str, ...], told: str) -> None:
    ended = run(*words)
    assert (ended.code, told in ended.err) == (2, True), ended.err
    assert ended.err.count("\n") == 1


def test_operations_and_their_fields_are_listed_without_an_estate() -> None:
    kinds = {one["key"]: one for one in json.loads(start(["change", "kinds", "-o", "json"]).out)}
    assert kinds["scale"]["risk"] == "reversible"
    fields = {one["field"]: one for one in json.loads(start(["change", "kinds", "scale", "-o", "json"]).out)}
    assert fields["replicas"] == {"field": "replicas", "type": "whole number", "needed": True, "default": ""}
