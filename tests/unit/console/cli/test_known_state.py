"""When a command stops waiting for a connection."""

from types import SimpleNamespace
from typing import Any

import pytest

from console.cli.known_state import _is_failed, _unanswered
from console.domain.connection import ConnectionState, ConnectionStatus
from console.store.state import State


@pytest.mark.parametrize(("unread", "waits_for"), [((), ("forge",)), (("pull-requests",), ())])
def test_a_topic_that_was_refused_is_not_waited_for(unread: tuple[str, ...], waits_for: tuple[str, ...]) -> None:
    status = ConnectionStatus("forge", "github", ConnectionState.LIVE, 0.0, unread=unread)
    forge = SimpleNamespace(sources=lambda: [SimpleNamespace(topic="pull-requests")])
    session: Any = SimpleNamespace(
        store=SimpleNamespace(state=State(connections={"forge": status})), connectors={"forge": forge}
    )

    assert _unanswered(session, frozenset({"pull-requests"}), "") == waits_for


@pytest.mark.parametrize(
    ("state", "unread", "fails"),
    [
        (ConnectionState.LIVE, (), False),
        (ConnectionState.LIVE, ("repositories",), False),
        (ConnectionState.LIVE, ("pull-requests", "repositories"), True),
        (ConnectionState.FAILED, (), True),
    ],
)
def test_a_command_fails_when_what_it_asked_for_cannot_be_read(
    state: ConnectionState, unread: tuple[str, ...], fails: bool
) -> None:
    status = ConnectionStatus("forge", "github", state, 0.0, unread=unread)

    assert _is_failed(status, frozenset({"pull-requests"})) is fails
