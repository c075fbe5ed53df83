"""What a command says about the age of its data."""

from types import SimpleNamespace
from typing import Any

from console.cli.known_note import age_notes


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
