"""Carrying audits out for a command: progress on stderr, Ctrl+C ends the workers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

    from console.cli.invocation import Invocation
    from console.domain.audit.fleet_progress import FleetProgress
    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.audit_outcome import AuditOutcome

_STEP = 0.05


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
    invocation: "Invocation", orders: "Sequence[AuditOrder]", folder: "Path | None" = None
) -> "tuple[AuditOutcome, ...]":
    """Run orders on this machine and return their outcomes; raise ``UserError`` when a folder cannot be written.

    ``folder`` is the estate file's, to which references of secret files are relative.
    """
    from console.bootstrap import open_vault  # noqa: PLC0415 - keyring, asyncio, msgspec, all rules
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.kernel.runtime import Runtime  # noqa: PLC0415
    from console.services.audits.audit_fleet import AuditFleet  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415

    notes = ProgressNotes(invocation)
    runtime = Runtime()
    fleet = AuditFleet(
        runtime,
        SystemClock(),
        audit_places(invocation.paths),
        vault=open_vault(invocation.paths, folder),
        progress=notes.tell,
        told=notes.outcome,
    )
    try:
        return runtime.run(fleet.run(orders))
    finally:
        runtime.close()
