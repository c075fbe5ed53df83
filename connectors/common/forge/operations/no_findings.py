"""Refusing SARIF where a forge has no place for it."""

from typing import NoReturn

from console.domain.operations.upload_sarif import UploadSarif
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class NoFindings:
    """Stands where a forge takes no findings, so that the user reads why instead of that nobody can do it."""

    def __init__(self, forge: str, instead: str) -> None:
        self._forge = forge
        self._instead = instead

    async def preview(self, operation: UploadSarif) -> NoReturn:
        """Refuse."""
        self._refuse(operation)

    async def apply(self, operation: UploadSarif, base: str) -> NoReturn:
        """Refuse."""
        del base
        self._refuse(operation)

    async def verify(self, operation: UploadSarif) -> NoReturn:
        """Refuse."""
        self._refuse(operation)

    def _refuse(self, operation: UploadSarif) -> NoReturn:
        raise ChangeRefused(
            t(
                "{forge} takes no SARIF files, so the findings of {name} stay here.",
                forge=self._forge,
                name=operation.repository,
            ),
            self._instead,
        )
