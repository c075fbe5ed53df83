"""The mark of a health in documents: a shape beside the colour, for those who do not see the colour."""

from __future__ import annotations

from console.domain.health import Health
from console.domain.report.callout import Tone

MARKS = {Health.OK: "●", Health.UNKNOWN: "○", Health.WARNING: "▲", Health.CRITICAL: "◆"}
TOKENS = {Health.OK: "ok", Health.UNKNOWN: "unknown", Health.WARNING: "warning", Health.CRITICAL: "critical"}
TONES = {
    Tone.NOTE: "accent",
    Tone.GOOD: "ok",
    Tone.WARNING: "warning",
    Tone.CRITICAL: "critical",
    Tone.MISSING: "unknown",
}


def marked(text: str, health: Health | None) -> str:
    """Return a text with the mark of its health in front."""
    return text if health is None else f"{MARKS[health]} {text}"
