"""Carrying audits out beyond this machine for a command; Ctrl+C takes what was handed over away again."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from console.cli.opened import opened
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.domain.audit.fleet_progress import FleetProgress
    from console.services.audits.audit_line import AuditLine, AuditWatch
    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.audit_outcome import AuditOutcome
    from console.services.session import Session

_END_S = 60.0


def carry_out_beyond(
    invocation: "Invocation", orders: "Sequence[AuditOrder]", place: str, progress: "Callable[[FleetProgress], None]",
    told: "Callable[[AuditOutcome], None]",
) -> "tuple[AuditOutcome, ...]":  # fmt: skip
    """Run orders at a place of the estate; raise ``UserError`` or ``ChangeRefused`` when it cannot be used."""
    with opened(invocation) as session:
        lines = session.changes.audits.lines
        line = lines.get(place)
        if line is None:
            raise UserError(
                t("There is no place {name} to audit.", name=repr(place)),
                t("This estate has: {names}.", names=", ".join(lines)),
            )
        session.runtime.run(session.changes.service.book.refresh())
        if why := line.why_not():
            raise ChangeRefused(why, t("Unlock it with: cell-console change unlock"))
        from console.services.audits.audit_line import AuditWatch  # noqa: PLC0415

        return _waited_for(session, line, orders, AuditWatch(lambda _: None, progress, told))


def _waited_for(
    session: "Session", line: "AuditLine", orders: "Sequence[AuditOrder]", watch: "AuditWatch"
) -> "tuple[AuditOutcome, ...]":
    stop = asyncio.Event()

    async def until_stopped() -> "tuple[AuditOutcome, ...]":
        work = asyncio.create_task(line.run(orders, watch))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not work.done():
            work.cancel()
        return await work

    future = session.runtime.submit(until_stopped())
    try:
        return future.result()
    except KeyboardInterrupt:
        session.runtime.loop.call_soon_threadsafe(stop.set)
        future.exception(_END_S)
        raise
