"""Pushing a branch and opening a pull request of it."""

from contextlib import suppress

from connectors.common.forge.base_version import refuse_if_moved, version_of
from connectors.common.forge.branch_push import BranchPush
from connectors.common.forge.operations.proposed_branch import ProposedBranch
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.propose_branch import ProposeBranch
from console.domain.operations.withdraw_branch import WithdrawBranch
from console.kernel.errors import ChangeRefused, ConnectorError
from console.kernel.i18n import t
from console.ports.forge import ForgeReader


class BranchProposer:
    """What was done of it by a try that broke off is not done again: a branch at the commit is the wanted one."""

    def __init__(self, reader: ForgeReader, writer: ForgeWriter, push: BranchPush) -> None:
        self._reader, self._writer, self._push = reader, writer, push

    async def preview(self, operation: ProposeBranch) -> Preview:
        """Look whether the branch is there, and whether it has a pull request."""
        now = await self._now(operation)
        inverse = _inverse(operation)
        if now.sha == operation.commit and now.pull:
            return Preview(version_of(*now), differences=(), inverse=inverse, satisfied=True)
        wanted = (
            (t("branch"), now.sha, operation.commit),
            (t("pull request"), now.pull, f"{operation.branch} → {operation.base}"),
            (t("title"), "", operation.title),
            (t("description"), "", operation.body),
        )
        return Preview(
            base=version_of(*now),
            differences=tuple(FieldChange(*one) for one in wanted if one[1] != one[2]),
            inverse=inverse,
        )

    async def apply(self, operation: ProposeBranch, base: str) -> None:
        """Push, unless the branch is there at the commit; open a pull request, unless it has one."""
        now = await self._now(operation)
        if now.sha != operation.commit or not now.pull:
            what = t("The branch {branch}", branch=operation.branch)
            refuse_if_moved(base, version_of(*now), what, now.sha[:12] or now.pull)
        if not now.sha:
            await self._push.push(
                operation.url, operation.repository, operation.folder, operation.commit, operation.branch
            )
        if not now.pull:
            try:
                await self._writer.open_pull(operation)
            except ConnectorError:
                if not now.sha:  # half of it would be left, and nobody would know
                    with suppress(ConnectorError):
                        await self._push.delete(operation.url, operation.repository, operation.commit, operation.branch)
                raise

    async def verify(self, operation: ProposeBranch) -> Verification:
        """Read branch and pull request back."""
        now = await ProposedBranch.read(self._reader, operation.repository, operation.branch)
        if now.sha != operation.commit:
            return Verification(Truth.DIFFERENT, t("There is no branch {branch} of this.", branch=operation.branch))
        if not now.pull:
            return Verification(Truth.DIFFERENT, t("The branch {branch} has no pull request.", branch=operation.branch))
        return Verification(
            Truth.REACHED, t("The pull request {id} of {branch} is open.", id=now.pull, branch=operation.branch)
        )

    async def _now(self, operation: ProposeBranch) -> ProposedBranch:
        """Return what is there; raise ``ChangeRefused`` when it can never become what is wanted."""
        now = await ProposedBranch.read(self._reader, operation.repository, operation.branch)
        if now.sha not in {"", operation.commit}:
            raise ChangeRefused(
                t("There is a branch {name} already.", name=repr(operation.branch)), t("Choose a new name.")
            )
        if not now.sha and not await self._push.holds(operation.folder, operation.commit):
            raise ChangeRefused(
                t("The commit {commit} is no longer kept here.", commit=operation.commit[:12]),
                t("Prepare the correction again."),
            )
        return now


def _inverse(operation: ProposeBranch) -> WithdrawBranch:
    return WithdrawBranch(operation.connection, operation.repository, operation.url, operation.branch, operation.commit)
