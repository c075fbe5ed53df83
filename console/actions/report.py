"""Actions that write documents."""

from __future__ import annotations

from console.actions.action import ACTIONS, Action

_GROUP = "Reports"

ACTIONS.add(
    Action("export-review", "Export review …", _GROUP, lambda desk: desk.doors.export_review(), icon="download")
)
