"""The notice desk: makes what people are to be told of incidents, sends it, and tries again."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from console.domain.notice.notice import Notice, NoticeState, notice_id
from console.domain.notice.notice_call import BACK_S, notice_calls
from console.domain.notice.notice_step import (
    arrived,
    dropped,
    left_over,
    missed,
    sending,
    stand_ins,
    timed,
    wants_stand_in,
)
from console.domain.notification import Act
from console.domain.severity import Severity
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.gathered import all_settled
from console.kernel.i18n import Speaking, t
from console.ports.journal import JournalConflict
from console.ports.notifier import Notifier
from console.presenters.incident_place import cell_of
from console.presenters.notice_text import notice_words
from console.services.incidents.estate_policy import notice_policy
from console.services.notices import tell_all, trial_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from console.domain.incident.incident import Incident
    from console.domain.notice.notice_call import NoticeCall
    from console.estate.schema.estate import Estate
    from console.ports.trail import Trail
    from console.services.incidents.incident_book import IncidentBook
    from console.services.notices import Outcome

_LOST = frozenset({ErrorKind.TIMEOUT})
_UNSENT = frozenset({NoticeState.HELD, NoticeState.WAITING})
_SOURCE = "cell-console"


class NoticeDesk:
    """Every coroutine runs on the I/O loop. Whatever a channel does, the others go on and nothing is raised."""

    def __init__(
        self,
        book: IncidentBook,
        estate: Estate,
        channel: Callable[[str, type[Notifier]], Notifier | None],
        trail: Trail | None,
    ) -> None:
        self._book, self._estate, self._channel, self._trail = book, estate, channel, trail
        self._policy = notice_policy(estate)
        self._language = estate.notification_policy.language if estate.notification_policy is not None else None

    @property
    def tells(self) -> bool:
        """Return whether the estate says that people are told at all."""
        return self._estate.notification_policy is not None

    async def make(self) -> None:
        """Make the notices that the incidents call for and that are not there yet."""
        if not self.tells:
            return
        now_s, known = self._book.now_s(), self._book.notices
        for incident in self._book.incidents:
            if not incident.moments or now_s - incident.moments[-1].at_s > BACK_S:
                continue
            mine = [one for one in known if one.incident == incident.id]
            for call in self._calls(incident, mine, now_s):
                await self._add(self._notice(incident, call))

    def _calls(self, incident: Incident, mine: list[Notice], now_s: float) -> tuple[NoticeCall, ...]:
        cell = cell_of(self._estate, incident.place)
        return tuple(notice_calls(incident, mine, self._policy, now_s, cell.key if cell is not None else ""))

    def _notice(self, incident: Incident, call: NoticeCall) -> Notice:
        with Speaking(self._language) if self._language else nullcontext():
            words = notice_words(incident, call)
        return Notice(
            call.id, self._book.estate, call.channel, call.event, incident.matter, call.severity, call.act,
            words.title, words.text, call.moment.at_s, self._book.now_s(), f"{_SOURCE}/{self._book.estate}",
            incident.id, words.facts,
        )  # fmt: skip

    async def _add(self, notice: Notice) -> None:
        with suppress(JournalConflict):  # another console has made the same
            await self._book.add(timed(notice, self._policy, self._book.notices, self._book.now_s()))

    async def _take_over(self) -> None:
        """Settle what was being sent when a console ended, or the disk refused; tests are everybody's own."""
        why = t("The console that sent it has ended in the middle of it.")
        for notice in self._book.notices:
            if notice.state is NoticeState.SENDING and notice.event != "test":
                await self._book.advance(notice, lambda one: left_over(one, self._book.now_s(), why))

    async def send_due(self) -> None:
        """Send what is due, every channel by itself; return when all of them have answered. One at a time."""
        await self._take_over()
        now_s = self._book.now_s()
        due = [one for one in self._book.notices if one.is_open and one.due_s <= now_s]
        queues: dict[str, list[Notice]] = {}
        for notice in due:
            queues.setdefault(notice.channel, []).append(notice)
        await all_settled(*(self._send_all(queue) for queue in queues.values()))

    async def _send_all(self, queue: Iterable[Notice]) -> None:
        for notice in queue:
            if notice.state in _UNSENT and self._is_settled(notice):
                await self._book.advance(notice, dropped)
            elif notice.state is not NoticeState.SENDING:
                await self._send(notice)

    def _is_settled(self, notice: Notice) -> bool:
        """Return whether trouble is over, or its channel has a later word of its end, even if it came back since."""
        if notice.act is not Act.TRIGGER:
            return False
        return any(one.id == notice.incident and one.is_over for one in self._book.incidents) or any(
            (one.incident, one.channel, one.act) == (notice.incident, notice.channel, Act.RESOLVE)
            and one.made_s > notice.made_s
            for one in self._book.notices
        )

    async def _send(self, notice: Notice) -> Notice:
        """Send once, journaled before and after; tell another channel when this one fails."""
        channel = self._channel(notice.channel, Notifier)
        going = await self._book.advance(notice, sending)
        if channel is None:
            gone = t("The estate has no channel {key}.", key=repr(notice.channel))
            return await self._after(going, gone, is_lost=False, retry_after_s=None)
        (outcome,) = await tell_all(going.message, {notice.channel: channel}, self._trail)
        return await self._settle(going, outcome)

    async def _settle(self, notice: Notice, outcome: Outcome) -> Notice:
        receipt, error = outcome.receipt, outcome.error
        if receipt is not None:
            return await self._book.advance(notice, lambda one: arrived(one, receipt, self._book.now_s()))
        lost = isinstance(error, ConnectorError) and error.kind in _LOST
        after_s = error.retry_after_s if isinstance(error, ConnectorError) else None
        return await self._after(notice, str(error), is_lost=lost, retry_after_s=after_s)

    async def _after(self, notice: Notice, error: str, *, is_lost: bool, retry_after_s: float | None) -> Notice:
        now_s = self._book.now_s()
        failed = await self._book.advance(
            notice, lambda one: missed(one, error, now_s, is_lost=is_lost, retry_after_s=retry_after_s)
        )
        if wants_stand_in(failed):
            for one in self._stand_ins(failed, now_s):
                await self._add(one)
        return failed

    def _stand_ins(self, notice: Notice, now_s: float) -> Iterator[Notice]:
        same = frozenset(
            one.channel
            for one in self._book.notices
            if (one.incident, one.event, one.made_s) == (notice.incident, notice.event, notice.made_s)
            and not one.instead_of
        )
        for one in stand_ins(notice, self._policy, same, now_s):
            note = t("{channel} could not be told; this is told here instead.", channel=notice.channel)
            yield _with_text(one, f"{note}\n{one.text}")

    async def try_channel(self, key: str) -> Notice:
        """Send the test message through a channel at once, and keep it in the history."""
        now_s = self._book.now_s()
        message = trial_message(f"{_SOURCE}/{self._book.estate}", now_s)
        notice = Notice(
            notice_id(self._book.estate, message.id, key), self._book.estate, key, "test", message.matter,
            Severity.INFO, Act.TRIGGER, message.title, message.text, now_s, now_s, message.source,
        )  # fmt: skip
        await self._book.add(notice)
        sent = await self._send(notice)
        if sent.is_open:  # nobody waits for a second attempt of a test
            return await self._book.advance(sent, _given_up)
        return sent


def _with_text(notice: Notice, text: str) -> Notice:
    from msgspec.structs import replace  # noqa: PLC0415

    return replace(notice, text=text)


def _given_up(notice: Notice) -> Notice:
    from msgspec.structs import replace  # noqa: PLC0415

    return replace(notice, state=NoticeState.FAILED, step=notice.step + 1)
