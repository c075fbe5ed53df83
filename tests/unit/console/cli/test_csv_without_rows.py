"""``-o csv`` prints its head line when there is nothing to list, too, and no signs where nothing is known."""

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from console.cli import program
from console.store.state import State
from tests.fakes.small_estate import ESTATE, NOW_S


@pytest.fixture
def estate(tmp_path: Path) -> list[str]:
    """The program's option for an estate where nothing has happened yet."""
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(ESTATE.model_dump(mode="json", exclude_defaults=True)))
    return ["--estate", str(file)]


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("rollout list", "id,name,state,way,waits,cells,next,actor"),
        ("change list", "id,state,what,target,environment,actor,reason,note,at_s,undoable"),
        ("incidents list", "id,level,state,title,opened_s,begin_by_s,left_s,breached,begun_s,"),
        ("audit projects", "project,commit,profile,health,partial,audits,findings,took_s,at_s"),
        ("audit dismissals", "project,rule,place,reason,persons,until_s,state,fingerprint"),
        ("audit advisories show", "ecosystem,advisories,"),
        ("runbook history", "id,runbook,state,outcome,dry,begun_s,ended_s,actor,parameters,reason"),
        ("gameday list", "id,begun_s,fault,end,score,seed"),
        ("cost import --list", "file,imported_at_s,lines,left_out,effective,sha256"),
        ("capacity loadtest list", "key,title,tool,at_s,cell,service,replicas,passed,rps,"),
        ("secret list", "name,reference,used_by,state"),
        ("cells --cached", "cell,title,health,kind,place,team,pods,router_rps,"),
    ],
)
def test_a_list_without_rows_has_its_head_line(
    estate: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    head: str,
) -> None:
    monkeypatch.setattr("console.presenters.cell_board.cell_rows", lambda _state: ())
    program.run([*estate, *words.split(), "-o", "csv"])
    told = capsys.readouterr()
    (line,) = told.out.splitlines() or [told.err]
    assert line.startswith(head)


@pytest.fixture
def unknown_cells(estate: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The board of cells of which nothing has been read."""
    known = SimpleNamespace(state=State(estate=ESTATE), now_s=NOW_S, failed=(), slow=(), cached=False)
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: known)
    return [*estate, "cells"]


def test_what_is_not_known_of_a_cell_is_null(unknown_cells: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run([*unknown_cells, "-o", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["place"], row["team"], row["pods"]) for row in rows] == [
        ("ap-northeast-1", None, None),
        ("ap-northeast-3", None, None),
    ]


def test_what_is_not_known_of_a_cell_is_empty_in_a_csv(
    unknown_cells: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run([*unknown_cells, "-o", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["team"], row["pods"]) for row in rows] == [("", "")] * 2


def test_people_see_the_sign_for_what_is_not_known(
    unknown_cells: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(unknown_cells) == 0
    assert "–" in capsys.readouterr().out
