"""An event for the trail: who did what to what, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIGHT = ("connection.", "estate.")


@dataclass(frozen=True, slots=True)
class TrailEvent:
    """``kind`` is area and past participle (``change.applied``), ``subject`` what it happened to (a change's id).

    ``actor`` is empty for the person at this computer, ``trace_id`` for that of this run; ``body`` holds JSON values
    and no sentence in a user's language. An event with ``once`` is written only once, however often it is noted.
    """

    kind: str
    subject: str
    actor: str = ""
    reason: str = ""
    connection: str = ""
    cell: str = ""
    trace_id: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    once: str = ""

    @property
    def is_weighty(self) -> bool:
        """Return whether it is to be signed for at once; the rest is signed for together with what comes next."""
        return not self.kind.startswith(_LIGHT)
