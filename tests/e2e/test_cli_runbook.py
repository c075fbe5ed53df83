"""Runbooks on the command line, without any network: list, lint, plan, run, answer, record. Proves L2.3, C4."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.cli import program, runbook_drive
from tests.fakes.program import Outcome
from tests.fakes.waiting import wait_until

ESTATE = """schema_version: 1
name: mini
environment: lab
runbooks: [books]
automation:
  jobs:
    - {key: "auto-dev:hello", argv: [sh, -c, "echo hello from the job"], gates: []}
"""
README = """# Sample

```sh {"id":"01HF7B0KK","name":"hello","interactive":"false"}
export GREETING="hi $NOBODY_SET_THIS"
echo "first block"
```

## Build

```bash { name=build background=false promptEnv=no closeTerminalOnSuccess=false }
echo "$GREETING again"
```

```sh {"excludeFromRunAll":"true"}
exit 9
```

```json
{"shown": "only"}
```
"""
ASKS = """# Ask

## Steps

```confirm {"name":"sure","note":"required"}
Is it green?
```

```sh {"name":"after"}
echo after
```
"""
Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / "estate.yaml").write_text(ESTATE)
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "ask.md").write_text(ASKS)
    (tmp_path / "README.md").write_text(README)

    def run(*words: str) -> Outcome:
        code = program.run(["--estate", str(tmp_path / "estate.yaml"), "runbook", *words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


def test_a_readme_for_runme_runs_unchanged(run: Run, tmp_path: Path) -> None:
    ended = run("run", str(tmp_path / "README.md"), "--auto", "--yes")
    assert ended.code == 0, ended.err
    for word in ("first block", "hi  again", "[shell-1]", "Succeeded"):
        assert word in ended.out, ended.out
    assert (tmp_path / "README.md").read_text() == README


def test_a_run_asks_is_answered_and_leaves_a_record(run: Run, tmp_path: Path) -> None:
    ended = run("run", "ask", "--auto", "--yes", "--reason", "a drill")
    assert ended.code == 1, "it waits for a person"
    assert "runbook answer run-" in ended.err
    begun = json.loads(run("history", "-o", "json").out)[0]
    assert (begun["state"], begun["reason"]) == ("waiting", "a drill")
    refused = run("answer", begun["id"])
    assert refused.code == 4
    ended = run("answer", begun["id"], "--note", "I saw it myself")
    assert ended.code == 0, ended.err
    assert "after" in ended.out
    assert "I saw it myself" in run("status", begun["id"]).out
    again = run("run", "ask", "--yes", "--dry", "--auto")
    assert again.code == 0
    other = json.loads(run("history", "ask", "-o", "json").out)[0]["id"]
    assert "after" in run("compare", begun["id"], other).out
    record = tmp_path / "record.md"
    assert run("record", begun["id"], "-o", str(record), "--no-sign").code == 0
    assert "I saw it myself" in record.read_text()


def test_without_auto_a_run_rests_before_its_first_step_and_says_how_it_goes_on(run: Run) -> None:
    begun = run("run", "ask", "--yes")
    assert (begun.code, "Waits for the next step" in begun.out) == (0, True)
    assert "runbook resume run-" in begun.err
    run_id = json.loads(run("history", "-o", "json").out)[0]["id"]
    unreasoned = run("skip", run_id)
    assert (unreasoned.code, "--reason" in unreasoned.err) == (2, True)


def test_a_run_that_nobody_drives_is_over_as_soon_as_somebody_ends_it(run: Run) -> None:
    run("run", "ask", "--yes")
    run_id = json.loads(run("history", "-o", "json").out)[0]["id"]
    ended = run("stop", run_id, "--end", "--reason", "enough")
    assert (ended.code, f"The run {run_id} is over." in ended.err) == (0, True), ended.err
    assert json.loads(run("history", "-o", "json").out)[0]["state"] == "ended"
    assert run("stop", run_id, "--end").code == 4, "it is over"


STOPPABLE = """# Long

## Steps

```sh {"name":"long"}
touch "%(folder)s/begun"; sleep 60
```

## Recovery

