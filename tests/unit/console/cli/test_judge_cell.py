"""``cell-console judge --cell``: several canaries are one document, and each is told by its name. Proves product P3."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from console.cli import program
from console.cli.known_state import KnownState
from console.store.state import ObjectTable, State
from tests.fakes.canary_stage import CANARY_ESTATE, CountedArms, rollout
from tests.fakes.small_estate import NOW_S

NAMES = ("llm-serving", "personalize")


def rollouts(names: tuple[str, ...]) -> State:
    rows = [replace(one := rollout(), ref=replace(one.ref, name=name)) for name in names]
    table = ObjectTable({one.ref: one for one in rows}, NOW_S)
    return State(estate=CANARY_ESTATE, objects={("main", "rollouts"): table})


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command for a cell with two canaries, both of which fail more than their baselines."""

    @contextmanager
    def opened(_invocation: object) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(
            required=lambda *_asked: CountedArms(),
            clock=SimpleNamespace(now=lambda: datetime.fromtimestamp(NOW_S, UTC)),
            runtime=SimpleNamespace(run=lambda work, _wait_s: asyncio.run(work)),
        )

    known = KnownState(rollouts(NAMES), NOW_S, (), ())
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: known)
    monkeypatch.setattr("console.cli.opened.opened", opened)
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(CANARY_ESTATE.model_dump(mode="json", exclude_defaults=True)))
    return ["--estate", str(file), "judge", "--cell", "tokyo"]


@pytest.mark.parametrize(("output", "read"), [("json", json.loads), ("yaml", yaml.safe_load)])
def test_two_canaries_are_one_list(
    judge: list[str], capsys: pytest.CaptureFixture[str], output: str, read: Any
) -> None:
    assert program.run([*judge, "-o", output]) == 1
    told = read(capsys.readouterr().out)
    assert [(one["service"], one["rollout"], one["verdict"]) for one in told] == [(one, one, "fail") for one in NAMES]
    assert [[line["metric"] for line in one["metrics"]] for one in told] == [["errors", "latency"]] * 2


def test_two_canaries_are_one_sheet_whose_lines_name_their_rollout(
    judge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run([*judge, "-o", "csv"]) == 1
    told = capsys.readouterr()
    lines = list(csv.DictReader(io.StringIO(told.out)))
    assert [(one["service"], one["rollout"], one["metric"]) for one in lines] == [
        (name, name, metric) for name in NAMES for metric in ("errors", "latency")
    ]
    assert all(float(one["canary_trials"]) == 1500 for one in lines)
    said = [line.partition(": Kayenta would say: ") for line in told.err.splitlines()]
    assert [name for name, words, _ in said if words] == [*NAMES]


def test_two_canaries_have_a_heading_each(judge: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(judge) == 1
    lines = capsys.readouterr().out.splitlines()
    heads = [place for place, line in enumerate(lines) if line.startswith("Canary of ")]
    assert [lines[place] for place in heads] == [f"Canary of {one} (Rollout {one})" for one in NAMES]
    assert all(lines[place + 1].startswith("Fail: 8.00 % of 1,500") for place in heads)
    assert lines[heads[1] - 1] == ""


def test_a_single_canary_is_a_list_too(
    judge: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = KnownState(rollouts(NAMES[:1]), NOW_S, (), ())
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: alone)
    assert program.run([*judge, "-o", "json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["rollout"] == "llm-serving"
    assert list(told)[:3] == ["service", "rollout", "verdict"]


@pytest.mark.parametrize(("slow", "code"), [(("main",), 3), (("grid",), 1)])
def test_a_cluster_that_does_not_answer_is_no_cell_without_a_canary(
    judge: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, slow: tuple[str], code: int
) -> None:
    names = () if code == 3 else NAMES
    known = KnownState(rollouts(names), NOW_S, (), slow)
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: known)
    assert program.run(judge) == code
    told = capsys.readouterr().err
    assert f"{slow[0]}: no answer in time" in told
    assert "No canary" not in told


def test_a_metric_server_that_does_not_answer_is_told_as_one(
    judge: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(work: Any, _wait_s: float) -> None:
        work.close()
        raise TimeoutError

    @contextmanager
    def opened(_invocation: object) -> Iterator[SimpleNamespace]:
        clock = SimpleNamespace(now=lambda: datetime.fromtimestamp(NOW_S, UTC))
        offers = {"required": lambda *_asked: CountedArms(), "offered": lambda *_asked: CountedArms()}
        yield SimpleNamespace(**offers, clock=clock, runtime=SimpleNamespace(run=late))

    monkeypatch.setattr("console.cli.opened.opened", opened)
    assert program.run(judge) == 3
    of_a_server = [*judge[:3], "--baseline", 'hits{v="1"}', "--canary", 'hits{v="2"}']
    assert program.run(of_a_server) == 3
    assert capsys.readouterr().err.count("has not answered within 60 s. See what ails it with") == 2


def test_a_judgement_of_a_file_is_one_object_as_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arms = {"trials": [50_000.0], "bad": [250.0]}
    file = tmp_path / "arms.json"
    file.write_text(json.dumps({"metrics": [{"name": "e", "kind": "errors", "baseline": arms, "canary": arms}]}))
    assert program.run(["judge", str(file), "-o", "json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == ["verdict", "reason", "needs", "doubts", "metrics", "kayenta"]
