"""When a command says that what it asked for could not be read."""

import pytest

from console.cli.known_state import _is_failed
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState


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
