"""The forge port: reading repositories of a git forge on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.forge.commit import Branch, Commit, Comparison
    from console.domain.forge.pipeline_run import PipelineRun
    from console.domain.forge.pull_request import PullRequest
    from console.domain.forge.repository import Repository
    from console.domain.forge.repository_note import CommitStatus, Issue, Webhook, Workflow


class ForgeReader(Protocol):
    """``path`` is a repository's whole path on the forge. Every method raises ``ConnectorError``.

    Lists are bounded by ``most``; newest first where there is an order.
    """

    async def repositories(self, owner: str, most: int = 1000) -> tuple[Repository, ...]:
        """Return the repositories of an organisation, group, workspace or project; empty: all that the token sees."""

    async def repository(self, path: str) -> Repository:
        """Return one repository with the user's rights: the access check."""

    async def branches(self, path: str, most: int = 500) -> tuple[Branch, ...]:
        """Return the branches."""

    async def commits(self, path: str, branch: str = "", most: int = 50) -> tuple[Commit, ...]:
        """Return the newest commits of a branch (default: the default branch)."""

    async def compare(self, path: str, base: str, head: str) -> Comparison:
        """Return what ``head`` has that ``base`` has not."""

    async def pull_requests(self, path: str, most: int = 100) -> tuple[PullRequest, ...]:
        """Return the open pull requests."""

    async def runs(self, path: str, most: int = 30) -> tuple[PipelineRun, ...]:
        """Return the newest CI runs."""

    async def workflows(self, path: str) -> tuple[Workflow, ...]:
        """Return what can be dispatched."""

    async def statuses(self, path: str, sha: str) -> tuple[CommitStatus, ...]:
        """Return the checks of a commit."""

    async def webhooks(self, path: str) -> tuple[Webhook, ...]:
        """Return the webhooks; needs administration rights."""

    async def issues(self, path: str, most: int = 100) -> tuple[Issue, ...]:
        """Return the open issues."""
