"""One Alertmanager connection of the estate."""

from connectors.alertmanager.api import AlertmanagerApi
from connectors.alertmanager.operations.create_silence import SilenceCreator
from connectors.alertmanager.operations.expire_silence import SilenceExpirer
from connectors.common.base_connector import BaseConnector
from connectors.common.client_of import auth_headers, client_of
from connectors.common.connection_health import ConnectionHealth
from connectors.common.operation_desk import OperationDesk
from connectors.common.poll_source import PollSource, Read
from connectors.registry import BuildContext
from console.domain.operations.create_silence import CreateSilence
from console.domain.operations.expire_silence import ExpireSilence
from console.domain.silence import SilenceState
from console.estate.schema.service_connection import Alertmanager
from console.kernel.i18n import t
from console.ports.change_executor import ChangeExecutor
from console.ports.connector import Connector

_MOST_NAMES = 5


def alertmanager_connector(options: Alertmanager, context: BuildContext) -> Connector:
    """Return the connector; building does no I/O."""
    name = t("Alertmanager {name}", name=options.title or options.key)
    client = client_of(options, context, name, tls=options.tls, build=auth_headers(options.auth))
    api = AlertmanagerApi(options.key, client)
    health = ConnectionHealth(options.key, options.connector, context.clock)
    poll_s = options.poll_s * context.poll_factor
    reads: dict[str, Read] = {"alerts": api.alerts, "silences": api.silences, "alert-groups": api.groups}
    desk = OperationDesk(
        {CreateSilence: SilenceCreator(api, context.clock), ExpireSilence: SilenceExpirer(api, context.clock)}
    )
    return BaseConnector(
        options,
        (client,),
        lambda: _check(api),
        ports={ChangeExecutor: desk},
        sources=tuple(
            PollSource(options.key, topic, read, health=health, clock=context.clock, poll_s=poll_s)
            for topic, read in reads.items()
        ),
    )


async def _check(api: AlertmanagerApi) -> str:
    status, receivers = await api.status(), await api.receivers()
    muting = sum(one.state is SilenceState.ACTIVE for one in await api.silences())
    shown = ", ".join(receivers[:_MOST_NAMES]) + ("…" if len(receivers) > _MOST_NAMES else "")
    facts = [
        f"Alertmanager {status.version_info.version}",
        t("tells {receivers}", receivers=shown or t("nobody")),
        t("{count} silences", count=muting),
    ]
    if status.cluster.status != "disabled":
        facts.append(
            t("cluster {state}, {count} members", state=status.cluster.status, count=len(status.cluster.peers))
        )
    return "; ".join(facts)
