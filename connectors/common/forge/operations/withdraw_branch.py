"""Taking a proposed branch back: its pull request is closed, then the branch is deleted."""

from connectors.common.forge.base_version import refuse_if_moved, version_of
from connectors.common.forge.branch_push import BranchPush
from connectors.common.forge.operations.proposed_branch import ProposedBranch
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.withdraw_branch import WithdrawBranch
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.ports.forge import ForgeReader


class BranchWithdrawer:
    """Refuses when somebody has pushed to the branch: that would be lost."""

    def __init__(self, reader: ForgeReader, writer: ForgeWriter, push: BranchPush) -> None:
        self._reader, self._writer, self._push = reader, writer, push

    async def preview(self, operation: WithdrawBranch) -> Preview:
        """Look at what is there of it."""
        now = await self._now(operation)
        if not now.sha:
            return Preview(version_of(*now), differences=(), inverse=None, satisfied=True)
        pull = (FieldChange(t("pull request"), now.pull, t("closed")),) if now.pull else ()
        return Preview(
            base=version_of(*now),
            differences=(*pull, FieldChange(t("branch"), now.sha, t("deleted"))),
            inverse=None,
            warnings=(t("Prepare the correction again to propose it anew."),),
        )

    async def apply(self, operation: WithdrawBranch, base: str) -> None:
        """Close, then delete."""
        now = await self._now(operation)
        if not now.sha:
            return
        refuse_if_moved(base, version_of(*now), t("The branch {branch}", branch=operation.branch), now.sha[:12])
        if now.pull:
            await self._writer.close_pull(operation.repository, now.pull)
        await self._push.delete(operation.url, operation.repository, operation.commit, operation.branch)

    async def verify(self, operation: WithdrawBranch) -> Verification:
        """Read back that it is gone."""
        now = await ProposedBranch.read(self._reader, operation.repository, operation.branch)
        if now.sha:
            return Verification(Truth.DIFFERENT, t("The branch {branch} is still there.", branch=operation.branch))
        return Verification(Truth.REACHED, t("The branch {branch} is gone.", branch=operation.branch))

    async def _now(self, operation: WithdrawBranch) -> ProposedBranch:
        now = await ProposedBranch.read(self._reader, operation.repository, operation.branch)
        if now.sha not in {"", operation.commit}:
            raise ChangeRefused(
                t("Somebody has pushed to {branch}: it is at {commit}.", branch=operation.branch, commit=now.sha[:12]),
                t("Close its pull request on the forge when it is not wanted."),
            )
        return now
