"""Uploading dashboards."""

from collections.abc import Awaitable, Callable

from connectors.grafana.api import GrafanaApi
from connectors.grafana.dashboard_difference import dashboard_difference
from connectors.grafana.dashboard_file import DashboardFile
from connectors.grafana.wire import WireDashboard
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operation import Operation
from console.domain.operations.delete_dashboard import DeleteDashboard
from console.domain.operations.restore_dashboard import RestoreDashboard
from console.domain.operations.upload_dashboard import UploadDashboard
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

ReadFile = Callable[[str], Awaitable[DashboardFile]]


class DashboardUploader:
    """The file and the saved version together are the base: neither may move between preview and upload."""

    def __init__(self, api: GrafanaApi, read_file: ReadFile, usual_folder: str) -> None:
        self._api = api
        self._read_file = read_file
        self._usual_folder = usual_folder

    async def preview(self, operation: UploadDashboard) -> Preview:
        """Compare the file with what is saved."""
        wanted = await self._read_file(operation.file)
        found = await self._api.dashboard(wanted.uid)
        differences = self._differences(operation, wanted, found)
        return Preview(
            base=_base(wanted, found),
            differences=differences,
            inverse=self._inverse(operation, wanted, found) if differences else None,
            satisfied=not differences,
            warnings=_warnings(found),
        )

    async def apply(self, operation: UploadDashboard, base: str) -> None:
        """Save it over the version that was previewed."""
        wanted = await self._read_file(operation.file)
        found = await self._api.dashboard(wanted.uid)
        if not self._differences(operation, wanted, found):
            return
        if _base(wanted, found) != base:
            raise ChangeRefused(
                t("The dashboard or its file has moved on: it is {version} now.", version=_base(wanted, found)),
                t("Look at the preview again."),
            )
        version = found.version if found is not None else 0
        message = t("cell-console: {file}", file=operation.file)
        await self._api.save(wanted.model, version, self._folder(operation, found), message)

    async def verify(self, operation: UploadDashboard) -> Verification:
        """Read it back."""
        wanted = await self._read_file(operation.file)
        found = await self._api.dashboard(wanted.uid)
        if found is None:
            return Verification(Truth.DIFFERENT, t("The dashboard {uid} is not there.", uid=wanted.uid))
        words = {"uid": wanted.uid, "version": found.version}
        if self._differences(operation, wanted, found):
            return Verification(Truth.DIFFERENT, t("Version {version} of the dashboard {uid} differs.", **words))
        return Verification(Truth.REACHED, t("Version {version} of the dashboard {uid} is as wanted.", **words))

    def _folder(self, operation: UploadDashboard, found: WireDashboard | None) -> str:
        return operation.folder or (found.meta.folder_uid if found is not None else self._usual_folder)

    def _differences(
        self, operation: UploadDashboard, wanted: DashboardFile, found: WireDashboard | None
    ) -> tuple[FieldChange, ...]:
        there = found.dashboard if found is not None else {}
        before = found.meta.folder_uid if found is not None else ""
        after = self._folder(operation, found)
        moved = (FieldChange("folder", before, after),) if before != after else ()
        return (*dashboard_difference(there, wanted.model), *moved)

    def _inverse(self, operation: UploadDashboard, wanted: DashboardFile, found: WireDashboard | None) -> Operation:
        if found is None:
            return DeleteDashboard(operation.connection, wanted.uid, operation.file, operation.folder)
        return RestoreDashboard(operation.connection, wanted.uid, found.version)


def _base(wanted: DashboardFile, found: WireDashboard | None) -> str:
    saved = f"version {found.version}" if found is not None else "absent"
    return f"{saved}, file {wanted.digest}"


def _warnings(found: WireDashboard | None) -> tuple[str, ...]:
    if found is None or not found.meta.provisioned:
        return ()
    return (t("Grafana keeps this dashboard as its own files say, and will not save another."),)
