"""Actions that move about in a window."""

from __future__ import annotations

from console.actions.action import ACTIONS, Action

_GROUP = "Navigation"

ACTIONS.add(
    Action(
        "palette",
        "Open the command palette",
        _GROUP,
        lambda desk: desk.open_palette(),
        ("Ctrl+K", "Ctrl+Shift+P"),
        "search",
        listed=False,
    )
)
ACTIONS.add(Action("filter", "Filter this page", _GROUP, lambda desk: desk.focus_filter(), ("/",), "filter"))
ACTIONS.add(Action("back", "Go back", _GROUP, lambda desk: desk.back(), ("Esc", "Alt+Left"), "back"))
ACTIONS.add(Action("reload", "Reload", _GROUP, lambda desk: desk.reload(), ("F5", "R"), "reload"))
ACTIONS.add(Action("shortcuts", "Show the shortcuts", _GROUP, lambda desk: desk.show_shortcuts(), ("?",), "keyboard"))
