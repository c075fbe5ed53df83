"""Bitbucket's words for states and events, and the console's."""

from console.domain.forge.pipeline_run import RunState

_STATUS = {"SUCCESSFUL": "success", "FAILED": "failure", "INPROGRESS": "pending", "STOPPED": "stopped"}
STATUS_TO_SET = {"success": "SUCCESSFUL", "failure": "FAILED", "error": "FAILED", "pending": "INPROGRESS"}

_RESULTS = {
    "SUCCESSFUL": RunState.SUCCEEDED,
    "FAILED": RunState.FAILED,
    "ERROR": RunState.FAILED,
    "STOPPED": RunState.CANCELLED,
    "EXPIRED": RunState.CANCELLED,
}
_STAGES = {"PAUSED": RunState.WAITING, "HALTED": RunState.WAITING, "PENDING": RunState.QUEUED}

EVENTS_TO_SET = {
    "push": ("repo:push",),
    "pull_request": ("pullrequest:created", "pullrequest:updated", "pullrequest:fulfilled", "pullrequest:rejected"),
    "issues": ("issue:created", "issue:updated"),
    "status": ("repo:commit_status_created", "repo:commit_status_updated"),
}
_EVENT_OF = {native: event for event, natives in EVENTS_TO_SET.items() for native in natives}

OPEN_ISSUE_STATES = ("new", "open", "on hold", "submitted")
_PULL_STATES = {"OPEN": "open", "MERGED": "merged"}
_CHANGES = {"added": "added", "removed": "removed", "renamed": "renamed"}


def status_state(state: str) -> str:
    """Return a commit status in the console's words; unknown ones in lower case."""
    return _STATUS.get(state, state.lower())


def run_state(name: str, stage: str, result: str) -> RunState:
    """Return where a pipeline is."""
    if name == "PENDING":
        return RunState.QUEUED
    if name == "IN_PROGRESS":
        return _STAGES.get(stage, RunState.RUNNING)
    return _RESULTS.get(result, RunState.UNKNOWN)


def common_events(events: tuple[str, ...]) -> tuple[str, ...]:
    """Return events in the console's words, each once; those without a word stay as they are."""
    return tuple(dict.fromkeys(_EVENT_OF.get(one, one) for one in events))


def native_events(events: tuple[str, ...]) -> list[str]:
    """Return events in Bitbucket's words."""
    return [native for one in events for native in EVENTS_TO_SET.get(one, (one,))]


def issue_state(state: str) -> str:
    """Return open or closed."""
    return "open" if state in OPEN_ISSUE_STATES else "closed"


def pull_state(state: str) -> str:
    """Return open, merged or closed."""
    return _PULL_STATES.get(state, "closed")


def change_kind(status: str) -> str:
    """Return added, changed, removed or renamed; conflicts are changes."""
    return _CHANGES.get(status, "changed")
