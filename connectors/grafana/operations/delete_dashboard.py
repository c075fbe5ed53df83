"""Deleting dashboards."""

from connectors.grafana.api import GrafanaApi
from connectors.grafana.saved_version import refuse_other_version, saved_version
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.delete_dashboard import DeleteDashboard
from console.domain.operations.upload_dashboard import UploadDashboard
from console.kernel.i18n import t


class DashboardRemover:
    """One that is not there any more counts as deleted."""

    def __init__(self, api: GrafanaApi) -> None:
        self._api = api

    async def preview(self, operation: DeleteDashboard) -> Preview:
        """Say what will be gone."""
        found = await self._api.dashboard(operation.uid)
        if found is None:
            return Preview(saved_version(found), (), None, satisfied=True)
        back = UploadDashboard(operation.connection, operation.file, operation.folder) if operation.file else None
        gone = FieldChange("title", str(found.dashboard.get("title", operation.uid)), "")
        lost = t("Its {count} versions are deleted with it.", count=found.version)
        return Preview(saved_version(found), (gone,), back, warnings=(lost,))

    async def apply(self, operation: DeleteDashboard, base: str) -> None:
        """Delete it."""
        found = await self._api.dashboard(operation.uid)
        if found is None:
            return
        refuse_other_version(operation.uid, found, base)
        await self._api.delete_dashboard(operation.uid)

    async def verify(self, operation: DeleteDashboard) -> Verification:
        """Read it back."""
        if await self._api.dashboard(operation.uid) is None:
            return Verification(Truth.REACHED, t("The dashboard {uid} is gone.", uid=operation.uid))
        return Verification(Truth.DIFFERENT, t("The dashboard {uid} is still there.", uid=operation.uid))
