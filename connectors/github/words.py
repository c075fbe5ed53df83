"""GitHub's words for states and events, and the console's."""

from console.domain.forge.pipeline_run import RunState

_RUNNING = {
    "queued": RunState.QUEUED,
    "requested": RunState.QUEUED,
    "pending": RunState.QUEUED,
    "waiting": RunState.WAITING,
    "in_progress": RunState.RUNNING,
}
_ENDED = {
    "success": RunState.SUCCEEDED,
    "neutral": RunState.SUCCEEDED,
    "failure": RunState.FAILED,
    "timed_out": RunState.FAILED,
    "startup_failure": RunState.FAILED,
    "cancelled": RunState.CANCELLED,
    "stale": RunState.CANCELLED,
    "skipped": RunState.SKIPPED,
    "action_required": RunState.WAITING,
}
_CHECKS = {
    RunState.SUCCEEDED: "success",
    RunState.SKIPPED: "success",
    RunState.FAILED: "failure",
    RunState.CANCELLED: "stopped",
}
_EVENTS = {"pipeline": "workflow_run"}
_COMMON = {native: common for common, native in _EVENTS.items()}
_CHANGES = {"modified": "changed", "changed": "changed", "added": "added", "copied": "added", "removed": "removed"}


def run_state(status: str | None, conclusion: str | None) -> RunState:
    """Return where a workflow run or a check is."""
    if status == "completed" or (status not in _RUNNING and conclusion):
        return _ENDED.get(conclusion or "", RunState.UNKNOWN)
    return _RUNNING.get(status or "", RunState.UNKNOWN)


def check_state(status: str | None, conclusion: str | None) -> str:
    """Return a check run's state in the words of commit statuses."""
    return _CHECKS.get(run_state(status, conclusion), "pending")


def native_events(events: tuple[str, ...]) -> list[str]:
    """Return events in GitHub's words."""
    return [_EVENTS.get(one, one) for one in events]


def common_events(events: tuple[str, ...]) -> tuple[str, ...]:
    """Return events in the console's words; those without a word stay as they are."""
    return tuple(_COMMON.get(one, one) for one in events)


def change_kind(status: str) -> str:
    """Return added, changed, removed or renamed."""
    return "renamed" if status == "renamed" else _CHANGES.get(status, "changed")
