"""What the forge of an order's repository tells, asked before the order is planned."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts
from console.estate.forge_place import forge_place
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.ports.audit_fact_reader import AuditFactReader
from console.services.audits.audit_order import ASK_FORGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.estate.schema.estate import Estate
    from console.services.audits.audit_order import AuditOrder

_WAIT_S = 180.0


class OrderFacts:
    """Asks through ``offered`` (a connection's ports) of an estate; a repository of no connection has no facts."""

    def __init__(self, estate: Estate, offered: Callable[[str, type[AuditFactReader]], AuditFactReader | None]) -> None:
        self._estate, self._offered = estate, offered

    async def of(self, order: AuditOrder) -> ForgeFacts:
        """Return what is told; when the forge cannot be asked, why. Never raises ``ConsoleError``."""
        if order.audits and not ASK_FORGE & set(order.audits):
            return NOTHING_TOLD
        try:
            place = forge_place(self._estate, order.project)
        except UserError:
            return NOTHING_TOLD
        reader = self._offered(place.provider.key, AuditFactReader)
        if reader is None:
            return NOTHING_TOLD
        try:
            async with asyncio.timeout(_WAIT_S):
                return await reader.facts(place.repository.path)
        except TimeoutError:
            return ForgeFacts(trouble=t("The forge did not tell within {seconds} s.", seconds=round(_WAIT_S)))
        except ConsoleError as error:
            return ForgeFacts(trouble=str(error))
