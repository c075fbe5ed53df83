"""GitLab's words for states and events, and the console's."""

from console.domain.forge.pipeline_run import RunState

_RUNS = {
    "created": RunState.QUEUED,
    "waiting_for_resource": RunState.QUEUED,
    "preparing": RunState.QUEUED,
    "waiting_for_callback": RunState.QUEUED,
    "pending": RunState.QUEUED,
    "scheduled": RunState.QUEUED,
    "running": RunState.RUNNING,
    "canceling": RunState.RUNNING,
    "success": RunState.SUCCEEDED,
    "failed": RunState.FAILED,
    "canceled": RunState.CANCELLED,
    "skipped": RunState.SKIPPED,
    "manual": RunState.WAITING,
}
ENDED = frozenset({RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED, RunState.SKIPPED})
_STATUSES = {"success": "success", "skipped": "success", "failed": "failure", "canceled": "stopped"}
STATUS_TO_SET = {"pending": "pending", "success": "success", "failure": "failed", "error": "failed"}
SETTABLE_EVENTS = {
    "push": "push_events",
    "pull_request": "merge_requests_events",
    "issues": "issues_events",
    "pipeline": "pipeline_events",
    "status": "job_events",
}
TOLD_EVENTS = {native: common for common, native in SETTABLE_EVENTS.items()} | {
    "tag_push_events": "tag_push",
    "note_events": "note",
    "releases_events": "releases",
}
_PULLS = {"opened": "open", "locked": "open", "merged": "merged"}


def run_state(status: str) -> RunState:
    """Return where a pipeline is."""
    return _RUNS.get(status, RunState.UNKNOWN)


def status_state(status: str) -> str:
    """Return a commit status in the console's words."""
    return _STATUSES.get(status, "pending")


def pull_state(state: str) -> str:
    """Return open, merged or closed."""
    return _PULLS.get(state, "closed")


def issue_state(state: str) -> str:
    """Return open or closed."""
    return "open" if state in {"opened", "reopened"} else "closed"
