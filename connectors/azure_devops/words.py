"""Azure DevOps' words for states and events, and the console's."""

from console.domain.forge.pipeline_run import RunState

_HEADS = "refs/heads/"

STATUS_TO_SET = {"success": "succeeded", "failure": "failed", "error": "error", "pending": "pending"}
_STATUS = {native: state for state, native in STATUS_TO_SET.items()}

_RESULTS = {
    "succeeded": RunState.SUCCEEDED,
    "partiallySucceeded": RunState.SUCCEEDED,
    "failed": RunState.FAILED,
    "canceled": RunState.CANCELLED,
}
_STATUSES = {
    "notStarted": RunState.QUEUED,
    "inProgress": RunState.RUNNING,
    "cancelling": RunState.RUNNING,
    "postponed": RunState.WAITING,
}
_REASONS = {
    "individualCI": "push",
    "batchedCI": "push",
    "pullRequest": "pull_request",
    "schedule": "schedule",
    "scheduleForced": "schedule",
}

EVENTS_TO_SET = {
    "push": "git.push",
    "pull_request": "git.pullrequest.created",
    "issues": "workitem.created",
    "pipeline": "build.complete",
}
_EVENT_OF = {native: event for event, native in EVENTS_TO_SET.items()}

_PULL_STATES = {"active": "open", "completed": "merged"}
_CHANGES = (("rename", "renamed"), ("add", "added"), ("delete", "removed"))
_ENDED = frozenset({"Completed", "Removed"})
_LIVE_HOOKS = frozenset({"enabled", "onProbation"})


def branch_name(ref: str) -> str:
    """Return a branch without ``refs/heads/``; other refs (pull requests, tags) keep their name."""
    return ref.removeprefix(_HEADS)


def branch_ref(name: str) -> str:
    """Return a branch with ``refs/heads/``."""
    return name if name.startswith("refs/") else _HEADS + name


def status_state(state: str) -> str:
    """Return a commit status in the console's words; those that say nothing as they are."""
    return _STATUS.get(state, state)


def run_state(status: str, result: str) -> RunState:
    """Return where a build is."""
    if status == "completed":
        return _RESULTS.get(result, RunState.UNKNOWN)
    return _STATUSES.get(status, RunState.UNKNOWN)


def run_event(reason: str) -> str:
    """Return what started a build."""
    return _REASONS.get(reason, reason)


def common_event(event: str) -> str:
    """Return an event in the console's words; one without a word stays as it is."""
    return _EVENT_OF.get(event, event)


def native_event(event: str) -> str:
    """Return an event in the words of service hooks."""
    return EVENTS_TO_SET.get(event, event)


def hook_is_active(status: str | None) -> bool:
    """Return whether a service hook tells anything."""
    return status is None or status in _LIVE_HOOKS


def pull_state(status: str) -> str:
    """Return open, merged or closed."""
    return _PULL_STATES.get(status, "closed")


def change_kind(kinds: str) -> str:
    """Return added, changed, removed or renamed for ``edit, rename`` and its like."""
    words = kinds.lower()
    return next((kind for word, kind in _CHANGES if word in words), "changed")


def is_ended(category: str | None) -> bool:
    """Return whether a work item in a state of that category is closed."""
    return category in _ENDED
