"""A notice: one message for one channel, from its making to what came of it."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.notification import Act, Message
from console.domain.severity import Severity
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping


class NoticeState(StrEnum):
    """``HELD`` waits for the end of the quiet hours or of a crowd; ``UNKNOWN`` may or may not have arrived.

    ``DROPPED``: it was over before it could be told.
    """

    WAITING = "waiting"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


class NoticeTry(msgspec.Struct, frozen=True):
    """One attempt (unix seconds) and why it failed; empty: it arrived."""

    at_s: float
    error: str = ""


class Notice(msgspec.Struct, frozen=True):
    """Frozen; ``notice_step`` makes the next one. It is not sent before ``due_s`` (unix seconds).

    ``event`` is why it was made (``opened``, ``breached``, …), ``incident`` the id that it is about, ``instead_of`` the
    channel that it stands in for. ``facts`` are (name, value) pairs.
    """

    id: str
    estate: str
    channel: str
    event: str
    matter: str
    severity: Severity
    act: Act
    title: str
    text: str
    made_s: float
    due_s: float
    source: str
    incident: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    link: str = ""
    instead_of: str = ""
    state: NoticeState = NoticeState.WAITING
    why: str = ""
    tries: tuple[NoticeTry, ...] = ()
    detail: str = ""
    reference: str = ""
    step: int = 0

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be sent."""
        return self.state in {NoticeState.WAITING, NoticeState.HELD, NoticeState.SENDING}

    @property
    def is_urgent(self) -> bool:
        """Return whether nothing may hold it up, and twice is better than never."""
        return self.severity is Severity.CRITICAL

    @property
    def message(self) -> Message:
        """Return what the channel is told; the same id at every attempt."""
        return Message(
            f"msg_{self.id}", self.matter, self.title, self.text, self.severity, self.made_s, self.act, self.source,
            self.facts, self.link,
        )  # fmt: skip


def notice_id(*parts: str) -> str:
    """Return the id of what is told once only: the same estate, incident, event and channel are the same notice."""
    return sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:24]


def notice_form(notice: Notice) -> dict[str, Any]:
    """Return a notice as JSON values."""
    return dict(msgspec.to_builtins(notice))


def read_notice(form: Mapping[str, Any]) -> Notice:
    """Return the notice of a form; raise ``UserError`` when it is of another version, or damaged."""
    try:
        return msgspec.convert(form, prepared(Notice))
    except (msgspec.ValidationError, ValueError, KeyError) as error:
        raise UserError(t("A notice of the journal cannot be read: {why}.", why=error)) from error
