"""Actions that open estates."""

from __future__ import annotations

from console.actions.action import ACTIONS, Action

_GROUP = "Estate"

ACTIONS.add(Action("open-lab", "Open the lab", _GROUP, lambda desk: desk.doors.open_lab(), icon="lab"))
ACTIONS.add(
    Action(
        "open-estate",
        "Open an estate file …",
        _GROUP,
        lambda desk: desk.doors.choose_file(),
        ("Ctrl+O",),
        icon="folder",
    )
)
ACTIONS.add(Action("welcome", "Show the welcome page", _GROUP, lambda desk: desk.doors.show_welcome(), icon="overview"))
