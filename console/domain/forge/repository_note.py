"""What is attached to a repository: commit statuses, webhooks, issues, workflows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommitStatus:
    """A check of a commit: ``state`` is pending, success, failure, error or stopped."""

    context: str
    state: str
    description: str
    web_url: str
    at_s: float | None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a forge tells events; ``id`` in its own words, never the secret."""

    id: str
    url: str
    events: tuple[str, ...]
    active: bool
    signed: bool | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue or work item; ``state`` is open or closed."""

    id: str
    title: str
    state: str
    labels: tuple[str, ...]
    web_url: str
    updated_at_s: float | None


@dataclass(frozen=True, slots=True)
class Workflow:
    """Something that can be dispatched: a workflow file, a pipeline definition. ``id`` in the forge's own words."""

    id: str
    title: str
    path: str = ""
