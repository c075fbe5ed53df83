"""The lab's scenarios with their state, running ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t, translated
from console.presenters.format import coarse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.lab_scenario import LabScenario


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One scenario; ``state`` is its word, ``since`` how long it has been running (``since_s``: in seconds)."""

    id: str
    title: str
    state: str
    health: Health
    since: str
    since_s: float | None
    injects: str
    diagnosis: str
    is_active: bool


def scenario_rows(scenarios: Iterable[LabScenario], now_s: float) -> tuple[ScenarioRow, ...]:
    """Return the rows; an active scenario is trouble until the console's user has healed it."""
    rows = [_row(one, now_s) for one in scenarios]
    return tuple(sorted(rows, key=lambda row: -row.health))


def _row(one: LabScenario, now_s: float) -> ScenarioRow:
    words = {"idle": t("Not running"), "active": t("Running"), "healed": t("Healed")}
    health = {"active": Health.CRITICAL, "healed": Health.OK}.get(one.state, Health.UNKNOWN)
    started_s = one.started_s if one.state != "idle" else None
    since_s = max(0.0, (one.healed_s or now_s) - started_s) if started_s else None
    return ScenarioRow(
        id=one.id,
        title=translated(one.title),
        state=words.get(one.state, one.state),
        health=health,
        since="" if since_s is None else coarse(since_s),
        since_s=since_s,
        injects=translated(one.injects),
        diagnosis=translated(one.diagnosis),
        is_active=one.state != "idle",
    )
