"""Opening an issue."""

from connectors.common.forge.base_version import refuse_if_moved, version_of
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.forge.repository_note import Issue
from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.open_issue import OpenIssue
from console.kernel.i18n import t
from console.ports.forge import ForgeReader


class IssueOpener:
    """An open issue of the same title is the wanted one, so that a repeated try opens no second."""

    def __init__(self, reader: ForgeReader, writer: ForgeWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def preview(self, operation: OpenIssue) -> Preview:
        """Look for an open issue of this title."""
        found = await self._find(operation)
        if found is not None:
            told = t("The issue {id} with this title is open already.", id=found.id)
            return Preview(version_of(found.id), differences=(), inverse=None, satisfied=True, warnings=(told,))
        wanted = (("title", operation.title), ("body", operation.body), ("labels", ", ".join(operation.labels)))
        return Preview(
            base=version_of(None),
            differences=tuple(FieldChange(name, "", value) for name, value in wanted if value),
            inverse=None,
            inverse_later=True,  # known when it has a number
        )

    async def apply(self, operation: OpenIssue, base: str) -> CloseIssue:
        """Open it, unless one of this title is open."""
        found = await self._find(operation)
        if found is not None:
            return CloseIssue(operation.connection, operation.repository, found.id)
        refuse_if_moved(base, version_of(None), t('The issue "{title}"', title=operation.title), "")
        number = await self._writer.open_issue(operation)
        return CloseIssue(operation.connection, operation.repository, number)

    async def verify(self, operation: OpenIssue) -> Verification:
        """Read the open issues back."""
        found = await self._find(operation)
        if found is None:
            return Verification(Truth.DIFFERENT, t("No open issue has this title."))
        return Verification(Truth.REACHED, t("The issue {id} is open.", id=found.id))

    async def _find(self, operation: OpenIssue) -> Issue | None:
        title = operation.title.strip()
        issues = await self._reader.issues(operation.repository)
        return next((one for one in issues if one.title.strip() == title), None)
