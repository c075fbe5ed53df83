"""A scenario of the lab as the window sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class LabScenario:
    """What it injects, what a good diagnosis says, which runbook heals it, and its ``state``: idle, active or healed.

    ``parameters`` are those with which the runbook heals it. ``started_s`` and ``healed_s`` are unix seconds, None
    before that.
    """

    id: str
    title: str
    injects: str
    diagnosis: str
    runbook: str
    state: str
    started_s: float | None = None
    healed_s: float | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def from_json(content: Mapping[str, Any]) -> "LabScenario":
        """Return the scenario that the lab told; raises ``TypeError`` when something is missing."""
        known = {one.name for one in fields(LabScenario)}
        return LabScenario(**{name: value for name, value in content.items() if name in known})
