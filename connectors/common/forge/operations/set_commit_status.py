"""Setting the status of a commit."""

from connectors.common.forge.base_version import refuse_if_moved, version_of
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.forge.repository_note import CommitStatus
from console.domain.operations.set_commit_status import SetCommitStatus
from console.kernel.i18n import t
from console.ports.forge import ForgeReader

_SETTABLE = frozenset({"pending", "success", "failure", "error"})


class StatusPerformer:
    """Statuses are replaced by their context; a forge never removes one."""

    def __init__(self, reader: ForgeReader, writer: ForgeWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def preview(self, operation: SetCommitStatus) -> Preview:
        """Compare the status of the same context with what is wanted."""
        found = await self._read(operation)
        differences = self._differences(operation, found)
        return Preview(
            base=version_of(found),
            differences=differences,
            inverse=_inverse(operation, found),
            satisfied=not differences,
            warnings=() if found else (t("A new status cannot be removed again, only replaced."),),
        )

    async def apply(self, operation: SetCommitStatus, base: str) -> None:
        """Set it; nothing is sent when it already is as wanted."""
        found = await self._read(operation)
        if not self._differences(operation, found):
            return
        what = t("The status {context} of {sha}", context=operation.context, sha=operation.sha[:12])
        refuse_if_moved(base, version_of(found), what, found.state if found else "")
        await self._writer.set_status(operation)

    async def verify(self, operation: SetCommitStatus) -> Verification:
        """Read the status back."""
        found = await self._read(operation)
        truth = Truth.DIFFERENT if self._differences(operation, found) else Truth.REACHED
        state = found.state if found else t("absent")
        return Verification(truth, t("The status {context} is {state}.", context=operation.context, state=state))

    async def _read(self, operation: SetCommitStatus) -> CommitStatus | None:
        statuses = await self._reader.statuses(operation.repository, operation.sha)
        return next((one for one in statuses if one.context == operation.context), None)

    def _differences(self, operation: SetCommitStatus, found: CommitStatus | None) -> tuple[FieldChange, ...]:
        wanted = [
            ("state", found.state if found else "", self._writer.told_state(operation.state)),
            ("description", found.description if found else "", operation.description),
        ]
        if operation.url:  # without one a forge puts a page of its own
            wanted.append(("url", found.web_url if found else "", operation.url))
        return tuple(FieldChange(name, before, after) for name, before, after in wanted if before != after)


def _inverse(operation: SetCommitStatus, found: CommitStatus | None) -> SetCommitStatus | None:
    if found is None or found.state not in _SETTABLE:
        return None
    return SetCommitStatus(
        connection=operation.connection,
        repository=operation.repository,
        sha=operation.sha,
        context=operation.context,
        state=found.state,
        description=found.description,
        url=found.web_url,
    )
