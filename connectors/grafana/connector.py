"""One Grafana connection of the estate."""

from collections.abc import Awaitable, Sequence

from connectors.common.base_connector import BaseConnector
from connectors.common.client_of import auth_headers, client_of
from connectors.common.connection_health import ConnectionHealth
from connectors.common.operation_desk import OperationDesk
from connectors.common.poll_source import PollSource, Read
from connectors.grafana.api import GrafanaApi
from connectors.grafana.dashboard_file import DashboardFile, read_dashboard
from connectors.grafana.operations.add_annotation import AnnotationWriter
from connectors.grafana.operations.delete_annotation import AnnotationRemover
from connectors.grafana.operations.delete_dashboard import DashboardRemover
from connectors.grafana.operations.restore_dashboard import DashboardRestorer
from connectors.grafana.operations.upload_dashboard import DashboardUploader
from connectors.registry import BuildContext
from console.domain.event import ObjectRow
from console.domain.operations.add_annotation import AddAnnotation
from console.domain.operations.delete_annotation import DeleteAnnotation
from console.domain.operations.delete_dashboard import DeleteDashboard
from console.domain.operations.restore_dashboard import RestoreDashboard
from console.domain.operations.upload_dashboard import UploadDashboard
from console.estate.schema.service_connection import Grafana
from console.kernel.i18n import t
from console.ports.change_executor import ChangeExecutor
from console.ports.connector import Connector

_DAY_S = 86_400.0
_PAST_S = 7 * _DAY_S


def grafana_connector(options: Grafana, context: BuildContext) -> Connector:
    """Return the connector; building does no I/O."""
    name = t("Grafana {name}", name=options.title or options.key)
    client = client_of(options, context, name, tls=options.tls, build=auth_headers(options.auth))
    api = GrafanaApi(options.key, client, options.url or "")
    health = ConnectionHealth(options.key, options.connector, context.clock)
    poll_s = options.poll_s * context.poll_factor

    async def annotations() -> Sequence[ObjectRow]:
        now_s = context.clock.now().timestamp()
        return await api.annotations(now_s - _PAST_S, now_s + _DAY_S)

    async def check() -> str:
        version = (await api.health()).version
        seen = await api.dashboards()  # with credentials, which health does not need
        boards = sum(not one.is_folder for one in seen)
        return f"{f'Grafana {version}'.strip()}; " + t("{count} dashboards", count=boards)

    reads: dict[str, Read] = {"dashboards": api.dashboards, "annotations": annotations}
    return BaseConnector(
        options,
        (client,),
        check,
        ports={ChangeExecutor: _desk(api, options, context)},
        sources=tuple(
            PollSource(options.key, topic, read, health=health, clock=context.clock, poll_s=poll_s)
            for topic, read in reads.items()
        ),
    )


def _desk(api: GrafanaApi, options: Grafana, context: BuildContext) -> OperationDesk:
    def read_file(name: str) -> Awaitable[DashboardFile]:
        return context.runtime.in_thread(read_dashboard, context.folder, name)

    return OperationDesk(
        {
            AddAnnotation: AnnotationWriter(api),
            DeleteAnnotation: AnnotationRemover(api),
            UploadDashboard: DashboardUploader(api, read_file, options.folder),
            RestoreDashboard: DashboardRestorer(api),
            DeleteDashboard: DashboardRemover(api),
        }
    )
