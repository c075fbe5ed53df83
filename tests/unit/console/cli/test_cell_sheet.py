"""The parts of cells as the window shows them, on the command line. (proves C8, L1.1, L1.3, L1.4, L1.6, L2.2)"""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from console.cli import program
from console.cli.known_state import KnownState
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.signal_key import SignalKey
from console.store.state import ObjectTable
from tests.fakes.small_estate import ESTATE, NOW_S, state, workload

READINGS = {
    SignalKey("latency_p95", "tokyo", "web"): 0.9,
    SignalKey("rps", "tokyo", "web"): 120.0,
    SignalKey("delivery_success", "tokyo"): 0.9991,
}


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The program's options for the small estate, of which some things are known."""
    known = state(READINGS, (workload("tokyo", "web", desired=4, ready=3),))
    told = SimpleNamespace(state=known, now_s=NOW_S, failed=(), slow=(), cached=False)
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: told)
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(ESTATE.model_dump(mode="json", exclude_defaults=True)))
    return ["--estate", str(file), "cells"]


def test_the_age_of_what_is_remembered_is_that_of_what_is_shown(
    asked: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of a forge that was read two hours ago is shown, nor of a topic that cells do not need; proves C5."""
    remembered, idle = state(READINGS, (workload("tokyo", "web", desired=4, ready=3),)), ConnectionState.IDLE
    forge = ConnectionStatus("forge", "github", idle, NOW_S - 9_000, NOW_S - 7_200, from_history=True)
    objects = {**remembered.objects, ("main", "dashboards"): ObjectTable({}, NOW_S - 7_200, from_history=True)}
    shown = {key: replace(one, state=idle) for key, one in remembered.connections.items()}
    for age, topics in (("5 s ago", {}), ("10 min ago", {("main", "pods"): ObjectTable({}, NOW_S - 600)})):
        known = replace(remembered, connections={**shown, "forge": forge}, objects={**objects, **topics})
        told = KnownState(known, NOW_S, (), (), cached=True)
        monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, _told=told, **_how: _told)
        assert program.run([*asked, "--cached"]) == 0
        assert f"Last known data, {age}" in capsys.readouterr().err


def told(asked: list[str], capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    program.run([*asked, *words, "-o", "json"])
    return list(json.loads(capsys.readouterr().out))


def test_services_are_told_with_their_workload_and_figures(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = told(asked, capsys, "tokyo", "--by", "service")
    assert [row["service"] for row in rows] == [
        "web",
        "bff",
        "delivery",
        "llm-serving",
        "scheduler",
        "postgres",
        "redis",
    ]
    assert (rows[0]["ready"], rows[0]["health"], rows[0]["rps"]) == ("3/4", "warning", 120.0)
    assert (rows[0]["latency_p95"], rows[0]["error_ratio"]) == (0.9, None)
    assert {row["cell"] for row in told(asked, capsys, "--by", "service")} == {"tokyo", "osaka"}


def test_lead_metrics_of_layers_are_told_with_strategy_and_evidence(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = told(asked, capsys, "--by", "layer")
    assert {row["layer"] for row in rows} == {"presentation", "application", "ai", "data", "automation", "control"}
    slow = next(row for row in rows if (row["cell"], row["metric"], row["value"]) == ("tokyo", "latency_p95", 0.9))
    assert (slow["layer"], slow["query"], slow["source"]) == ("presentation", "query of latency_p95", "prom")


def test_business_indicators_are_told_of_cells_that_tell_any(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = told(asked, capsys, "--by", "business")
    assert (row["cell"], row["delivery_success"], row["active_users"]) == ("tokyo", 0.9991, None)


@pytest.mark.parametrize("by", ["cell", "service", "layer", "business", "template", "queue"])
def test_every_sheet_has_the_same_names_with_and_without_rows(
    asked: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    program.run([*asked, "--by", by, "-o", "csv"])
    (full, *rows) = csv.reader(io.StringIO(capsys.readouterr().out))
    assert all(len(row) == len(full) for row in rows)
    monkeypatch.setattr("console.cli.cells._wanted", lambda _state, _key: ())
    program.run([*asked, "--by", by, "-o", "csv"])
    assert next(csv.reader(io.StringIO(capsys.readouterr().out))) == full


def test_one_cell_is_shown_alone_and_an_unknown_one_is_told(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert [row["cell"] for row in told(asked, capsys, "osaka")] == ["osaka"]
    assert program.run([*asked, "nowhere"]) == 2
    assert "The estate has no cell 'nowhere'. Known: tokyo, osaka." in capsys.readouterr().err
