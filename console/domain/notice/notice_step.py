"""The steps of a notice: when it may go, what came of an attempt, who is told instead. Times are unix seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.notice.notice import Notice, NoticeState, NoticeTry, notice_id
from console.domain.notice.quiet_hours import quiet_until
from console.domain.notification import Act

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.notice.notice_policy import NoticePolicy
    from console.domain.notification import Receipt

PAUSES_S = (30.0, 120.0, 480.0, 1800.0, 3600.0)
"""Between the attempts; after the last of them it is given up."""
_TOLD_INSTEAD_AFTER = 2
_HOUR_S = 3600.0
QUIET, CROWD = "quiet-hours", "crowd"


def timed(notice: Notice, policy: NoticePolicy, others: Iterable[Notice], now_s: float) -> Notice:
    """Return a new notice with the moment at which it may go: not in quiet hours, not in a crowd; critical: at once."""
    if notice.is_urgent:
        return notice
    quiet_s = quiet_until(policy.quiet, now_s)
    if quiet_s is not None:
        return replace(notice, due_s=quiet_s, state=NoticeState.HELD, why=QUIET)
    recent = sorted(one.due_s for one in others if one.channel == notice.channel and one.due_s > now_s - _HOUR_S)
    if len(recent) >= policy.most_per_hour:
        due_s = max(now_s, recent[-policy.most_per_hour] + _HOUR_S)
        return replace(notice, due_s=due_s, state=NoticeState.HELD, why=CROWD)
    return notice


def sending(notice: Notice) -> Notice:
    """Return it as about to be sent; journaled before anything goes out."""
    return replace(notice, state=NoticeState.SENDING, step=notice.step + 1)


def arrived(notice: Notice, receipt: Receipt, now_s: float) -> Notice:
    """Return it as sent."""
    return replace(
        notice,
        state=NoticeState.SENT,
        why="",
        tries=(*notice.tries, NoticeTry(now_s)),
        detail=receipt.detail,
        reference=receipt.link or receipt.id,
        step=notice.step + 1,
    )


def missed(notice: Notice, error: str, now_s: float, *, is_lost: bool, retry_after_s: float | None = None) -> Notice:
    """Return it after an attempt that failed: to be tried again later, or given up.

    ``is_lost``: no answer came, so that it may have arrived. Then only what is critical is repeated.
    """
    tries = (*notice.tries, NoticeTry(now_s, error))
    failed = replace(notice, tries=tries, detail=error, step=notice.step + 1)
    if is_lost and not notice.is_urgent:
        return replace(failed, state=NoticeState.UNKNOWN)
    if len(tries) > len(PAUSES_S):
        return replace(failed, state=NoticeState.FAILED)
    pause_s = max(PAUSES_S[len(tries) - 1], retry_after_s or 0.0)
    return replace(failed, state=NoticeState.WAITING, due_s=now_s + pause_s)


def dropped(notice: Notice) -> Notice:
    """Return what was held up until it was over."""
    return replace(notice, state=NoticeState.DROPPED, step=notice.step + 1)


def left_over(notice: Notice, now_s: float, why: str) -> Notice:
    """Return what a console that has ended was sending: critical once more, anything else as unknown."""
    return missed(notice, why, now_s, is_lost=True)


def wants_stand_in(notice: Notice) -> bool:
    """Return whether it is time to tell another channel: at the first failure of what is critical, else the second."""
    failures = sum(1 for one in notice.tries if one.error)
    needed = 1 if notice.is_urgent else _TOLD_INSTEAD_AFTER
    return not notice.instead_of and notice.act is Act.TRIGGER and failures >= needed and bool(notice.tries[-1].error)


def stand_ins(notice: Notice, policy: NoticePolicy, told: frozenset[str], now_s: float) -> tuple[Notice, ...]:
    """Return the notices for the fallback channels that are not told of it anyway; the same ones every time."""
    return tuple(
        replace(
            notice,
            id=notice_id(notice.id, "instead", key),
            channel=key,
            instead_of=notice.channel,
            state=NoticeState.WAITING,
            made_s=now_s,
            due_s=now_s,
            tries=(),
            detail="",
            reference="",
            why="",
            step=0,
        )
        for key in policy.fallback
        if key in policy.severities and key != notice.channel and key not in told
    )
