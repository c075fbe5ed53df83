"""``cell-console capacity maturity`` and ``pipeline`` on what is known only (prove L7.1, L7.3, C5)."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from console.cli import program
from console.cli.known_state import KnownState
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.presenters.capacity.capacity_view import CapacityView
from tests.fakes.capacity_estate import NOW_S, estate, state

GONE = ConnectionStatus("metrics", "prometheus", ConnectionState.FAILED, NOW_S, None, "It is away.", "Wait.", "x")
LIVE = KnownState(state(), NOW_S, (), ())


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[KnownState]:
    """What the commands read: the last of it."""
    told = [LIVE]
    monkeypatch.setattr(
        "console.cli.capacity_maturity.read_capacity",
        lambda *_asked, **_more: (CapacityView(told[-1].state, NOW_S), told[-1]),
    )
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return told


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The estate of the commands."""
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(estate().model_dump(mode="json", exclude_defaults=True)))
    return ["--estate", str(file), "capacity"]


def kept(folder: Path) -> list[Path]:
    return list(folder.rglob("maturity/*.json"))


def test_a_week_is_kept_from_what_was_read_and_not_from_what_was_only_remembered(
    known: list[KnownState], words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known.append(replace(LIVE, failed=(GONE,), cached=True))  # as with a lab that was stopped
    assert program.run([*words, "maturity"]) == 3
    assert "It is away." in capsys.readouterr().err
    assert kept(tmp_path) == []
    known.append(LIVE)
    assert program.run([*words, "maturity"]) == 0
    assert len(kept(tmp_path)) == 1


def test_the_stages_say_who_did_not_answer(
    known: list[KnownState], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run([*words, "pipeline"]) == 1  # tokyo runs out
    known.append(replace(LIVE, slow=("metrics",)))
    assert program.run([*words, "pipeline"]) == 3
    told = capsys.readouterr()
    assert "metrics: no answer in time" in told.err
    assert "tokyo" in told.out.lower()
