"""Notices as rows, the newest first: the history of what was told to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.notice.notice import NoticeState
from console.presenters.format import UNKNOWN, local_time
from console.presenters.incident_text import event_word, notice_state_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.notice.notice import Notice

_LOOKS = {
    NoticeState.SENT: Health.OK,
    NoticeState.FAILED: Health.CRITICAL,
    NoticeState.UNKNOWN: Health.WARNING,
}


class NoticeRow(NamedTuple):
    """One notice, ready to be shown; ``at_s`` is when it was made (unix seconds)."""

    id: str
    at_s: float
    time: str
    channel: str
    event: str
    title: str
    state: str
    health: Health
    tries: str
    detail: str
    incident: str
    notice: Notice


def notice_rows(notices: Iterable[Notice]) -> tuple[NoticeRow, ...]:
    """Return rows, the newest first."""
    return tuple(sorted((_row(one) for one in notices), key=lambda row: (-row.at_s, row.channel, row.id)))


def _row(notice: Notice) -> NoticeRow:
    failed = any(one.error for one in notice.tries)
    health = _LOOKS.get(notice.state, Health.WARNING if failed else Health.UNKNOWN)
    instead = f" ← {notice.instead_of}" if notice.instead_of else ""
    return NoticeRow(
        notice.id,
        notice.made_s,
        local_time(notice.made_s),
        notice.channel + instead,
        event_word(notice.event),
        notice.title,
        notice_state_word(notice),
        health,
        str(len(notice.tries)),
        notice.detail or UNKNOWN,
        notice.incident,
        notice,
    )
