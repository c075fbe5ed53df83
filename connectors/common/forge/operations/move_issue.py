"""Closing and reopening an issue."""

from connectors.common.forge.base_version import refuse_if_moved
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.reopen_issue import ReopenIssue
from console.kernel.i18n import t

MoveIssue = CloseIssue | ReopenIssue


class IssueMover:
    """Brings an issue into the state that the operation stands for."""

    def __init__(self, writer: ForgeWriter) -> None:
        self._writer = writer

    async def preview(self, operation: MoveIssue) -> Preview:
        """Compare the issue's state with the wanted one."""
        issue = await self._writer.issue(operation.repository, operation.id)
        if issue.state == _wanted(operation):
            return Preview(base=issue.state, differences=(), inverse=None, satisfied=True)
        return Preview(
            base=issue.state,
            differences=(FieldChange("state", issue.state, _wanted(operation)),),
            inverse=_inverse(operation),
        )

    async def apply(self, operation: MoveIssue, base: str) -> None:
        """Change the state, unless it is the wanted one."""
        issue = await self._writer.issue(operation.repository, operation.id)
        if issue.state == _wanted(operation):
            return
        refuse_if_moved(base, issue.state, t("The issue {id}", id=operation.id), issue.state)
        await self._writer.move_issue(operation.repository, operation.id, _wanted(operation))

    async def verify(self, operation: MoveIssue) -> Verification:
        """Read the issue back."""
        issue = await self._writer.issue(operation.repository, operation.id)
        truth = Truth.REACHED if issue.state == _wanted(operation) else Truth.DIFFERENT
        return Verification(truth, t("The issue {id} is {state}.", id=operation.id, state=issue.state))


def _wanted(operation: MoveIssue) -> str:
    return "closed" if isinstance(operation, CloseIssue) else "open"


def _inverse(operation: MoveIssue) -> MoveIssue:
    other = ReopenIssue if isinstance(operation, CloseIssue) else CloseIssue
    return other(operation.connection, operation.repository, operation.id)
