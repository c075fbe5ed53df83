"""Messages to people are noted in the trail, sent and failed ones. Proves L7.5."""

import pytest

from console.domain.notification import Message, Receipt
from console.domain.severity import Severity
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConnectorError, ErrorKind
from console.services.notices import new_message, tell_all


class Channel:
    def __init__(self, error: ConnectorError | None = None) -> None:
        self.error = error

    async def send(self, message: Message) -> Receipt:
        if self.error is not None:
            raise self.error
        return Receipt(message.id)


class Notes:
    def __init__(self) -> None:
        self.events: list[TrailEvent] = []

    def note(self, event: TrailEvent) -> None:
        self.events.append(event)

    async def flush(self) -> None:
        """Nothing waits here."""


@pytest.mark.anyio
async def test_each_channel_that_was_told_is_noted_with_what_came_of_it() -> None:
    notes = Notes()
    message = new_message("test", "Cell tokyo is slow", "p99 is 2 s.", Severity.CRITICAL, 1.0)
    gone = ConnectorError(ErrorKind.UNREACHABLE, "Slack does not answer.")
    await tell_all(message, {"mail": Channel(), "slack": Channel(gone)}, notes)  # type: ignore[dict-item]
    found = [(one.kind, one.subject, one.connection, one.body.get("error", "")) for one in notes.events]
    assert found == [
        ("notice.sent", "Cell tokyo is slow", "mail", ""),
        ("notice.failed", "Cell tokyo is slow", "slack", "Slack does not answer."),
    ]
