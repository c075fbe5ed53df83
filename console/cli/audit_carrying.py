"""Carrying audits out for a command: progress on stderr, Ctrl+C ends the workers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.cli.opened import opened
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

    from console.cli.invocation import Invocation
    from console.domain.audit.fleet_progress import FleetProgress
    from console.kernel.runtime import Runtime
    from console.services.audits.audit_fleet import AskForge
    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.audit_outcome import AuditOutcome

_STEP = 0.05
LOCAL = "local"


class ProgressNotes:
    """Tells progress in steps of 5 %, so that a log stays short; hundreds of projects make hundreds of calls."""

    def __init__(self, invocation: "Invocation") -> None:
        self._invocation = invocation
        self._next = 0.0

    def tell(self, progress: "FleetProgress") -> None:
        """Take in where it is."""
        if progress.share < self._next or not progress.total:
            return
        self._next = progress.share + _STEP
        from console.presenters.format import coarse  # noqa: PLC0415

        self._invocation.note(
            t(
                "{share} %: {done} of {total} tasks done, about {left} left; at work: {running}",
                share=int(100 * progress.share),
                done=progress.done,
                total=progress.total,
                left=coarse(progress.left_s),
                running=", ".join(progress.running[:4]) or "–",
            )
        )

    def outcome(self, outcome: "AuditOutcome") -> None:
        """Tell what could not be done of a project that is otherwise done."""
        for one in outcome.troubles if outcome.error is None else ():
            self._invocation.note(t("{project}: {why}", project=outcome.order.project, why=one))


def carry_out_orders(
    invocation: "Invocation", orders: "Sequence[AuditOrder]", folder: "Path | None" = None, place: str = LOCAL
) -> "tuple[AuditOutcome, ...]":
    """Run orders and return their outcomes; raise ``UserError`` when a folder cannot be written.

    ``folder`` is the estate file's, to which references of secret files are relative; then its forges are asked, too.
    ``place`` is where they run: on this machine, or at a place of the estate.
    """
    if place != LOCAL:
        from console.cli.audit_beyond import carry_out_beyond  # noqa: PLC0415 - asyncio, all rules

        notes = ProgressNotes(invocation)
        return carry_out_beyond(invocation, orders, place, notes.tell, notes.outcome)
    from console.kernel.runtime import Runtime  # noqa: PLC0415 - asyncio, all rules

    if folder is not None:
        from console.services.audits.order_facts import OrderFacts  # noqa: PLC0415

        with opened(invocation) as session:
            facts = OrderFacts(invocation.load_estate().estate, session.offered)
            return _carried_out(invocation, session.runtime, orders, folder, facts.of)
    runtime = Runtime()
    try:
        return _carried_out(invocation, runtime, orders, folder, None)
    finally:
        runtime.close()


def _carried_out(
    invocation: "Invocation",
    runtime: "Runtime",
    orders: "Sequence[AuditOrder]",
    folder: "Path | None",
    ask: "AskForge | None",
) -> "tuple[AuditOutcome, ...]":
    from console.bootstrap import open_vault  # noqa: PLC0415 - keyring, msgspec
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.audit_fleet import AuditFleet  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415

    notes = ProgressNotes(invocation)
    vault = open_vault(invocation.paths, folder)
    fleet = AuditFleet(
        runtime, SystemClock(), audit_places(invocation.paths),
        vault=vault, progress=notes.tell, told=notes.outcome, ask=ask,
    )  # fmt: skip
    return runtime.run(fleet.run(orders))
