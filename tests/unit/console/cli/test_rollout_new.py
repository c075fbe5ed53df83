"""What can be rolled out is listed with its gaps: what could not be reached makes the exit code 3."""

from pathlib import Path

import pytest

from console.cli import program
from console.cli.known_state import KnownState
from console.store.state import State
from tests.fakes.canary_stage import CANARY_ESTATE
from tests.fakes.small_estate import NOW_S


@pytest.mark.parametrize(("slow", "code"), [((), 0), (("main",), 3)])
def test_a_list_without_what_could_not_be_reached_says_so(
    slow: tuple[str, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    known = KnownState(State(estate=CANARY_ESTATE), NOW_S, (), slow)
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: known)
    assert program.run(["--estate", str(tmp_path / "estate.yaml"), "rollout", "new"]) == code
    assert ("main: no answer in time" in capsys.readouterr().err) is bool(slow)
