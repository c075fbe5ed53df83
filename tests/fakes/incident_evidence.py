"""What incidents are judged by: an objective with its windows, a canary that is on its way or done."""

from dataclasses import replace

from console.domain.resource import Condition, ResourceRef
from console.domain.rollout import Rollout
from console.domain.slo.burn_policy import usual_policy
from console.domain.slo.slo_status import SloStatus
from tests.fakes.canary_stage import rollout

NOW = 1_767_603_600.0  # 2026-01-05 09:00 UTC, as the manual clock begins
DAY_S = 86_400
LENGTHS = usual_policy(30 * DAY_S).window_lengths()


def objective(ratio: float, events: float = 1e6, used: float = 0.1, **windows: float | None) -> SloStatus:
    """An objective of 99.9 % whose windows all have an error ratio, but those named by their seconds (``s300=0.0``)."""
    burns = tuple((length, windows.get(f"s{length}", ratio)) for length in LENGTHS)
    ref = ResourceRef("prom", "SLO", "web", "availability")
    return SloStatus(
        ref, "Pages load", 99.9, 30 * DAY_S, 0.001 * used, burns, events, "period", (("cell", "tokyo"),),
        ratio_query="errors[{{.window}}]",
    )  # fmt: skip


def api_release(phase: str = "canary", completed_s: float = NOW - 600) -> Rollout:
    """The Argo Rollout ``api`` of tokyo: a ``canary`` on its way, or ``done`` at a time."""
    known = rollout()
    ref = replace(known.ref, connection="asia", namespace="cell-tokyo", name="api")
    done = (Condition("Completed", "True", changed_at_s=completed_s),)
    same = known.current_hash if phase == "done" else "older"
    return replace(known, ref=ref, stable_hash=same, revision="7", conditions=done, aborted=False)
