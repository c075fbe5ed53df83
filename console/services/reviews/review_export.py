"""Exporting from an open window: read what is missing, for a while, then write."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.services.read_journals import read_journals
from console.services.reviews.outlook_refresh import refresh_outlooks
from console.services.reviews.review_desk import ReviewDesk
from console.services.unanswered import unanswered

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.services.reviews.review_desk import Written
    from console.services.reviews.review_order import ReviewOrder
    from console.services.session import Session

_WAIT_S, _STEP_S = 30.0, 0.2
_STEPS = round(_WAIT_S / _STEP_S)


async def export_when_read(
    session: Session, order: ReviewOrder, topics: frozenset[str], tell: Callable[[float, str], None]
) -> Written:
    """Write a report when everything is read, or after half a minute; somebody must be looking at ``topics``.

    What is still missing then is told in the report by its age. Raises ``ConsoleError``.
    """
    for _ in range(0 if order.is_offline else _STEPS):
        slow = unanswered(session.store.state, session.connectors, topics)
        if not slow:
            break
        tell(0.0, t("Reading {names} …", names=", ".join(slow)))
        await asyncio.sleep(_STEP_S)
    await refresh_outlooks(session, order, tell)
    await read_journals(session)  # the review tells what it cannot read
    for _ in range(_STEPS):
        if not session.store.pending:
            break
        await asyncio.sleep(_STEP_S)  # the window takes in what was computed
    return await ReviewDesk(session).make(order, tell)
