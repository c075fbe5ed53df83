"""The live feed: who asked for what, since when, how far it is, and what remains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.audit.audit_name import AuditName
from console.domain.audit.live_audit import LiveAudit, LiveState
from console.domain.health import Health
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.audit_word import audit_word
from console.presenters.format import ago, coarse, duration, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEALTHS = {
    LiveState.DONE: Health.OK,
    LiveState.FAILED: Health.CRITICAL,
    LiveState.CANCELLED: Health.UNKNOWN,
}
_ORDER = (LiveState.RUNNING, LiveState.READING, LiveState.WAITING)
URGENT, HIGH, USUAL, LOW = 20, 10, 0, -10
_MOST_IDS = 3


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One audit that was asked for; ``mark`` is how it ended, ``None`` while it goes on.

    ``urgency``, ``since_s`` (a moment) and ``left_s`` are the numbers behind the texts; ``None``: nothing is left.
    """

    id: str
    project: str
    state: str
    mark: Health | None
    what: str
    who: str
    where: str
    priority: str
    urgency: int
    since: str
    since_s: float | None
    left: str
    left_s: float | None
    share: float
    tasks: str
    note: str
    is_over: bool


def live_rows(live: Iterable[LiveAudit], places: dict[str, str], now_s: float) -> tuple[LiveRow, ...]:
    """Return what runs, then what waits, then what has ended, the newest first; ``places`` are titles by key."""
    known = list(live)
    order = sorted(known, key=lambda one: (_place(one), -one.priority, _moment(one)))
    return tuple(_row(one, places, now_s) for one in order)


def live_text(one: LiveAudit, now_s: float) -> str:
    """Return where a live audit is, in a few words."""
    if one.state is LiveState.RUNNING:
        return t("running: {share} %, about {left} left", share=int(100 * one.share), left=coarse(one.left_s))
    if one.state is LiveState.READING:
        return t("fetching the repository for {time}", time=coarse(now_s - (one.began_at_s or now_s)))
    if one.state is LiveState.WAITING:
        return t("waiting, done in about {left}", left=coarse(max(1.0, one.left_s)))
    return state_text(one.state)


def asked_text(fresh: Sequence[LiveAudit]) -> str:
    """Return what was begun, with the first ids and when all of it may be done."""
    ids = ", ".join(one.id for one in fresh[:_MOST_IDS])
    longest_s = max((one.estimate_s for one in fresh), default=0.0)
    told = coarse(max(1.0, longest_s))
    return t("Begun: {count} (task {ids}). Done in about {time}.", count=len(fresh), ids=ids, time=told)


def state_text(state: LiveState) -> str:
    """Return the word for a state."""
    return {
        LiveState.WAITING: t("waiting"),
        LiveState.READING: t("fetching"),
        LiveState.RUNNING: t("running"),
        LiveState.DONE: t("done"),
        LiveState.FAILED: t("failed"),
        LiveState.CANCELLED: t("cancelled"),
    }[state]


def priority_text(priority: int) -> str:
    """Return the word for a priority."""
    if priority >= URGENT:
        return t("urgent")
    if priority >= HIGH:
        return t("high")
    return t("usual") if priority >= USUAL else t("low")


def _place(one: LiveAudit) -> int:
    return len(_ORDER) if one.is_over else _ORDER.index(one.state)


def _moment(one: LiveAudit) -> float:
    return -(one.ended_at_s or one.asked_at_s) if one.is_over else one.asked_at_s


def _row(one: LiveAudit, places: dict[str, str], now_s: float) -> LiveRow:
    whole = set(one.audits) >= set(AuditName)
    what = t("all audits") if whole else ", ".join(audit_word(name) for name in one.audits)
    since_s = one.ended_at_s if one.is_over else one.began_at_s or one.asked_at_s
    left_s = None if one.is_over else max(1.0, one.left_s)
    return LiveRow(
        one.id,
        visible_line(one.project),
        state_text(one.state),
        _HEALTHS.get(one.state),
        f"{what} · {visible_line(one.branch)}" if one.branch else what,
        visible_line(one.actor),
        places.get(one.place, one.place),
        priority_text(one.priority),
        one.priority,
        ago(since_s, now_s),
        since_s,
        "" if left_s is None else coarse(left_s),
        left_s,
        one.share,
        " ".join(one.tasks),
        _note(one),
        one.is_over,
    )


def _note(one: LiveAudit) -> str:
    if one.trouble:
        return visible_line(one.trouble)
    if one.state is LiveState.DONE and one.began_at_s is not None and one.ended_at_s is not None:
        took = duration(one.ended_at_s - one.began_at_s)
        return t("health {health} in {time}", health=number(one.health), time=took)
    return ""
