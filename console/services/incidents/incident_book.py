"""The incident book: incidents, notices and silences of the open estate in memory, each step in a journal first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from console.domain.incident.incident import Incident, incident_form, read_incident
from console.domain.incident.local_silence import LocalSilence, read_silence, silence_form
from console.domain.incident_event import IncidentChanged, NoticeChanged, SilenceChanged
from console.domain.notice.notice import Notice, notice_form, read_notice
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.ports.journal import JournalConflict, JournalRecord
from console.services.change_book import scrubbed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.event import Event
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.journal import Journal
    from console.ports.trail import Trail
    from console.store.store import Store

Entry = Incident | Notice | LocalSilence
One = TypeVar("One", Incident, Notice, LocalSilence)
_TRIES = 5
_UNTOLD = frozenset({"joined", "quieted"})


class _Kind(NamedTuple):
    name: str
    form: Callable[[Any], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Entry]
    event: Callable[[Any], Event]


_KINDS: dict[type[Entry], _Kind] = {
    Incident: _Kind("incident", incident_form, read_incident, IncidentChanged),
    Notice: _Kind("notice", notice_form, read_notice, NoticeChanged),
    LocalSilence: _Kind("silence", silence_form, read_silence, SilenceChanged),
}
_BY_NAME = {kind.name: kind for kind in _KINDS.values()}


class IncidentBook:
    """The only writer of its journal. Coroutines run on the I/O loop; what is told here is told to the store too."""

    def __init__(
        self, runtime: Runtime, clock: Clock, store: Store, journal: Journal, estate: str, trail: Trail | None
    ) -> None:
        self.journal, self.estate = journal, estate
        self.problems: list[str] = []
        self._runtime, self._clock, self._store, self._trail = runtime, clock, store, trail
        self._entries: dict[str, Entry] = {}
        self._writing = asyncio.Lock()

    def now_s(self) -> float:
        """Return the time in unix seconds."""
        return self._clock.now().timestamp()

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Return all incidents of the estate, oldest first."""
        found = (one for one in self._entries.values() if isinstance(one, Incident))
        return tuple(sorted(found, key=lambda one: (one.opened_s, one.id)))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return all notices of the estate, oldest first."""
        found = (one for one in self._entries.values() if isinstance(one, Notice))
        return tuple(sorted(found, key=lambda one: (one.made_s, one.id)))

    @property
    def silences(self) -> tuple[LocalSilence, ...]:
        """Return the silences of this profile, oldest first."""
        found = (one for one in self._entries.values() if isinstance(one, LocalSilence))
        return tuple(sorted(found, key=lambda one: (one.starts_s, one.id)))

    def find(self, incident_id: str) -> Incident:
        """Return an incident by its id or the beginning or end of it; raise ``UserError`` unless there is one."""
        mine = self.incidents
        exact = [one for one in mine if one.id == incident_id]
        found = exact or [
            one for one in mine if incident_id and (one.id.startswith(incident_id) or one.id.endswith(incident_id))
        ]
        if len(found) == 1:
            return found[0]
        raise UserError(
            t("There is no incident {id} of the estate {estate}.", id=repr(incident_id), estate=self.estate)
            if not found
            else t("{id} is the beginning of several incidents.", id=repr(incident_id)),
            t("List them with: cell-console incidents list --all"),
        )

    async def refresh(self) -> None:
        """Take in what the journal has that is new: at the start all of it, later what other consoles wrote."""
        reading = await self._runtime.in_thread(self.journal.read)
        self.problems += reading.problems
        for record in {one.subject: one for one in reading.records}.values():
            if record.body.get("estate") == self.estate and record.kind in _BY_NAME:
                try:
                    self._know(_BY_NAME[record.kind].read(record.body))
                except ConsoleError as error:
                    self.problems.append(f"{record.subject}: {error.message}")

    async def add(self, entry: One) -> One:
        """Take in something new once it is journaled; raise ``JournalConflict`` when it is there already."""
        async with self._writing:
            await self._write(entry)
        return entry

    async def move(self, entry: One, step: Callable[[One], One]) -> One:
        """Make the next step of the newest known version of an entry, and return it once it is on disk.

        ``step`` raises ``ChangeRefused`` when there is no such step, also because another console was first.
        """
        async with self._writing:
            for _ in range(_TRIES):
                new = step(self._entries[entry.id])  # type: ignore[arg-type]
                try:
                    await self._write(new)
                except JournalConflict:
                    await self.refresh()
                    continue
                return new
        raise JournalConflict(t("Another console keeps changing {subject}.", subject=entry.id))

    def _know(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self._store.dispatch(_KINDS[type(entry)].event(entry))

    async def _write(self, entry: Entry) -> None:
        kind = _KINDS[type(entry)]
        body = scrubbed(kind.form(entry))
        await self._runtime.in_thread(
            self.journal.append, JournalRecord(kind.name, entry.id, entry.step, round(self.now_s(), 3), body)
        )
        self._know(entry)
        if self._trail is not None and isinstance(entry, Incident) and entry.moments[-1].word not in _UNTOLD:
            self._trail.note(_event(entry))


def _event(incident: Incident) -> TrailEvent:
    last = incident.moments[-1]
    body: dict[str, Any] = {"step": incident.step, "level": incident.level, "title": incident.title}
    return TrailEvent(
        f"incident.{last.word.replace('-', '_')}",
        incident.id,
        actor=last.actor,
        reason=last.note if last.actor else "",
        cell=incident.place.get("cell", ""),
        body=body | ({"change": incident.rollback} if incident.rollback else {}),
        once=f"{incident.id}/{incident.step}",
    )