```sh {"name":"back"}
touch "%(folder)s/recovered"
```
"""


def test_no_recovery_begins_behind_a_step_that_a_person_stopped(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "books" / "long.md").write_text(STOPPABLE % {"folder": tmp_path})
    begun, pressed, real = tmp_path / "begun", [], runbook_drive.wait

    def wait(futures: Any, timeout: float) -> object:
        if begun.exists() and not pressed:
            pressed.append("Ctrl-C")
            raise KeyboardInterrupt
        return real(futures, timeout)

    monkeypatch.setattr(runbook_drive, "wait", wait)
    ended = run("run", "long", "--auto", "--recover", "--yes")
    assert (ended.code, pressed) == (1, ["Ctrl-C"])
    assert not (tmp_path / "recovered").exists()
    assert "runbook recover run-" in ended.err


LEFT = """# Left

## Steps

```sh {"name":"one"}
echo part $((1 + 1)); until [ -e "%(folder)s/gone" ]; do sleep 0.1; done; echo unread; exit %(code)d
```
"""


@pytest.mark.parametrize(("code", "state"), [(0, "ended"), (3, "failed")])
def test_a_run_whose_reader_has_gone_is_driven_to_its_end_and_ends_with_its_own_code(
    run: Run, tmp_path: Path, code: int, state: str
) -> None:
    (tmp_path / "books" / "left.md").write_text(LEFT % {"folder": tmp_path, "code": code})
    begun = f"{sys.executable} -m console --estate {tmp_path}/estate.yaml runbook run left --auto --yes"
    leaves = f"{{ grep -q 'part 2'; exec <&-; touch {tmp_path}/gone; }}"
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {begun} | {leaves}"], stdin=subprocess.DEVNULL, check=False
    )
    assert ended.returncode == (1 if code else 0)
    assert [one["state"] for one in json.loads(run("history", "-o", "json").out)] == [state]


def test_a_run_that_its_console_left_is_said_to_be_left(run: Run, tmp_path: Path) -> None:
    """Its journal still says that it runs; proves C4, C8."""
    left = LEFT.replace("echo part", "touch %(folder)s/begun; echo part") % {"folder": tmp_path, "code": 0}
    (tmp_path / "books" / "left.md").write_text(left)
    words = ["--estate", f"{tmp_path}/estate.yaml", "runbook", "run", "left", "--auto", "--yes"]
    driving = subprocess.Popen([sys.executable, "-m", "console", *words], stdin=subprocess.DEVNULL)
    try:
        wait_until((tmp_path / "begun").exists, 30.0)
        assert "has ended" not in run("status").err
    finally:
        driving.kill()
        driving.wait()
    (tmp_path / "gone").touch()
    told = run("status")
    [found] = json.loads(run("history", "-o", "json").out)
    assert (told.code, found["state"]) == (0, "running")
    assert f"cell-console runbook resume {found['id']}" in told.err
    assert told.err == run("status", found["id"]).err == run("status", found["id"], "-o", "json").err


def test_plans_and_jobs_reach_nothing(run: Run) -> None:
    rows = json.loads(run("plan", "ask", "-o", "json").out)
    assert [(one["step"], one["kind"], one["writes"]) for one in rows] == [
        ("sure", "confirm", False),
        ("after", "shell", None),
    ]
    assert "auto-dev:hello" in run("jobs", "list").out
    ended = run("jobs", "run", "auto-dev:hello", "--yes")
    assert (ended.code, "hello from the job" in ended.out) == (0, True)
    assert run("jobs", "run", "nothing", "--yes").code == 2


def test_lint_list_show_and_new(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text("# Bad\n\n## Steps\n\n```promql\nup > {{ nothing }}\n```\n")
    ended = run("lint", str(bad))
    assert ended.code == 1
    assert "bad.md:5" in ended.out
    assert "no parameter 'nothing'" in ended.out
    assert run("lint", "ask").code == 0
    assert "ask" in run("list", "ask").out
    assert "Is it green?" in run("show", "ask").out
    fresh = tmp_path / "fresh.md"
    assert run("new", str(fresh), "--title", "Something new").code == 0
    assert run("new", str(fresh)).code == 2, "never overwritten"
    assert run("lint", str(fresh)).code == 0
    assert json.loads(run("lint", "--schema").out)["$id"].endswith("runbook.json")
    assert run("run", "ask", "--auto").code == 2, "nobody can be asked whether it may begin"
    assert run("run", "no-such", "--yes").code == 2
