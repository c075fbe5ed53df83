"""Automatic rollback of level-3 incidents: where the estate asks for it, as a change, through lock and policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.confirmation import Confirmation, preview_digest
from console.domain.incident.incident import Incident, IncidentState
from console.domain.incident.incident_level import IncidentLevel
from console.domain.incident.incident_step import noted, rolled_back
from console.domain.operation import Risk
from console.estate.schema.notification_policy import RollbackWay
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.presenters.incident_rollback import rollback_proposals

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.estate.schema.estate import Estate
    from console.presenters.incident_rollback import RollbackProposal
    from console.services.change_service import ChangeService
    from console.services.incidents.incident_book import IncidentBook
    from console.store.store import Store

_NEW_S = 900.0
_SURE_AFTER_S = 30.0  # by then all releases have been read, and a surer one would have been found
OFFERED = "rollback-offered"


class AutomaticRollback:
    """Each incident is looked at once: what comes back is journaled, as a change or as the reason why none was made."""

    def __init__(
        self, book: IncidentBook, estate: Estate, store: Store, service: ChangeService, read_only: Callable[[], bool]
    ) -> None:
        self._book, self._estate, self._store = book, estate, store
        self._service, self._read_only = service, read_only

    async def begin(self) -> None:
        """Take back what caused the incidents that came to level 3 just now, or note that it is offered."""
        for incident in self._book.incidents:
            if self._is_due(incident):
                found = [one for one in self._found(incident) if one.operation is not None]
                if found and found[0].is_certain:
                    await self._answer(incident, found[0])
                elif found and self._book.now_s() - incident.graded_s > _SURE_AFTER_S:
                    await self._offer(incident, found[0].title)

    def _is_due(self, incident: Incident) -> bool:
        """Return whether it came to level 3 just now and nothing was offered; a release may be seen a little later."""
        answered = incident.rollback or any(one.word == OFFERED for one in incident.moments)
        is_new = self._book.now_s() - incident.graded_s < _NEW_S
        return (
            incident.grade is IncidentLevel.ESCALATED
            and incident.state is not IncidentState.RESOLVED
            and is_new
            and not answered
        )

    def _found(self, incident: Incident) -> tuple[RollbackProposal, ...]:
        return rollback_proposals(self._store.state, incident, self._book.now_s())

    async def _answer(self, incident: Incident, proposal: RollbackProposal) -> None:
        if self._estate.incidents.rollback is RollbackWay.OFFER or self._read_only():
            await self._offer(incident, proposal.title)
            return
        try:
            change_id = await self._begun(incident, proposal)
        except ConsoleError as error:
            await self._offer(incident, t("{summary} Not begun by itself: {why}", summary=proposal.title, why=error))
            return
        await self._book.advance(incident, lambda one: rolled_back(one, self._book.now_s(), change_id, proposal.title))

    async def _offer(self, incident: Incident, text: str) -> None:
        await self._book.advance(incident, lambda one: noted(one, self._book.now_s(), text, "", OFFERED))

    async def _begun(self, incident: Incident, proposal: RollbackProposal) -> str:
        """Draft, judge and confirm like any change; refused by the lock, a policy, or a missing signature."""
        if proposal.operation is None:
            raise ConsoleError(proposal.title)
        reason = t("Incident {id}: {reason}", id=incident.id, reason=proposal.reason)
        draft = await self._service.draft(proposal.operation, reason)
        if draft.risk is Risk.IRREVERSIBLE:
            raise ConsoleError(t("It cannot be undone."))
        ready = await self._service.confirm(draft, Confirmation(preview_digest(draft), draft.target.name))
        return ready.id
