"""Noting what a command without an open estate did."""

from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.domain.trail_event import TrailEvent


def note_now(invocation: "Invocation", event: "TrailEvent") -> None:
    """Write an event into the trail and wait; what hinders that is told on stderr and stops nothing."""
    from console.bootstrap import open_trail  # noqa: PLC0415 - heavy
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.trail_book import Noted  # noqa: PLC0415

    try:
        status = open_trail(invocation.profile()).write([Noted(event, SystemClock().now().timestamp())])
    except ConsoleError as error:
        invocation.note(str(error))
        return
    if status.trouble:
        invocation.note(status.trouble)
