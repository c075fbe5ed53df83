"""What a command says about the age of its data."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from console.cli import program
from console.cli.known_note import age_notes
from console.store.state import ObjectTable, State
from tests.fakes.small_estate import ESTATE, NOW_S


def test_a_connection_is_named_once_with_the_age_of_its_oldest_table() -> None:
    def table(at_s: float, *, from_history: bool = True) -> SimpleNamespace:
        return SimpleNamespace(at_s=at_s, from_history=from_history)

    objects = {
        ("lab", "pods"): table(940.0),
        ("lab", "nodes"): table(400.0),
        ("lab", "events"): table(100.0),  # not asked for
        ("forge", "pods"): table(990.0, from_history=False),
    }
    known: Any = SimpleNamespace(state=SimpleNamespace(objects=objects), cached=True, now_s=1000.0)

    (note,) = age_notes(known, ("pods", "nodes"))

    assert note.startswith("lab: last known data, read 10 min ago")


def test_nothing_is_called_unknown_where_no_age_is_asked_for() -> None:
    """Row C5: commands of costs tell ages above their table; below it, a full table was called unknown."""
    known: Any = SimpleNamespace(state=SimpleNamespace(objects={}), cached=True, now_s=1000.0)
    assert age_notes(known, ()) == ()
    assert age_notes(known, ("loads",)) == ("Nothing is known of this yet; read it once without --cached.",)


@pytest.mark.parametrize("kept", ["outlooks", "slo-courses"])
@pytest.mark.parametrize(("cached", "told"), [(False, 0), (True, 1)])
def test_what_is_asked_for_by_itself_and_kept_does_not_make_a_connection_old_that_answers(
    cached: bool, told: int, kept: str
) -> None:
    objects = {
        ("metrics", kept): SimpleNamespace(at_s=100.0, from_history=True),
        ("metrics", "slos"): SimpleNamespace(at_s=990.0, from_history=cached),
    }
    known: Any = SimpleNamespace(state=SimpleNamespace(objects=objects), cached=cached, now_s=1000.0)

    assert len(age_notes(known, ("slos", kept))) == told


@pytest.mark.parametrize(
    ("words", "topic"),
    [("models", "edge-workers"), ("cost edge", "edge-usage"), ("carbon", "carbon"), ("diagnose", "autoscalers")],
)
def test_commands_that_show_what_is_remembered_say_how_old_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, topic: str
) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(ESTATE.model_dump(mode="json", exclude_defaults=True)))
    table = ObjectTable({}, NOW_S - 7200, from_history=True)
    known = SimpleNamespace(
        state=State(estate=ESTATE, objects={("main", topic): table}), now_s=NOW_S, failed=(), slow=(), cached=True
    )
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: known)
    assert program.run(["--temp-profile", "--estate", str(file), *words.split(), "--cached"]) == 0
    assert "main: last known data, read 2 h ago" in capsys.readouterr().err
