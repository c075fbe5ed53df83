"""What all windows of the program share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.services.session import Session
    from views.activity_log import ActivityLog
    from views.bridge import Bridge
    from views.estate_opening import EstateOpening
    from views.memory import Memory
    from views.page import Destination
    from views.preferences import Preferences
    from views.theme.theme import Theme
    from views.work_list import WorkList


class Surroundings(NamedTuple):
    """One per program. ``open_window`` opens another window, on a destination if one is given."""

    session: Session
    theme: Theme
    bridge: Bridge
    preferences: Preferences
    memory: Memory
    work: WorkList
    activity: ActivityLog
    estates: EstateOpening
    open_window: Callable[[Destination | None], object]
    quit: Callable[[], None]
