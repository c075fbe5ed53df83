"""Telling on several channels: each is noted in the trail, and what is wrong with one stays with it. Proves L7.5."""

import logging

import pytest

from console.domain.notification import Message, Receipt
from console.domain.severity import Severity
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConnectorError, ErrorKind
from console.services.notices import new_message, tell_all


class Channel:
    def __init__(self, error: Exception | None = None) -> None:
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
async def test_a_fault_in_one_channel_leaves_the_receipts_of_the_others(caplog: pytest.LogCaptureFixture) -> None:
    message = new_message("test", "Cell tokyo is slow", "p99 is 2 s.", Severity.CRITICAL, 1.0)
    fault, notes = UnicodeEncodeError("ascii", "pässwörd", 1, 2, "ordinal not in range(128)"), Notes()
    with caplog.at_level(logging.ERROR):
        mail, slack = await tell_all(message, {"mail": Channel(fault), "slack": Channel()}, notes)
    assert slack.receipt == Receipt(message.id)
    assert (mail.channel, mail.receipt) == ("mail", None)
    told = "Telling mail stopped by a fault in Cell Console (UnicodeEncodeError). The log has the details."
    assert str(mail.error) == told
    assert [one.kind for one in notes.events] == ["notice.failed", "notice.sent"]
    assert [one.getMessage() for one in caplog.records] == ["channel mail could not tell a message"]
    assert "pässwörd" not in caplog.text


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
