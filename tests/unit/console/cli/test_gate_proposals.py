"""What the page of a cell proposes beside its gate is said by the command, too. Proves C8, L3.2."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from console.cli import opened as opening
from console.cli import program
from console.cli.gate_proposals import gate_proposals, proposal_record, proposal_sheet
from console.cli.known_state import KnownState
from console.domain.release_gate import GateTopic
from console.presenters.cell_gate import cell_gate
from console.services import judging
from tests.fakes.canary_stage import rollout
from tests.fakes.small_estate import NOW_S
from tests.unit.console.presenters.test_slo_proposals import CELL, judged, on_its_way

FAILED = judged(0.08)[rollout().ref].counts


def proposed(monkeypatch: pytest.MonkeyPatch, run: Any, *, cached: bool = False) -> tuple[Any, list[str]]:
    """What is proposed for a cell whose canary was counted as ``run`` says, and what was told."""
    notes: list[str] = []

    @contextmanager
    def opened(_invocation: object) -> Iterator[object]:
        yield SimpleNamespace(required=lambda *_asked: object(), runtime=SimpleNamespace(run=run))

    monkeypatch.setattr(opening, "opened", opened)
    monkeypatch.setattr(judging, "read_canary", lambda *_asked: None)
    state = on_its_way(rollout())
    known = KnownState(state, NOW_S, (), (), cached)
    gate = cell_gate(state, CELL, NOW_S, without={GateTopic.CARBON})
    invocation: Any = SimpleNamespace(note=notes.append)
    return gate_proposals(invocation, known, CELL, gate), notes


def test_a_failed_canary_is_proposed_to_be_aborted_with_the_change_that_does_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (found,), notes = proposed(monkeypatch, lambda _work, _wait_s: FAILED)
    told = proposal_record(found)
    assert (told["operation"], told["connection"], told["fields"]["action"]) == ("rollout-step", "main", "abort")
    assert "canary requests failed" in told["reason"]
    assert proposal_sheet((found,)).cells == [(found.kind, found.title, found.reason)]
    assert notes == []


def test_without_an_answer_or_without_asking_nothing_is_said_of_the_canary(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(_work: object, _wait_s: float) -> None:
        raise TimeoutError

    found, notes = proposed(monkeypatch, late)
    assert found == ()
    assert notes == [f"{CELL.prometheus}: no answer in time; use --wait to wait longer."]
    assert proposed(monkeypatch, late, cached=True) == ((), [])


def test_a_csv_has_no_place_for_proposals(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["gate", "tokyo", "--propose", "-o", "csv"]) == 2
    assert "A CSV file is one table" in capsys.readouterr().err
