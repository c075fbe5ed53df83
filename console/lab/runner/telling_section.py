"""Who is told what in the lab: its sinks stand for the on-call people, the team's chat and the ticket system."""

from collections.abc import Container
from typing import Any

_ROUTES = (
    (("critical",), ("lab-pagerduty", "lab-slack")),
    (("warning",), ("lab-slack", "lab-jira")),
)
_FALLBACK = ("lab-email",)


def telling_sections(channels: Container[str]) -> dict[str, Any]:
    """Return the sections on messages and incidents for the channels that there are (keys)."""
    routes = [
        {"severities": list(severities), "channels": known}
        for severities, wanted in _ROUTES
        if (known := [key for key in wanted if key in channels])
    ]
    if not routes:
        return {}
    policy = {"routes": routes, "fallback": [key for key in _FALLBACK if key in channels]}
    return {"notification_policy": policy, "incidents": {"time_zone": "Asia/Tokyo", "settle_min": 1}}
