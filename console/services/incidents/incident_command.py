"""What people say to incidents: begin, escalate, note, resolve, reopen, open by hand, silence. Any console may."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.incident.incident_level import IncidentLevel
from console.domain.incident.incident_step import acknowledged, declared, escalated, noted, reopened, resolved
from console.domain.incident.local_silence import LocalSilence
from console.domain.label_matcher import LabelMatcher, matches_anything
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.services.incidents.estate_policy import deadline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.incident.incident import Incident
    from console.estate.schema.estate import Estate
    from console.services.incidents.incident_book import IncidentBook

_MOST_SILENCE_S = 30 * 86_400.0


class IncidentCommand:
    """Every coroutine journals one step, or raises ``ConsoleError``; nothing is sent anywhere by it."""

    def __init__(self, book: IncidentBook, estate: Estate, actor: str) -> None:
        self._book, self._estate, self._actor = book, estate, actor

    async def open(self, title: str, level: IncidentLevel, cell: str = "") -> Incident:
        """Open an incident that no alert tells of."""
        words = scrub(title.strip())
        if not words:
            raise UserError(t("The incident has no title."), t("Say in a few words what is wrong."))
        place = self._estate.cell(cell)
        if cell and place is None:
            raise UserError(t("The estate has no cell {cell}.", cell=repr(cell)),
                            t("Known: {names}.", names=", ".join(one.key for one in self._estate.cells)))  # fmt: skip
        now_s = self._book.now_s()
        stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d-%H%M%S")
        group = (("cell", cell),) if cell else ()
        team = place.team if place is not None else ""
        new = declared(
            f"inc-{stamp}-{secrets.token_hex(3)}", self._book.estate, level, words, group, now_s, self._deadline,
            self._actor, team,
        )  # fmt: skip
        await self._book.add(new)
        return new

    async def acknowledge(self, incident_id: str, note: str = "") -> Incident:
        """Somebody begins; its timer stops."""
        return await self._book.advance(
            self._book.find(incident_id),
            lambda one: acknowledged(one, self._book.now_s(), self._actor, scrub(note.strip())),
        )

    async def escalate(self, incident_id: str, note: str = "", level: IncidentLevel | None = None) -> Incident:
        """Raise it to a level, else by one."""

        def step(one: Incident) -> Incident:
            higher = level or IncidentLevel(min(one.level + 1, IncidentLevel.ESCALATED))
            return escalated(one, higher, self._book.now_s(), self._deadline, self._actor, scrub(note.strip()))

        return await self._book.advance(self._book.find(incident_id), step)

    async def note(self, incident_id: str, note: str) -> Incident:
        """Keep what somebody saw or did."""
        return await self._book.advance(
            self._book.find(incident_id), lambda one: noted(one, self._book.now_s(), scrub(note), self._actor)
        )

    async def resolve(self, incident_id: str, note: str = "") -> Incident:
        """Say that it is over; alerts that still fire open nothing until they were over."""
        return await self._book.advance(
            self._book.find(incident_id),
            lambda one: resolved(one, self._book.now_s(), self._actor, scrub(note.strip())),
        )

    async def reopen(self, incident_id: str, note: str = "") -> Incident:
        """Say that it is not over."""
        return await self._book.advance(
            self._book.find(incident_id),
            lambda one: reopened(one, self._book.now_s(), self._deadline, self._actor, scrub(note.strip())),
        )

    async def silence(self, matchers: Sequence[str], lasts_s: float, comment: str) -> LocalSilence:
        """Mute alerts in this profile, for estates without an Alertmanager and for what the console evaluates."""
        if not comment.strip():
            raise UserError(t("A silence needs a comment."), t("Say why the alerts are muted."))
        if not 0 < lasts_s <= _MOST_SILENCE_S:
            raise UserError(t("A silence lasts at most 30 days."))
        try:
            read = tuple(LabelMatcher.parse(one) for one in matchers)
        except ValueError as error:
            raise UserError(
                t("A condition cannot be read: {why}.", why=error), t('Name labels, for example cell="tokyo".')
            ) from error
        if not read or matches_anything(read):
            raise UserError(t("The silence would mute every alert."), t('Name labels, for example cell="tokyo".'))
        now_s = self._book.now_s()
        stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d-%H%M%S")
        new = LocalSilence(
            f"silence-{stamp}-{secrets.token_hex(3)}", self._book.estate, tuple(str(one) for one in read), now_s,
            now_s + lasts_s, scrub(comment.strip()), self._actor,
        )  # fmt: skip
        await self._book.add(new)
        return new

    async def end_silence(self, silence_id: str) -> LocalSilence:
        """End a silence of this profile now."""
        found = next((one for one in self._book.silences if one.id == silence_id), None)
        if found is None:
            names = ", ".join(one.id for one in self._book.silences) or t("none")
            raise UserError(t("There is no silence {id}.", id=repr(silence_id)), t("Known: {names}.", names=names))
        now_s = self._book.now_s()
        return await self._book.advance(
            found, lambda one: replace(one, ends_s=min(one.ends_s, now_s), step=one.step + 1)
        )

    def _deadline(self, level: IncidentLevel, at_s: float) -> float:
        return deadline(self._estate, level, at_s)
