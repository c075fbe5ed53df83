"""What was done is read from the journals where it is judged (proves L7.1, L7.3, E8.1)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from console.bootstrap import Profile, build_session
from console.cli import program
from console.domain.incident.incident import Incident, IncidentMoment
from console.domain.incident.incident_level import IncidentLevel
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment
from console.domain.runbooks.runbook_run import RunbookRun
from console.kernel.paths import Paths
from console.runbooks.parse import parse_runbook
from console.services.read_journals import read_journals
from console.services.session import Session
from console.settings.settings import Settings
from tests.fakes.capacity_estate import estate
from tests.fakes.rollout_plans import route_plan

TEXT = """---
id: hello
parameters: [{name: cell, type: cell}]
---
# Hello

```sh
echo hello
```
"""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Session]:
    """Open the estate in the user's profile, as one console after the other does."""
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    (tmp_path / "estate.yaml").write_text(yaml.safe_dump(estate().model_dump(mode="json", exclude_defaults=True)))

    def made() -> Session:
        session = build_session(Profile(Paths.for_user(), Settings()))
        session.open_estate(estate(), tmp_path / "estate.yaml")
        session.wait_connected()
        return session

    return made


def begun(session: Session) -> RunbookRun:
    desk = session.changes.runbooks
    found = parse_runbook(TEXT, name="hello").runbook
    assert found is not None
    plan = desk.plan(found, {"cell": "tokyo"})
    run: RunbookRun = session.runtime.run(desk.command.start(plan, TEXT, reason="practice"))
    return run


def test_runs_that_another_console_has_begun_are_known(
    opened: Callable[[], Session], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = opened()
    run = begun(first)
    first.close()
    second = opened()
    assert second.runtime.run(read_journals(second)) == ()
    second.store.drain(1.0)
    assert set(second.store.state.runbook_runs) == {run.id}
    second.close()
    program.run(["--estate", str(tmp_path / "estate.yaml"), "capacity", "pipeline", "--cached", "-o", "json"])
    stages = {one["stage"]: one for one in json.loads(capsys.readouterr().out)}
    assert [one["text"] for one in stages["operate"]["evidence"]] == ["Runbook Hello"]


def test_a_review_counts_the_runbooks_that_were_run(opened: Callable[[], Session], tmp_path: Path) -> None:
    session = opened()
    run, desk = begun(session), session.changes.runbooks
    session.runtime.run(desk.command.auto(run.id))
    assert desk.drive(run.id).result(30).is_over
    session.close()
    words = ["--estate", str(tmp_path / "estate.yaml"), "report", "-o", str(tmp_path / "r.md"), "--unsigned"]
    assert program.run([*words, "--cell", "tokyo", "--cached"]) == 0
    told = (tmp_path / "r.md").read_text()
    assert "A load test of this quarter kept its limits" in told
    assert "A runbook has healed or changed it this quarter" not in told, "it is not missing any more"


def test_an_incident_is_told_what_another_console_rolls_out(
    opened: Callable[[], Session], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = opened()
    now_s = session.clock.now().timestamp()
    incident = Incident("i-1", "shop", IncidentLevel.ESCALATED, "Slow", now_s, group=(("cell", "tokyo"),),
                        moments=(IncidentMoment(now_s, "opened"),))  # fmt: skip
    run = RolloutRun("r1", "shop", "ann", route_plan(), now_s, (RunMoment(now_s, "begun"),))
    session.runtime.run(session.changes.incidents.book.add(incident))
    session.runtime.run(session.changes.rollouts.book.add(run))
    session.close()
    words = ["--estate", str(tmp_path / "estate.yaml"), "incidents"]
    assert program.run([*words, "show", "i-1"]) == 0
    assert "Abort the rollout web 2" in capsys.readouterr().out
    assert program.run([*words, "review", "i-1"]) == 0
    assert "web 2" in capsys.readouterr().out
