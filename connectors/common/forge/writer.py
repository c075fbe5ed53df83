"""What a forge must be able to do for the operations on it; reading back goes through ``ForgeReader``."""

from typing import Protocol

from console.domain.forge.repository_note import Issue
from console.domain.operation import Operation
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.propose_branch import ProposeBranch
from console.domain.operations.set_commit_status import SetCommitStatus


class ForgeWriter(Protocol):
    """Writes without asking what is there; every method raises ``ConnectorError``, or ``ChangeRefused``."""

    async def demand(self, operation: Operation) -> None:
        """Raise ``ChangeRefused`` for what the forge never takes; never writes, so a preview asks it, too."""

    def told_state(self, state: str) -> str:
        """Return how the forge tells a commit status back that was set as ``state`` (some know no ``error``)."""

    def told_events(self, events: tuple[str, ...]) -> tuple[str, ...]:
        """Return how the reader tells webhook events back that were asked for as ``events``."""

    async def set_status(self, operation: SetCommitStatus) -> None:
        """Set a commit's status."""

    async def create_webhook(self, operation: CreateWebhook) -> str:
        """Create a webhook and return its id; the secret is resolved at this moment."""

    async def delete_webhook(self, operation: DeleteWebhook) -> None:
        """Delete a webhook."""

    async def issue(self, path: str, number: str) -> Issue:
        """Return an issue in any state."""

    async def open_issue(self, operation: OpenIssue) -> str:
        """Open an issue and return its id."""

    async def move_issue(self, path: str, number: str, state: str) -> None:
        """Make an issue open or closed."""

    async def open_pull(self, operation: ProposeBranch) -> str:
        """Open a pull request of a branch that is there, and return its number."""

    async def close_pull(self, path: str, number: str) -> None:
        """Close a pull request that nobody has merged."""

    async def dispatch(self, operation: DispatchPipeline) -> None:
        """Start a CI run."""
