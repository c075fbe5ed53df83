"""Bringing earlier versions of dashboards back."""

from connectors.grafana.api import GrafanaApi
from connectors.grafana.dashboard_difference import dashboard_difference
from connectors.grafana.saved_version import refuse_other_version, saved_version
from connectors.grafana.wire import WireDashboard
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.restore_dashboard import RestoreDashboard
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class DashboardRestorer:
    """The dashboard counts as restored when it reads as that version did, whatever its number is by then."""

    def __init__(self, api: GrafanaApi) -> None:
        self._api = api

    async def preview(self, operation: RestoreDashboard) -> Preview:
        """Compare the version with the current one."""
        found, differences = await self._compare(operation)
        inverse = RestoreDashboard(operation.connection, operation.uid, found.version) if differences else None
        return Preview(saved_version(found), differences, inverse, satisfied=not differences)

    async def apply(self, operation: RestoreDashboard, base: str) -> None:
        """Restore it over the version that was previewed."""
        found, differences = await self._compare(operation)
        if not differences:
            return
        refuse_other_version(operation.uid, found, base)
        await self._api.restore(operation.uid, operation.version)

    async def verify(self, operation: RestoreDashboard) -> Verification:
        """Read it back."""
        found, differences = await self._compare(operation)
        words = {"uid": operation.uid, "version": found.version}
        if differences:
            return Verification(Truth.DIFFERENT, t("Version {version} of the dashboard {uid} differs.", **words))
        return Verification(Truth.REACHED, t("Version {version} of the dashboard {uid} is as wanted.", **words))

    async def _compare(self, operation: RestoreDashboard) -> tuple[WireDashboard, tuple[FieldChange, ...]]:
        found = await self._api.dashboard(operation.uid)
        wanted = await self._api.model_at(operation.uid, operation.version)
        if found is None or wanted is None:
            raise ChangeRefused(
                t("The dashboard {uid} has no version {version}.", uid=operation.uid, version=operation.version),
                t("It was deleted, or its history no longer reaches that far back."),
            )
        added = dict.fromkeys(found.dashboard.keys() - wanted.keys())
        return found, tuple(dashboard_difference(found.dashboard, {**wanted, **added}))
