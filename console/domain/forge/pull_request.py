"""A pull request (GitLab: merge request)."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class PullRequest:
    """``ref.namespace`` is the repository's path, ``ref.name`` the number; ``state`` is open, merged or closed."""

    ref: ResourceRef
    title: str
    author: str
    source: str
    target: str
    state: str
    draft: bool
    updated_at_s: float | None
    web_url: str
