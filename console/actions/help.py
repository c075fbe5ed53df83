"""Actions that open the help."""

from __future__ import annotations

from console.actions.action import ACTIONS, Action

_GROUP = "Help"

ACTIONS.add(Action("help", "Help for this page", _GROUP, lambda desk: desk.doors.show_help(""), ("F1",), "question"))
ACTIONS.add(Action("guide", "User guide", _GROUP, lambda desk: desk.doors.show_help("guide-start"), (), "question"))
ACTIONS.add(
    Action(
        "figures", "How each number is made", _GROUP, lambda desk: desk.doors.show_help("figures-slo"), (), "question"
    )
)
ACTIONS.add(
    Action("words", "Words and what they mean", _GROUP, lambda desk: desk.doors.show_help("glossary"), (), "question")
)
