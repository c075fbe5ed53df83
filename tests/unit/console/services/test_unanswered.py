"""When nobody waits for a connection any longer."""

from types import SimpleNamespace
from typing import Any

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.services.unanswered import unanswered
from console.store.state import ObjectTable, State

WANTED = frozenset({"pull-requests"})
FORGE: Any = SimpleNamespace(sources=lambda: [SimpleNamespace(topic="pull-requests")])


@pytest.mark.parametrize(("unread", "waits_for"), [((), ("forge",)), (("pull-requests",), ())])
def test_a_topic_that_was_refused_is_not_waited_for(unread: tuple[str, ...], waits_for: tuple[str, ...]) -> None:
    status = ConnectionStatus("forge", "github", ConnectionState.LIVE, 0.0, unread=unread)
    assert unanswered(State(connections={"forge": status}), {"forge": FORGE}, WANTED) == waits_for


@pytest.mark.parametrize(
    ("table", "waits_for"),
    [
        (ObjectTable({}, 0.0), ()),
        (ObjectTable({}, 0.0, complete=False), ("forge",)),
        (ObjectTable({}, 0.0, from_history=True), ("forge",)),
    ],
)
def test_only_a_whole_new_answer_ends_the_waiting(table: ObjectTable, waits_for: tuple[str, ...]) -> None:
    state = State(objects={("forge", "pull-requests"): table})
    assert unanswered(state, {"forge": FORGE}, WANTED) == waits_for
    assert unanswered(state, {"forge": FORGE}, WANTED, "another") == ()
    assert unanswered(state, {"forge": FORGE}, frozenset({"else"})) == ()
