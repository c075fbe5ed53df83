"""Actions on how the console looks."""

from __future__ import annotations

from console.actions.action import ACTIONS, Action

_GROUP = "Appearance"

ACTIONS.add(
    Action("theme-system", "Theme: as the system", _GROUP, lambda desk: desk.looks.choose_theme("system"), icon="theme")
)
ACTIONS.add(Action("theme-light", "Theme: light", _GROUP, lambda desk: desk.looks.choose_theme("light"), icon="theme"))
ACTIONS.add(Action("theme-dark", "Theme: dark", _GROUP, lambda desk: desk.looks.choose_theme("dark"), icon="theme"))
ACTIONS.add(
    Action(
        "theme-high-contrast",
        "Theme: high contrast",
        _GROUP,
        lambda desk: desk.looks.choose_theme("high-contrast"),
        icon="theme",
    )
)
ACTIONS.add(Action("larger", "Larger text", _GROUP, lambda desk: desk.looks.zoom(1), ("Ctrl++", "Ctrl+="), "plus"))
ACTIONS.add(Action("smaller", "Smaller text", _GROUP, lambda desk: desk.looks.zoom(-1), ("Ctrl+-",), "minus"))
ACTIONS.add(Action("normal-size", "Text at 100 %", _GROUP, lambda desk: desk.looks.zoom(0), ("Ctrl+0",), "theme"))
