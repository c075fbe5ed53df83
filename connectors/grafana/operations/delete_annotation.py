"""Deleting annotations."""

from connectors.grafana.api import GrafanaApi
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.dashboard_annotation import DashboardAnnotation
from console.domain.operations.add_annotation import AddAnnotation
from console.domain.operations.delete_annotation import DeleteAnnotation
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class AnnotationRemover:
    """One that is not there any more counts as deleted."""

    def __init__(self, api: GrafanaApi) -> None:
        self._api = api

    async def preview(self, operation: DeleteAnnotation) -> Preview:
        """Say what will be gone."""
        found = await self._api.annotation(operation.annotation)
        if found is None:
            return Preview(_base(found), (), None, satisfied=True)
        inverse = AddAnnotation(
            operation.connection, found.text, found.start_s, found.end_s, found.tags, found.dashboard
        )
        return Preview(_base(found), (FieldChange("text", found.text, ""),), inverse)

    async def apply(self, operation: DeleteAnnotation, base: str) -> None:
        """Delete it."""
        found = await self._api.annotation(operation.annotation)
        if found is None:
            return
        if _base(found) != base:
            raise ChangeRefused(
                t("The annotation {number} reads otherwise now: {text}", number=operation.annotation, text=found.text),
                t("Look at the preview again."),
            )
        await self._api.delete_annotation(operation.annotation)

    async def verify(self, operation: DeleteAnnotation) -> Verification:
        """Read it back."""
        if await self._api.annotation(operation.annotation) is None:
            return Verification(Truth.REACHED, t("The annotation {number} is gone.", number=operation.annotation))
        return Verification(Truth.DIFFERENT, t("The annotation {number} is there.", number=operation.annotation))


def _base(found: DashboardAnnotation | None) -> str:
    if found is None:
        return "absent"
    return repr((found.text, found.start_s, found.end_s, found.tags, found.dashboard))
