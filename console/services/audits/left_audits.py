"""What a console that is gone had asked of places beyond this machine is asked for once more, and found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.services.audits.dispatched_line import DispatchedLine

if TYPE_CHECKING:
    from console.services.audits.audit_desk import AuditDesk


def take_up_left(desk: AuditDesk) -> None:
    """Trigger the orders of runs that were cut off, where they ran; a place that cannot be used now keeps them.

    Their tasks have the ids that they had: what is done is done, what runs is followed, nothing is counted twice.
    """
    for key, line in desk.lines.items():
        if isinstance(line, DispatchedLine) and not line.why_not():
            for orders in line.left():
                desk.trigger(orders, key)
