"""The incident book: incidents, notices and silences of the open estate in memory, each step in a journal first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from console.domain.incident.incident import Incident, incident_form, read_incident
from console.domain.incident.local_silence import LocalSilence, read_silence, silence_form
from console.domain.incident_event import IncidentChanged, NoticeChanged, SilenceChanged
from console.domain.notice.notice import Notice, notice_form, read_notice
from console.domain.trail_event import TrailEvent
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.journal_book import BookShape, JournalBook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.ports.journal import JournalRecord

One = TypeVar("One", Incident, Notice, LocalSilence)
_UNTOLD = frozenset({"joined", "quieted"})


def _event(incident: Incident) -> TrailEvent | None:
    last = incident.moments[-1]
    if last.word in _UNTOLD:
        return None
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


def _untold(_entry: object) -> None:
    """Do nothing: notices and silences stand in their own lists; the trail tells of incidents."""


def _is_open(incident: Incident, _now_s: float) -> bool:
    return not incident.is_over


def _is_unsent(notice: Notice, _now_s: float) -> bool:
    return notice.is_open


def _runs(silence: LocalSilence, now_s: float) -> bool:
    return now_s < silence.ends_s


class IncidentBook(JournalBook[Incident | Notice | LocalSilence]):
    """Incidents, who was told of them, and the silences of this profile."""

    shapes = (
        BookShape("incident", Incident, incident_form, read_incident, IncidentChanged, _event, _is_open),
        BookShape("notice", Notice, notice_form, read_notice, NoticeChanged, _untold, _is_unsent),
        BookShape("silence", LocalSilence, silence_form, read_silence, SilenceChanged, _untold, _runs),
    )

    @classmethod
    def lasting(cls, newest: Mapping[str, JournalRecord], now_s: float) -> set[str]:
        """Return what is not over, and who was told of what is not: the same channels are told of its end."""
        found = super().lasting(newest, now_s)
        told = (one for one, record in newest.items() if str(record.body.get("incident")) in found)
        return found.union(told)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Return all incidents of the estate, oldest first."""
        found = (one for one in self.entries if isinstance(one, Incident))
        return tuple(sorted(found, key=lambda one: (one.opened_s, one.id)))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return all notices of the estate, oldest first."""
        found = (one for one in self.entries if isinstance(one, Notice))
        return tuple(sorted(found, key=lambda one: (one.made_s, one.id)))

    @property
    def silences(self) -> tuple[LocalSilence, ...]:
        """Return the silences of this profile, oldest first."""
        found = (one for one in self.entries if isinstance(one, LocalSilence))
        return tuple(sorted(found, key=lambda one: (one.starts_s, one.id)))

    def find(self, entry_id: str) -> Incident:
        """Return an incident by its id or the beginning or end of it; raise ``UserError`` unless there is one."""
        return self._named(entry_id, {one.id: one for one in self.incidents})

    async def advance(self, entry: One, step: Callable[[One], One]) -> One:
        """Make the next step of the newest known version of an entry, as ``move`` does."""
        return cast("One", await self.move(entry.id, cast("Callable[[Any], Any]", step)))

    def _missing(self, entry_id: str, *, several: bool) -> UserError:
        return UserError(
            t("{id} is the beginning of several incidents.", id=repr(entry_id))
            if several
            else t("There is no incident {id} of the estate {estate}.", id=repr(entry_id), estate=self.estate),
            t("List them with: cell-console incidents list --all"),
        )
