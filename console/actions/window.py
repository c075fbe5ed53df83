"""Actions on windows and their parts."""

from __future__ import annotations

from console.actions.action import ACTIONS, Action

_GROUP = "Window"

ACTIONS.add(Action("new-window", "New window", _GROUP, lambda desk: desk.new_window(), ("Ctrl+Shift+N",), "window"))
ACTIONS.add(Action("close-window", "Close window", _GROUP, lambda desk: desk.close_window(), ("Ctrl+W",), "close"))
ACTIONS.add(Action("quit", "Quit", _GROUP, lambda desk: desk.quit(), ("Ctrl+Q",), "close"))
ACTIONS.add(
    Action("rail", "Narrow or widen the page rail", _GROUP, lambda desk: desk.toggle("rail"), ("Ctrl+B",), "rail")
)
ACTIONS.add(
    Action("drawer", "Show or hide activity", _GROUP, lambda desk: desk.toggle("drawer"), ("Ctrl+J",), "drawer")
)
